import { isolated, mutate, natSubnet } from '../../helpers/templates';
import { describeMutants, mutantsOf, props, Template } from './mutants';

const MISSING = 'AgentMissing/IMAGE_WITHOUT_AGENT';
const REMOVED = 'AgentStopped/AGENT_REMOVED';
const STOPPED = 'AgentStopped/AGENT_STOPPED';
const MAY_REMOVE = 'AgentMayBeStopped/AGENT_MAY_BE_REMOVED';
const MAY_STOP = 'AgentMayBeStopped/AGENT_MAY_BE_STOPPED';
const UNREACHABLE = 'AgentInstallUnreachable/AGENT_INSTALL_SOURCE_UNREACHABLE';
const NOT_PROVEN = 'HostNotProven/NOT_PROVEN';
const NO_SOURCE = 'AgentDownloadUnreachable/AGENT_DOWNLOAD_SOURCE_UNREACHABLE';

const MINIMAL = '{{resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-minimal-kernel-default-x86_64}}';
const DEBIAN = '{{resolve:ssm:/aws/service/debian/release/12/latest/amd64}}';
const UBUNTU = '{{resolve:ssm:/aws/service/canonical/ubuntu/server/22.04/stable/current/amd64/hvm/ebs-gp2/ami-id}}';
const REMOVE = 'yum remove -y amazon-ssm-agent';
const INSTALL = 'yum install -y amazon-ssm-agent';
const RPM = 'https://s3.amazonaws.com/ec2-downloads-windows/SSMAgent/latest/linux_amd64/amazon-ssm-agent.rpm';

const gateway = (t: Template) => {
  t.Resources.S3 = { Type: 'AWS::EC2::VPCEndpoint', Properties: { VpcId: { Ref: 'Vpc' }, ServiceName: { 'Fn::Sub': 'com.amazonaws.${AWS::Region}.s3' }, RouteTableIds: [{ Ref: 'HostSubnetTable' }] } };
  t.Resources.Host.DependsOn = 'S3';
};
const first = (shebang: string, ...lines: string[]) => (t: Template) => { props(t, 'Host').UserData = { 'Fn::Base64': [shebang, ...lines].join('\n') }; };
const bash = (...lines: string[]) => first('#!/bin/bash', ...lines);
const on = (image: string, change: (t: Template) => void) => (t: Template) => {
  props(t, 'Host').ImageId = image;
  change(t);
};

describeMutants('variables that hold the agent\'s name, and something else later', mutantsOf(isolated(), 'ready', [
  ['another service', bash('SERVICE=amazon-ssm-agent', 'systemctl restart $SERVICE', 'SERVICE=postfix', 'systemctl stop $SERVICE', 'systemctl disable $SERVICE'), []],
  ['another of a loop', bash('for p in telnet amazon-ssm-agent; do', '  echo $p', 'done', 'p=telnet', 'yum remove -y $p'), []],
  ['what a program prints', bash('PKGS=amazon-ssm-agent', 'PKGS=$(cat /opt/unwanted)', 'yum remove -y $PKGS'), []],
  ['what is read', bash('P=amazon-ssm-agent', 'read -r P < /opt/unwanted', 'yum remove -y $P'), []],
  ['what printf puts in', bash('P=amazon-ssm-agent', 'printf -v P %s telnet', 'yum remove -y $P'), []],
  ['what a function is given', bash('drop() {', '  pkg=$1', '  yum remove -y $pkg', '}', 'pkg=amazon-ssm-agent', 'drop telnet'), []],
  ['set in a branch', bash('[ -f /etc/prod ] && P=amazon-ssm-agent', 'yum remove -y $P'), [MAY_REMOVE]],
  ['set in a branch, on lines of their own', bash('P=telnet', 'if [ -f /etc/prod ]; then', '  P=amazon-ssm-agent', 'fi', 'yum remove -y $P'), [MAY_REMOVE]],
]));

describeMutants('variables that hold the agent\'s name', [
  ...mutantsOf(isolated(), 'never', [
    ['and only it', bash('P=amazon-ssm-agent', 'Q=telnet', 'yum remove -y $P'), [REMOVED]],
    ['in a service\'s', bash('SERVICE=amazon-ssm-agent', 'OTHER_SERVICE=postfix', 'systemctl disable --now $SERVICE'), [STOPPED]],
    ['on an image without it, and are only told of', on(MINIMAL, bash('SVC=amazon-ssm-agent', 'echo "$SVC is not wanted"')), [MISSING]],
    ['on an image without it, and are asked for', on(MINIMAL, bash('SVC="amazon-ssm-agent"', 'systemctl status $SVC')), [MISSING]],
    ['on an image without it, in that of a file', on(MINIMAL, bash('LOG=/var/log/amazon/ssm/amazon-ssm-agent.log', 'touch $LOG')), [MISSING]],
  ]),
]);

