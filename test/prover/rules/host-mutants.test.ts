import { isolated, mutate, natSubnet, publicSubnet } from '../../helpers/templates';
import { describeMutants, mutantsOf, props, Template } from './mutants';

const NOT_PROVEN = 'HostNotProven/NOT_PROVEN';
const MISSING = 'AgentMissing/IMAGE_WITHOUT_AGENT';
const UNREACHABLE = 'AgentInstallUnreachable/AGENT_INSTALL_SOURCE_UNREACHABLE';
const RACES = 'AgentInstallRacesNetwork/AGENT_INSTALL_BEFORE_NETWORK';
const STOPPED = 'AgentStopped/AGENT_STOPPED';
const REMOVED = 'AgentStopped/AGENT_REMOVED';
const MAY_STOP = 'AgentMayBeStopped/AGENT_MAY_BE_STOPPED';
const MAY_REMOVE = 'AgentMayBeStopped/AGENT_MAY_BE_REMOVED';
const PROXY = 'MetadataThroughProxy/PROXY_WITHOUT_NO_PROXY';
const FIREWALL = 'HostFirewallBlocks/HOST_FIREWALL_DROPS_443';

const DEBIAN = '{{resolve:ssm:/aws/service/debian/release/12/latest/amd64}}';
const MINIMAL = '{{resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-minimal-kernel-default-x86_64}}';
const UBUNTU = '{{resolve:ssm:/aws/service/canonical/ubuntu/server/22.04/stable/current/amd64/hvm/ebs-gp2/ami-id}}';
const WINDOWS = '{{resolve:ssm:/aws/service/ami-windows-latest/Windows_Server-2022-English-Full-Base}}';
const GLOBAL = 'https://s3.amazonaws.com/ec2-downloads-windows/SSMAgent/latest/debian_amd64/amazon-ssm-agent.deb';
const REGIONAL = 'https://s3.${AWS::Region}.amazonaws.com/amazon-ssm-${AWS::Region}/latest/debian_amd64/amazon-ssm-agent.deb';

const bash = (...lines: string[]) => ({ 'Fn::Base64': ['#!/bin/bash', ...lines].join('\n') });
const sub = (...lines: string[]) => ({ 'Fn::Base64': { 'Fn::Sub': ['#!/bin/bash', ...lines].join('\n') } });
const cloudConfig = (...lines: string[]) => ({ 'Fn::Base64': ['#cloud-config', ...lines].join('\n') });
const powershell = (...lines: string[]) => ({ 'Fn::Base64': ['<powershell>', ...lines, '</powershell>'].join('\n') });
const multipart = (...bodies: [string, string][]) => ({
  'Fn::Base64': ['Content-Type: multipart/mixed; boundary="//"', 'MIME-Version: 1.0', '',
    ...bodies.flatMap(([type, body]) => ['--//', `Content-Type: ${type}; charset="us-ascii"`, '', body]), '--//--', ''].join('\n'),
});
const userData = (data: unknown) => (t: Template) => { props(t, 'Host').UserData = data; };
const on = (id: string, data: unknown) => (t: Template) => {
  props(t, 'Host').ImageId = id;
  props(t, 'Host').UserData = data;
};
const image = (id: unknown) => (t: Template) => { props(t, 'Host').ImageId = id; };

const gateway = (t: Template, table: string) => {
  t.Resources.S3 = { Type: 'AWS::EC2::VPCEndpoint', Properties: { VpcId: { Ref: 'Vpc' }, ServiceName: { 'Fn::Sub': 'com.amazonaws.${AWS::Region}.s3' }, RouteTableIds: [{ Ref: table }] } };
};

