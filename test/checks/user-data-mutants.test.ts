import { isolated, mutate, natSubnet } from '../helpers/templates';
import { describeMutants, mutantsOf, props, Template } from './mutants';

const MISSING = 'AgentMissing/IMAGE_WITHOUT_AGENT';
const REMOVED = 'AgentStopped/AGENT_REMOVED';
const STOPPED = 'AgentStopped/AGENT_STOPPED';
const MAY_REMOVE = 'AgentMayBeStopped/AGENT_MAY_BE_REMOVED';
const NO_SOURCE = 'AgentDownloadUnreachable/AGENT_DOWNLOAD_SOURCE_UNREACHABLE';

const MINIMAL = '{{resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-minimal-kernel-default-x86_64}}';
const REMOVE = 'yum remove -y amazon-ssm-agent';
const INSTALL = 'yum install -y amazon-ssm-agent';
const RPM = 'https://s3.amazonaws.com/ec2-downloads-windows/SSMAgent/latest/linux_amd64/amazon-ssm-agent.rpm';

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
  ['by && over lines', bash('apt-get update -y && \\', `  ${REMOVE}`), [MAY_REMOVE]],
  ['by set -e, in what is fed to a shell', bash('set -e', 'yum update -y', 'bash <<EOF', REMOVE, 'EOF'), [MAY_REMOVE]],
  ['by set -e, where there may be updates', bash('set -e', 'yum check-update', REMOVE), [MAY_REMOVE]],
]));

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
  ['another user', bash('su - ec2-user <<EOF', REMOVE, 'EOF'), []],
  ['nobody: a shell only reads it', bash('bash -n <<EOF', REMOVE, 'EOF'), []],
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