describeMutants('scripts that end where a download fails, out of reach of every repository', mutantsOf(isolated(), 'ready', [
  ['by set -e', bash('set -e', 'yum update -y', REMOVE, INSTALL), []],
  ['by set -e, at what curl fetches', bash('set -euo pipefail', `curl -sfO ${RPM}`, REMOVE, 'rpm -i amazon-ssm-agent.rpm'), []],
  ['by their first line', first('#!/bin/bash -e', 'yum update -y', REMOVE), [MAY_REMOVE]],
  ['by &&', bash(`yum install -y jq && ${REMOVE} && ${INSTALL}`), []],
  ['by && over lines', bash('dnf makecache && \\', `  ${REMOVE}`), [MAY_REMOVE]],
  ['by set -e, in what is fed to a shell', bash('set -e', 'yum update -y', 'bash <<EOF', REMOVE, 'EOF'), [MAY_REMOVE]],
  ['by set -e, where there may be updates', bash('set -e', 'yum check-update', REMOVE), [MAY_REMOVE]],
]));

const OFF = 'systemctl disable --now amazon-ssm-agent';
const ends: [string, (t: Template) => void][] = [
  ['by || exit', bash('yum update -y || exit 1', REMOVE)],
  ['by a function that ends it', bash('die() { echo "$1"; exit 1; }', 'yum install -y jq || die "no jq"', OFF)],
  ['by a loop that waits for the network', bash('until ping -c1 8.8.8.8; do', '  sleep 5', 'done', REMOVE)],
  ['by a loop that waits for a page', bash('while ! curl -sf https://example.com; do sleep 5; done', OFF)],
  ['by a loop until it is installed', bash('until yum install -y jq; do', '  sleep 5', 'done', REMOVE)],
  ['by a loop that is left', bash('while true; do', '  if yum install -y jq; then', '    break', '  fi', '  sleep 5', 'done', OFF)],
  ['by set -xe, at an extra', bash('set -xe', 'amazon-linux-extras install -y epel', REMOVE)],
  ['by set -e, at a package by address', bash('set -e', 'rpm -Uvh https://example.com/x.rpm', REMOVE)],
  ['by set -e, at what it asks for', bash('set -e', 'TOKEN=$(curl -s https://example.com/token)', REMOVE)],
  ['by set -e, with settings before it', bash('set -e', 'DEBIAN_FRONTEND=noninteractive /usr/bin/apt-get install -y jq', REMOVE)],
  ['by set -e, at cfn-init', bash('set -e', '/opt/aws/bin/cfn-init --stack s --resource r', OFF)],
  ['by several options', bash('set -o nounset -o errexit', 'yum update -y', REMOVE)],
  ['by its first line, through env', first('#!/usr/bin/env -S bash -e', 'yum update -y', REMOVE)],
  ['by a trap', bash('trap \'exit 1\' ERR', 'yum update -y', REMOVE)],
];
describeMutants('other scripts that end where a download fails, out of reach', mutantsOf(isolated(), 'ready', ends.map(([name, change]) => [name, change, [expect.stringContaining('AgentMayBeStopped/') as unknown as string]])));
describeMutants('other scripts that end where a download fails, in reach', mutantsOf(natSubnet(), 'never', ends.filter(([name]) => !/cfn-init/.test(name)).map(([name, change]) => [name, change, [expect.stringContaining('AgentStopped/') as unknown as string]])));

const powershell = (...lines: string[]) => (t: Template) => {
  props(t, 'Host').ImageId = '{{resolve:ssm:/aws/service/ami-windows-latest/Windows_Server-2022-English-Full-Base}}';
  props(t, 'Host').UserData = { 'Fn::Base64': ['<powershell>', ...lines, '</powershell>'].join('\n') };
};
const OFF_WINDOWS = ['Stop-Service AmazonSSMAgent', 'Set-Service AmazonSSMAgent -StartupType Disabled'];
const endsOfWindows: [string, (t: Template) => void][] = [
  ['by its preference', powershell('$ErrorActionPreference = "Stop"', 'Invoke-WebRequest https://example.com/x.txt -OutFile C:\\x.txt', ...OFF_WINDOWS)],
  ['by a loop that asks at its end', powershell('do {', '  Start-Sleep 5', '  $up = Test-Connection example.com -Quiet', '} until ($up)', ...OFF_WINDOWS)],
  ['by a loop', powershell('while (-not (Test-Connection example.com -Quiet)) { Start-Sleep 5 }', ...OFF_WINDOWS)],
];
describeMutants('PowerShell that ends where a download fails', [
  ...mutantsOf(isolated(), 'ready', endsOfWindows.map(([name, change]) => [name, change, [MAY_STOP]])),
  ...mutantsOf(natSubnet(), 'never', endsOfWindows.map(([name, change]) => [name, change, [STOPPED]])),
]);