/** Debian installs the agent over a NAT gateway it waits for. */
const debian: Template = mutate(natSubnet() as Template, (t) => {
  image(DEBIAN)(t);
  userData(bash('mkdir /tmp/ssm', 'cd /tmp/ssm', `wget ${GLOBAL}`, 'dpkg -i amazon-ssm-agent.deb'))(t);
  t.Resources.Host.DependsOn = ['PrivateRoute', 'PublicRoute'];
});
/** The same without a way to the internet: from the Region's bucket, by a gateway endpoint. */
const debianIsolated: Template = mutate(isolated() as Template, (t) => {
  image(DEBIAN)(t);
  userData(sub('mkdir /tmp/ssm', `curl -sO ${REGIONAL}`, 'sudo dpkg -i amazon-ssm-agent.deb'))(t);
  gateway(t, 'HostSubnetTable');
  t.Resources.Host.DependsOn = 'S3';
});

describeMutants('images', [
  ...mutantsOf(isolated(), 'never', [
    ['Debian', image(DEBIAN), [MISSING]],
    ['a minimal image', image(MINIMAL), [MISSING]],
    ['the same by a parameter of type AWS::SSM::Parameter::Value', (t) => {
      t.Parameters = { Image: { Type: 'AWS::SSM::Parameter::Value<AWS::EC2::Image::Id>', Default: '/aws/service/debian/release/12/latest/amd64' } };
      image({ Ref: 'Image' })(t);
    }, [MISSING]],
    ['the same in a launch template, resolved by EC2', (t) => {
      t.Resources.Template = { Type: 'AWS::EC2::LaunchTemplate', Properties: { LaunchTemplateData: { ImageId: 'resolve:ssm:/aws/service/debian/release/12/latest/amd64' } } };
      delete props(t, 'Host').ImageId;
      props(t, 'Host').LaunchTemplate = { LaunchTemplateId: { Ref: 'Template' }, Version: '1' };
    }, [MISSING]],
    ['the same with a hole in the path', image({ 'Fn::Sub': '{{resolve:ssm:/aws/service/debian/release/12/latest/${AWS::StackName}}}' }), [MISSING]],
    ['the same from a mapping', (t) => {
      t.Mappings = { Images: { all: { id: DEBIAN } } };
      image({ 'Fn::FindInMap': ['Images', 'all', 'id'] })(t);
    }, [MISSING]],
    ['metadata service off', (t) => { props(t, 'Host').MetadataOptions = { HttpEndpoint: 'disabled' }; }, ['MetadataServiceDisabled/IMDS_DISABLED']],
    ['metadata service off in the launch template', (t) => {
      t.Resources.Template = { Type: 'AWS::EC2::LaunchTemplate', Properties: { LaunchTemplateData: { MetadataOptions: { HttpEndpoint: 'disabled' } } } };
      props(t, 'Host').LaunchTemplate = { LaunchTemplateId: { Ref: 'Template' }, Version: '1' };
    }, ['MetadataServiceDisabled/IMDS_DISABLED']],
  ]),
  ...mutantsOf(isolated(), 'ready', [
    ['a literal id, taken to carry the agent', image('ami-0123456789abcdef0'), []],
    ['an id from a mapping by Region', (t) => {
      t.Mappings = { Images: { 'us-east-1': { id: 'ami-1' }, 'eu-west-1': { id: 'ami-2' } } };
      image({ 'Fn::FindInMap': ['Images', { Ref: 'AWS::Region' }, 'id'] })(t);
    }, []],
    ['HttpTokens required', (t) => { props(t, 'Host').MetadataOptions = { HttpTokens: 'required', HttpPutResponseHopLimit: 1 }; }, []],
  ]),
  ...mutantsOf(isolated(), 'unknown', [
    ['metadata service by a parameter', (t) => {
      t.Parameters = { Metadata: { Type: 'String' } };
      props(t, 'Host').MetadataOptions = { HttpEndpoint: { Ref: 'Metadata' } };
    }, [NOT_PROVEN]],
  ]),
]);