describeMutants('ends that are seen', [
  ...mutantsOf(isolated(), 'never', [
    ['of the snap and what runs snaps', on(UBUNTU, bash('snap remove --purge amazon-ssm-agent', 'apt purge -y snapd')), [REMOVED]],
    ['in two ways, the first of which works', bash(`${REMOVE} || rpm -e amazon-ssm-agent`), [REMOVED]],
    ['that are told before', bash('echo "Running: yum remove -y amazon-ssm-agent"', REMOVE), [REMOVED]],
    ['with others in a variable', bash('PKGS="postfix amazon-ssm-agent"', 'yum remove -y $PKGS'), [REMOVED]],
    ['and a system that starts again', bash('systemctl stop amazon-ssm-agent', 'systemctl disable amazon-ssm-agent', 'reboot'), [STOPPED]],
    ['and a package from a bucket out of reach', bash(REMOVE, 'aws s3 cp s3://corp/amazon-ssm-agent.rpm .', 'rpm -i amazon-ssm-agent.rpm'), [REMOVED]],
    ['and a package under another name', on(UBUNTU, bash('snap remove amazon-ssm-agent', `curl -s ${RPM.replace('.rpm', '.deb')} -o /tmp/ssm.deb`, 'dpkg -i /tmp/ssm.deb')), [REMOVED]],
    ['behind an update that may fail', bash('set -e', 'yum update -y || true', REMOVE), [REMOVED]],
    ['where failures no longer end the script', bash('set -e', 'set +e', 'yum update -y', REMOVE), [REMOVED]],
    ['and a look whether it is gone', bash(REMOVE, 'yum list installed amazon-ssm-agent', 'which amazon-ssm-agent', 'if [ -f /usr/bin/amazon-ssm-agent ]; then echo there; fi', 'find / -name amazon-ssm-agent'), [REMOVED]],
  ]),
  ...mutantsOf(isolated(), 'never', [
    ['behind the instance metadata service', bash('set -e', 'TOKEN=$(curl -sX PUT http://169.254.169.254/latest/api/token)', OFF), [STOPPED]],
    ['behind what only sounds like a download', bash('set -e', 'usermod -aG docker ec2-user', 'service docker restart', 'echo "API_URL=https://example.com" >> /etc/environment', 'git config --global x y', 'aws configure set region eu-west-1', OFF), [STOPPED]],
    ['behind a pipe, whose failure is none', bash('set -e', 'yum update -y | tee /var/log/update.log', OFF), [STOPPED]],
    ['behind a branch', bash('set -e', 'if yum install -y jq; then echo yes; fi', OFF), [STOPPED]],
    ['behind an update of Debian, which ends well', on(UBUNTU, bash('set -e', 'apt-get update', 'snap remove amazon-ssm-agent')), [REMOVED]],
    ['behind an update, with a way to S3', (t) => { gateway(t); bash('set -xe', 'yum update -y', REMOVE)(t); }, [REMOVED]],
  ]),
  ...mutantsOf(isolated(), 'ready', [
    ['behind a pipe that counts', bash('set -eo pipefail', 'yum update -y | tee /var/log/update.log', OFF), [MAY_STOP]],
    ['before a loop over a list that brings it back', bash('SVCS="amazon-ssm-agent docker"', OFF, 'for s in $SVCS; do systemctl enable --now $s; done'), []],
    ['before a list that grows', bash('SVC=amazon-ssm-agent', 'SVC="$SVC httpd"', OFF, 'systemctl enable --now $SVC'), []],
    ['before a preset of all', bash(OFF, 'systemctl preset-all', 'reboot'), [MAY_STOP]],
    ['on Windows, before it is set by its name', powershell(...OFF_WINDOWS, 'Set-Service -DisplayName "Amazon SSM Agent" -StartupType Automatic', 'Restart-Computer'), [MAY_STOP]],
    ['in a script that is run', bash('cat > /root/harden.sh <<EOF', OFF, 'EOF', 'bash /root/harden.sh'), [MAY_STOP]],
    ['of another user', bash(`sudo -u ec2-user ${REMOVE}`), [MAY_REMOVE]],
    ['of a user\'s own services', bash('systemctl --user disable --now amazon-ssm-agent'), [MAY_STOP]],
    ['before it is installed by a pattern', bash(REMOVE, 'dnf install -y "*ssm-agent"'), [MAY_REMOVE]],
    ['of a timer', bash('systemctl disable --now amazon-ssm-agent.timer'), [MAY_STOP]],
    ['of which only one half is sure', bash('systemctl stop amazon-ssm-agent', 'if [ -f /x ]; then', '  systemctl disable amazon-ssm-agent', 'fi'), [MAY_STOP]],
    ['behind a blank line', (t) => { props(t, 'Host').UserData = { 'Fn::Base64': `\n#!/bin/bash\n${REMOVE}\n` }; }, [MAY_REMOVE]],
  ]),
]);

const minimal = (...lines: string[]) => on(MINIMAL, bash(...lines));
describeMutants('an image without the agent, and user data that does not install it', mutantsOf(natSubnet(), 'never', [
  ['but asks for the package', minimal('rpm -q amazon-ssm-agent'), [MISSING]],
  ['but asks, and tells', minimal('if ! rpm -q amazon-ssm-agent; then', '  echo missing', 'fi'), [MISSING]],
  ['but looks for it', minimal('command -v amazon-ssm-agent', 'which amazon-ssm-agent', 'pgrep amazon-ssm-agent', 'ps aux | grep amazon-ssm-agent', 'yum list installed amazon-ssm-agent', 'dnf info amazon-ssm-agent'), [MISSING]],
  ['but looks for its files and version', minimal('[ -x /usr/bin/amazon-ssm-agent ] && amazon-ssm-agent -version', 'find / -name amazon-ssm-agent', 'test -x /usr/bin/amazon-ssm-agent || echo missing', 'curl -s https://s3.amazonaws.com/ec2-downloads-windows/SSMAgent/latest/VERSION'), [MISSING]],
  ['but updates it', minimal('dnf update -y amazon-ssm-agent'), [MISSING]],
  ['but sets it in a list', minimal('PKGS="jq amazon-ssm-agent"', 'echo $PKGS'), [MISSING]],
]));

describeMutants('an image without the agent', [
  ...mutantsOf(natSubnet(), 'unknown', [
    ['and Debian\'s repositories with another beside them', (t) => { on(DEBIAN, bash('echo "deb https://example.com stable main" > /etc/apt/sources.list.d/x.list', 'apt-get install -y amazon-ssm-agent'))(t); }, [NOT_PROVEN]],
    ['and a text that nothing runs', on(MINIMAL, (t) => { props(t, 'Host').UserData = { 'Fn::Base64': `${INSTALL}\n` }; }), [NOT_PROVEN]],
  ]),
  ...mutantsOf(natSubnet(), 'ready', [
    ['that is looked for, and installed', minimal(`rpm -q amazon-ssm-agent || ${INSTALL}`), []],
    ['and a list that is installed', minimal('PKGS="jq amazon-ssm-agent"', 'dnf install -y $PKGS'), []],
  ]),
  ...mutantsOf(isolated(), 'never', [
    ['and repositories that are only switched on', minimal('dnf config-manager --set-enabled crb', 'echo keepcache=1 >> /etc/yum.conf', INSTALL), [UNREACHABLE]],
    ['and a package that is thrown away', minimal(`curl -s ${RPM} -o /dev/null`, 'yum install -y httpd > /dev/null'), [UNREACHABLE]],
  ]),
  ...mutantsOf(isolated(), 'ready', [
    ['and an installation behind the metadata service and an update, with a way to S3', (t) => {
      gateway(t);
      minimal('set -e', 'TOKEN=$(curl -sX PUT http://169.254.169.254/latest/api/token)', 'dnf update -y', INSTALL)(t);
    }, []],
  ]),
  ...mutantsOf(isolated(), 'unknown', [
    ['and a repository of one\'s own', minimal('cat > /etc/yum.repos.d/own.repo <<EOF', '[own]', 'EOF', INSTALL), [NOT_PROVEN]],
    ['and an installation behind what cannot be fetched', (t) => {
      gateway(t);
      minimal('set -e', 'curl -s https://get.example.com/x -o x', INSTALL)(t);
    }, [NOT_PROVEN]],
  ]),
]);

describeMutants('scripts that end where a download fails, with a way to the repositories', mutantsOf(natSubnet(), 'never', [
  ['by set -e', bash('set -e', 'yum update -y', REMOVE), [REMOVED]],
  ['by &&', bash(`yum update -y && ${REMOVE}`), [REMOVED]],
]));