describeMutants('an old agent', mutantsOf(isolated(), 'ready', [
  ['gets no commands without ec2messages', image('{{resolve:ssm:/aws/service/ami-amazon-linux-latest/amzn-ami-hvm-x86_64-gp2}}'), ['CommandTierMissing/COMMAND_SERVICE_UNREACHABLE']],
  ['gets them with ec2messages', (t) => {
    image('{{resolve:ssm:/aws/service/ami-amazon-linux-latest/amzn-ami-hvm-x86_64-gp2}}')(t);
    t.Resources.Messages = structuredClone(t.Resources.Ssm);
    props(t, 'Messages').ServiceName = { 'Fn::Sub': 'com.amazonaws.${AWS::Region}.ec2messages' };
  }, []],
]));

describeMutants('user data that installs the agent', [
  ...mutantsOf(debian, 'never', [
    ['taken away', (t) => { delete props(t, 'Host').UserData; }, [MISSING]],
    ['installs something else', userData(bash('apt-get update', 'apt-get install -y nginx')), [MISSING]],
    ['only starts the agent', userData(bash('systemctl enable --now amazon-ssm-agent')), [MISSING]],
    ['only speaks of it in a comment', userData(bash('# amazon-ssm-agent comes with the image')), [MISSING]],
    ['only says so', userData(bash('echo "amazon-ssm-agent is needed"')), [MISSING]],
    ['cloud-config of other packages', userData(cloudConfig('packages:', '  - nginx')), [MISSING]],
    ['only downloads it', userData(bash(`wget ${GLOBAL}`)), [MISSING]],
    ['downloads and starts it', userData(bash(`wget ${GLOBAL}`, 'systemctl enable amazon-ssm-agent', 'systemctl start amazon-ssm-agent', 'systemctl status amazon-ssm-agent')), [MISSING]],
    ['tells a log of it', userData(bash(`echo "wget ${GLOBAL} and dpkg -i amazon-ssm-agent.deb" >> /var/log/setup.log`)), [MISSING]],
    ['installs and then removes it', userData(bash(`wget ${GLOBAL}`, 'dpkg -i amazon-ssm-agent.deb', 'apt-get purge -y amazon-ssm-agent')), [REMOVED]],
  ]),
  ...mutantsOf(debian, 'ready', [
    ['by cloud-config', userData(cloudConfig('runcmd:', `  - curl -O ${GLOBAL}`, '  - [dpkg, -i, amazon-ssm-agent.deb]')), []],
    ['by a part of a multipart message', userData(multipart(['text/cloud-config', '#cloud-config\npackages: [nginx]'], ['text/x-shellscript', `#!/bin/bash\nwget ${GLOBAL}\ndpkg -i amazon-ssm-agent.deb`])), []],
    ['by the repositories of Amazon Linux', (t) => { image(MINIMAL)(t); userData(bash('dnf install -y amazon-ssm-agent'))(t); }, []],
    ['by a job that is written', userData(bash(`echo "* * * * * root wget ${GLOBAL} && dpkg -i amazon-ssm-agent.deb" > /etc/cron.d/agent`)), []],
    ['by a job that is written otherwise', userData(bash(`printf '%s\\n' 'wget ${GLOBAL} && dpkg -i amazon-ssm-agent.deb' | sudo tee -a /etc/rc.local > /dev/null`)), []],
    ['by a loop', userData(bash(`for p in nginx ${GLOBAL}; do apt-get install -y $p; done`)), []],
    ['as base64', userData(Buffer.from(`#!/bin/bash\nwget ${GLOBAL}\ndpkg -i amazon-ssm-agent.deb\n`).toString('base64')), []],
    ['by Fn::Join with holes', userData({ 'Fn::Base64': { 'Fn::Join': ['', ['#!/bin/bash\n', 'wget https://s3.', { Ref: 'AWS::Region' }, '.amazonaws.com/amazon-ssm-', { Ref: 'AWS::Region' }, '/latest/debian_amd64/amazon-ssm-agent.deb\n', 'dpkg -i amazon-ssm-agent.deb\n']] } }), []],
    ['without waiting for the route', (t) => { delete t.Resources.Host.DependsOn; }, [RACES]],
    ['without waiting, but at every boot', (t) => {
      delete t.Resources.Host.DependsOn;
      userData(cloudConfig('cloud_final_modules:', '  - [scripts-user, always]', 'runcmd:', `  - wget ${GLOBAL}`, '  - dpkg -i amazon-ssm-agent.deb'))(t);
    }, ['UserDataRunsEveryBoot/USER_DATA_RUNS_EVERY_BOOT']],
  ]),
  ...mutantsOf(debian, 'unknown', [
    ['cfn-init, which is not read', userData(bash('/opt/aws/bin/cfn-init -s stack -r Host')), [NOT_PROVEN]],
    ['a package that the system\'s own repositories may not have', userData(bash('apt-get update', 'apt-get install -y amazon-ssm-agent')), [NOT_PROVEN]],
    ['a package of another kind', userData(bash(`yum install -y ${GLOBAL.replace('debian_amd64/amazon-ssm-agent.deb', 'linux_amd64/amazon-ssm-agent.rpm')}`)), [NOT_PROVEN]],
    ['a snap, where there may be none', userData(bash('snap install amazon-ssm-agent --classic')), [NOT_PROVEN]],
    ['the same by cloud-config', userData(cloudConfig('packages:', '  - amazon-ssm-agent')), [NOT_PROVEN]],
    ['the same beside what is not shown', userData(bash('curl -s https://example.com/setup.sh | bash', 'apt-get install -y amazon-ssm-agent')), [NOT_PROVEN]],
    ['a script from somewhere', userData(bash('curl -s https://example.com/setup.sh | bash')), [NOT_PROVEN]],
    ['a script by a parameter', (t) => {
      t.Parameters = { Script: { Type: 'String' } };
      userData({ 'Fn::Base64': { 'Fn::Sub': '#!/bin/bash\n${Script}\n' } })(t);
    }, [NOT_PROVEN]],
    ['user data by a parameter', (t) => {
      t.Parameters = { Script: { Type: 'String' } };
      userData({ Ref: 'Script' })(t);
    }, [NOT_PROVEN]],
  ]),
  ...mutantsOf(debianIsolated, 'never', [
    ['S3 gateway taken away', (t) => { delete t.Resources.S3; delete t.Resources.Host.DependsOn; }, [UNREACHABLE]],
    ['S3 gateway of another route table', (t) => { props(t, 'S3').RouteTableIds = [{ Ref: 'EndpointSubnetTable' }]; }, [UNREACHABLE]],
    ['from the distribution, without a way', (t) => { delete t.Resources.S3; delete t.Resources.Host.DependsOn; userData(bash('apt-get install -y amazon-ssm-agent'))(t); }, [UNREACHABLE]],
    ['as a snap, which S3 does not carry', userData(bash('snap install amazon-ssm-agent --classic')), [UNREACHABLE]],
  ]),
  ...mutantsOf(debianIsolated, 'ready', [
    ['without waiting for the gateway', (t) => { delete t.Resources.Host.DependsOn; }, [RACES]],
  ]),
]);

test('the global bucket is out of reach of another Region\'s gateway endpoint', () => {
  const { s3PlaceOf } = jest.requireActual<typeof import('../../../src/prover/analysis')>('../../../src/prover/analysis');
  expect([
    s3PlaceOf(GLOBAL, 'eu-west-1'), s3PlaceOf(GLOBAL, 'us-east-1'), s3PlaceOf(GLOBAL, undefined), s3PlaceOf(REGIONAL, 'eu-west-1'), s3PlaceOf(REGIONAL, undefined),
    s3PlaceOf('https://amazon-ssm-eu-west-1.s3.eu-west-1.amazonaws.com/latest/x.rpm', 'eu-west-1'),
    s3PlaceOf('https://s3-eu-west-1.amazonaws.com/amazon-ssm-eu-west-1/x.rpm', 'us-west-2'),
    s3PlaceOf('https://s3.cn-north-1.amazonaws.com.cn/amazon-ssm-cn-north-1/x.rpm', 'cn-north-1'),
    s3PlaceOf('https://s3.$REGION.amazonaws.com/amazon-ssm-$REGION/x.rpm', 'eu-west-1'),
    s3PlaceOf('https://mirror.example.com/amazon-ssm-agent.rpm', 'eu-west-1'),
  ]).toEqual(['elsewhere', 'own-region', 'unknown', 'own-region', 'own-region', 'own-region', 'elsewhere', 'own-region', 'own-region', undefined]);
});