describeMutants('an agent that is replaced', [
  ...mutantsOf(isolated(), 'ready', [
    ['by a package of the image', bash(REMOVE, 'rpm -i /opt/x/amazon-ssm-agent.rpm'), []],
    ['by a package of the image, else of a repository', bash(REMOVE, `rpm -i /opt/x/amazon-ssm-agent.rpm || ${INSTALL}`), []],
    ['from a repository of one\'s own', bash(REMOVE, 'yum-config-manager --add-repo http://10.0.0.9/r.repo', INSTALL), []],
    ['from repositories that are set anew', bash(REMOVE, 'sed -i s/a/b/ /etc/yum.repos.d/amazonlinux.repo', INSTALL), []],
    ['from a repository that is written', bash(REMOVE, 'cat > /etc/yum.repos.d/l.repo <<EOF', '[l]', 'baseurl=http://10.0.0.9/', 'EOF', INSTALL), []],
    ['from a repository that cloud-init sets up', first('#cloud-config', 'yum_repos: { own: { baseurl: "http://10.0.0.9/" } }', 'runcmd:', ` - ${REMOVE}`, ` - ${INSTALL}`), []],
    ['from a repository in a file that cloud-init writes', first('#cloud-config', 'write_files: [{ path: /etc/yum.repos.d/own.repo, content: "[own]" }]', 'runcmd:', ` - ${REMOVE}`, ` - ${INSTALL}`), []],
    ['on an image that nobody knows', on('ami-0123456789abcdef0', bash(REMOVE, INSTALL)), [NO_SOURCE]],
  ]),
]);

describeMutants('an agent that is replaced from out of reach', mutantsOf(isolated(), 'never', [
  ['by the commands of a cloud-config', first('#cloud-config', 'runcmd:', ` - ${REMOVE}`, ` - ${INSTALL}`), [REMOVED]],
]));

describeMutants('images that nobody knows', mutantsOf(isolated(), 'ready', [
  ['and ends for several', on('ami-0123456789abcdef0', bash(REMOVE, 'apt-get purge -y amazon-ssm-agent')), [MAY_REMOVE]],
]));

describeMutants('who runs it', mutantsOf(isolated(), 'ready', [
  ['another user', bash('su - ec2-user <<EOF', REMOVE, 'EOF'), [MAY_REMOVE]],
  ['nobody: a shell only reads it', bash('bash -n <<EOF', REMOVE, 'EOF'), [MAY_REMOVE]],
]));

describeMutants('who runs it for certain', mutantsOf(isolated(), 'never', [
  ['root', bash('su - <<EOF', REMOVE, 'EOF'), [REMOVED]],
  ['root, by name', bash('su -l root <<EOF', REMOVE, 'EOF'), [REMOVED]],
  ['over two lines, in the middle of the name', bash('yum remove -y amazon-\\', 'ssm-agent'), [REMOVED]],
  ['a service, in a name over two lines', bash('systemctl disable --now amazon-\\', 'ssm-agent'), [STOPPED]],
]));

const eks = (amiType: string) => mutate(isolated() as Template, (t) => {
  t.Resources.Template = { Type: 'AWS::EC2::LaunchTemplate', Properties: { LaunchTemplateData: { SecurityGroupIds: [{ 'Fn::GetAtt': ['HostGroup', 'GroupId'] }] } } };
  t.Resources.Nodes = { Type: 'AWS::EKS::Nodegroup', Properties: { ClusterName: 'c', NodeRole: { 'Fn::GetAtt': ['Role', 'Arn'] }, Subnets: [{ Ref: 'HostSubnet' }], AmiType: amiType, LaunchTemplate: { Id: { Ref: 'Template' }, Version: '1' } } };
  delete t.Resources.Host;
});
const nodes = (...lines: string[]) => (t: Template) => {
  const data = props(t, 'Template').LaunchTemplateData as Record<string, unknown>;
  data.UserData = { 'Fn::Base64': ['MIME-Version: 1.0', 'Content-Type: multipart/mixed; boundary="B"', '', '--B', 'Content-Type: text/x-shellscript', '', '#!/bin/bash', ...lines, '--B--', ''].join('\n') };
};

describeMutants('node groups, whose AMI type tells the image', [
  ...mutantsOf(eks('AL2023_x86_64_STANDARD'), 'ready', [['a snap where there are none', nodes('snap remove amazon-ssm-agent'), [MAY_REMOVE]]]),
  ...mutantsOf(eks('AL2023_x86_64_STANDARD'), 'never', [['the package', nodes(REMOVE), [REMOVED]], ['the service', nodes('systemctl disable --now amazon-ssm-agent'), [STOPPED]]]),
]);