describeMutants('an image that cannot be classified', mutantsOf(isolated(), 'ready', [
  ['fetches the agent from out of reach', (t) => {
    image('ami-0123456789abcdef0')(t);
    userData(bash(`yum install -y ${GLOBAL.replace('.deb', '.rpm')}`))(t);
  }, ['AgentDownloadUnreachable/AGENT_DOWNLOAD_SOURCE_UNREACHABLE']],
  ['fetches it by a proxy', (t) => {
    image('ami-0123456789abcdef0')(t);
    userData(bash('export https_proxy=http://10.0.0.9:3128', `yum install -y ${GLOBAL.replace('.deb', '.rpm')}`))(t);
  }, []],
  ['carries the agent and fetches it again', userData(bash(`yum install -y ${GLOBAL.replace('.deb', '.rpm')}`)), []],
]));

describeMutants('user data that ends the agent', [
  ...mutantsOf(isolated(), 'never', [
    ['removes it', userData(bash('yum remove -y amazon-ssm-agent')), [REMOVED]],
    ['erases the package', userData(bash('set -e', 'sudo rpm -e amazon-ssm-agent')), [REMOVED]],
    ['removes the snap', on(UBUNTU, bash('snap remove amazon-ssm-agent')), [REMOVED]],
    ['stops and disables the service of the snap', on(UBUNTU, bash('systemctl disable --now snap.amazon-ssm-agent.amazon-ssm-agent.service')), [STOPPED]],
    ['names the service by a variable', userData(bash('SVC="amazon-ssm-agent"', 'systemctl stop $SVC', 'systemctl disable "${SVC}"')), [STOPPED]],
    ['removes it in another way as well', userData(bash('yum remove -y amazon-ssm-agent', 'snap remove amazon-ssm-agent')), [REMOVED]],
    ['replaces it, from out of reach', userData(bash('yum remove -y amazon-ssm-agent', `yum install -y ${GLOBAL.replace('debian_amd64/amazon-ssm-agent.deb', 'linux_amd64/amazon-ssm-agent.rpm')}`, 'systemctl enable --now amazon-ssm-agent')), [REMOVED]],
    ['replaces it, from repositories out of reach', userData(bash('yum remove -y amazon-ssm-agent', 'yum install -y amazon-ssm-agent')), [REMOVED]],
    ['removes it from an image that nobody knows', on('ami-0123456789abcdef0', bash('yum remove -y amazon-ssm-agent')), [REMOVED]],
    ['stops and deletes the Windows service', on(WINDOWS, powershell('Stop-Service AmazonSSMAgent', 'sc.exe delete AmazonSSMAgent')), [REMOVED]],
    ['stops and disables it', userData(bash('systemctl stop amazon-ssm-agent', 'systemctl disable amazon-ssm-agent')), [STOPPED]],
    ['disables it now', userData(bash('sudo systemctl disable --now amazon-ssm-agent.service')), [STOPPED]],
    ['masks it now', userData(cloudConfig('runcmd:', '  - systemctl mask --now amazon-ssm-agent')), [STOPPED]],
    ['stops and disables the Windows service', on(WINDOWS, powershell('Set-Service -Name AmazonSSMAgent -StartupType Disabled', 'Stop-Service AmazonSSMAgent')), [STOPPED]],
  ]),
  ...mutantsOf(isolated(), 'ready', [
    ['stops and disables a service that the snap has not', on(UBUNTU, bash('systemctl stop amazon-ssm-agent', 'systemctl disable amazon-ssm-agent')), [MAY_STOP]],
    ['removes a package that is none there', on(UBUNTU, bash('apt-get remove -y amazon-ssm-agent')), [MAY_REMOVE]],
    ['removes it by a package manager of other systems', on(UBUNTU, bash('yum remove -y amazon-ssm-agent')), [MAY_REMOVE]],
    ['removes a snap where there are none', userData(bash('snap remove amazon-ssm-agent')), [MAY_REMOVE]],
    ['removes it by that of Debian', userData(bash('dpkg -r amazon-ssm-agent')), [MAY_REMOVE]],
    ['stops it on an image that may be Ubuntu', on('ami-0123456789abcdef0', bash('systemctl stop amazon-ssm-agent', 'systemctl disable amazon-ssm-agent')), [MAY_STOP]],
    ['speaks of Linux on Windows', on(WINDOWS, powershell('systemctl stop amazon-ssm-agent', 'systemctl disable amazon-ssm-agent')), [MAY_STOP]],
    ['deletes a service that runs on', on(WINDOWS, powershell('sc.exe delete AmazonSSMAgent')), [MAY_REMOVE]],
    ['stops several services in a loop', userData(bash('for s in postfix amazon-ssm-agent; do', '  systemctl disable --now $s', 'done')), [MAY_STOP]],
    ['removes it by a variable', userData(bash('PKG=amazon-ssm-agent', '[ -f /x ] && yum remove -y ${PKG}')), [MAY_REMOVE]],
    ['stops it until the next boot', userData(bash('systemctl stop amazon-ssm-agent')), [MAY_STOP]],
    ['disables it from the next boot on', userData(bash('systemctl disable amazon-ssm-agent')), [MAY_STOP]],
    ['removes it in a branch', userData(bash('if [ -f /etc/debian_version ]; then', '  apt-get remove -y amazon-ssm-agent', 'fi')), [MAY_REMOVE]],
    ['removes it and runs something else', userData(bash('yum remove -y amazon-ssm-agent', 'bash /opt/setup.sh')), [MAY_REMOVE]],
    ['stops it and starts it again', userData(bash('systemctl stop amazon-ssm-agent', 'sed -i s/a/b/ /etc/amazon/ssm/amazon-ssm-agent.json', 'systemctl start amazon-ssm-agent')), []],
    ['replaces it, with a way to S3', (t) => {
      gateway(t, 'HostSubnetTable');
      t.Resources.Host.DependsOn = 'S3';
      userData(sub('yum remove -y amazon-ssm-agent', `yum install -y ${REGIONAL.replace('debian_amd64/amazon-ssm-agent.deb', 'linux_amd64/amazon-ssm-agent.rpm')}`))(t);
    }, []],
    ['replaces it by what is not shown', userData(bash('yum remove -y amazon-ssm-agent', `yum install -y ${GLOBAL}`, 'curl -s https://example.com/x.sh | bash')), []],
    ['restarts it', userData(bash('systemctl restart amazon-ssm-agent')), []],
    ['stops it and reboots', userData(bash('systemctl stop amazon-ssm-agent', 'reboot')), []],
    ['stops another service', userData(bash('systemctl stop firewalld', 'systemctl disable firewalld')), []],
  ]),
]);

const dropIn = (...environment: string[]) => bash('mkdir -p /etc/systemd/system/amazon-ssm-agent.service.d', 'cat > /etc/systemd/system/amazon-ssm-agent.service.d/proxy.conf <<EOF', '[Service]',
  ...environment.map((e) => `Environment="${e}"`), 'EOF', 'systemctl daemon-reload', 'systemctl restart amazon-ssm-agent');

describeMutants('proxies', [
  ...mutantsOf(isolated(), 'ready', [
    ['for the agent, without no_proxy', userData(dropIn('http_proxy=http://10.0.0.9:3128', 'https_proxy=http://10.0.0.9:3128')), [PROXY]],
    ['with a no_proxy that forgets the metadata service', userData(dropIn('https_proxy=http://10.0.0.9:3128', 'no_proxy=localhost,127.0.0.1')), [PROXY]],
    ['on Windows without no_proxy', userData(powershell('$key = "HKLM:\\SYSTEM\\CurrentControlSet\\Services\\AmazonSSMAgent"', '$vars = @("http_proxy=10.0.0.9:3128", "https_proxy=10.0.0.9:3128")', 'New-ItemProperty -Path $key -Name Environment -Value $vars -PropertyType MultiString -Force', 'Restart-Service AmazonSSMAgent')), [PROXY]],
    ['in a cloud-config file without no_proxy', userData(cloudConfig('write_files:', '  - path: /etc/systemd/system/amazon-ssm-agent.service.d/proxy.conf', '    content: |', '      [Service]', '      Environment="https_proxy=http://10.0.0.9:3128"')), [PROXY]],
    ['with no_proxy', userData(dropIn('https_proxy=http://10.0.0.9:3128', 'no_proxy=169.254.169.254')), []],
    ['of the shell only', userData(bash('export https_proxy=http://10.0.0.9:3128', 'curl -s https://example.com')), []],
  ]),
  ...mutantsOf(isolated(), 'unknown', [
    ['where the endpoints are gone, the proxy may serve', (t) => {
      for (const id of ['Ssm', 'SsmMessages']) delete t.Resources[id];
      userData(dropIn('https_proxy=http://10.0.0.9:3128', 'no_proxy=169.254.169.254'))(t);
    }, [NOT_PROVEN]],
  ]),
]);

describeMutants('firewalls of the system, and what runs at every boot', mutantsOf(publicSubnet(), 'ready', [
  ['iptables drops 443', userData(bash('iptables -A OUTPUT -p tcp --dport 443 -j DROP')), [FIREWALL]],
  ['iptables drops several ports', userData(bash('iptables -I OUTPUT 1 -p tcp -m multiport --dports 80,443 -j REJECT')), [FIREWALL]],
  ['iptables lets nothing out', userData(bash('iptables -P OUTPUT DROP')), [FIREWALL]],
  ['ufw denies what goes out', userData(bash('ufw default deny outgoing', 'ufw --force enable')), [FIREWALL]],
  ['ufw denies 443', userData(bash('ufw deny out 443/tcp')), [FIREWALL]],
  ['Windows blocks 443', userData(powershell('New-NetFirewallRule -DisplayName x -Direction Outbound -Protocol TCP -RemotePort 443 -Action Block')), [FIREWALL]],
  ['Windows blocks what goes out', userData(powershell('Set-NetFirewallProfile -All -DefaultOutboundAction Block')), [FIREWALL]],
  ['the metadata service is dropped', userData(bash('iptables -A OUTPUT -d 169.254.169.254 -j DROP')), ['HostFirewallBlocks/HOST_FIREWALL_DROPS_METADATA']],
  ['the metadata service is dropped for all but root', userData(bash('iptables -A OUTPUT -d 169.254.169.254 -m owner ! --uid-owner root -j DROP')), []],
  ['443 is let out first', userData(bash('iptables -A OUTPUT -p tcp --dport 443 -j ACCEPT', 'iptables -P OUTPUT DROP')), []],
  ['what comes in is dropped', userData(bash('iptables -A INPUT -p tcp --dport 443 -j DROP')), []],
  ['one destination is dropped', userData(bash('iptables -A OUTPUT -d 203.0.113.5 -p tcp --dport 443 -j DROP')), []],
  ['scripts-user, always', userData(multipart(['text/cloud-config', '#cloud-config\ncloud_final_modules:\n- [scripts-user, always]'], ['text/x-shellscript', '#!/bin/bash\necho hello'])), ['UserDataRunsEveryBoot/USER_DATA_RUNS_EVERY_BOOT']],
  ['persist', userData({ 'Fn::Base64': '<powershell>Write-Host hello</powershell><persist>true</persist>' }), ['UserDataRunsEveryBoot/USER_DATA_RUNS_EVERY_BOOT']],
]));
