import { judgeHost } from '../../helpers/judge';
import { isolated, mutate } from '../../helpers/templates';
import { describeMutants, mutantsOf, props, Template } from './mutants';

const NOT_PROVEN = 'HostNotProven/NOT_PROVEN';
const CLOSED = 'SecurityGroupEgressBlocked/ENI_SG_RULES_MISMATCH';

const userData = (text: unknown) => (t: Template) => { props(t, 'Host').UserData = { 'Fn::Base64': text }; };
const bash = (...lines: string[]) => userData(['#!/bin/bash', ...lines].join('\n'));
const powershell = (...lines: string[]) => userData(['<powershell>', ...lines, '</powershell>'].join('\n'));
const config = (...lines: string[]) => userData(['#cloud-config', ...lines].join('\n'));
const dhcp = (servers: unknown) => (t: Template) => {
  t.Resources.Options = { Type: 'AWS::EC2::DHCPOptions', Properties: { DomainNameServers: servers } };
  t.Resources.Use = { Type: 'AWS::EC2::VPCDHCPOptionsAssociation', Properties: { VpcId: { Ref: 'Vpc' }, DhcpOptionsId: { Ref: 'Options' } } };
};
const directory = (type: string, change: (t: Template) => void) => (t: Template) => {
  t.Resources.AD = { Type: `AWS::DirectoryService::${type}`, Properties: { Name: 'corp.example.com', Password: 'x', VpcSettings: { VpcId: { Ref: 'Vpc' }, SubnetIds: [] } } };
  change(t);
};
const addresses = { 'Fn::GetAtt': ['AD', 'DnsIpAddresses'] };
const network: Template = mutate(isolated() as Template, (t) => { props(t, 'Vpc').CidrBlock = '10.0.0.0/16'; });

type Case = [name: string, change: (t: Template) => void];

const FOREIGN: Case[] = [
  ['resolv.conf', bash('echo "nameserver 10.9.0.2" > /etc/resolv.conf')],
  ['resolv.conf, added to', bash('echo "nameserver 10.9.0.2" | sudo tee -a /etc/resolv.conf')],
  ['resolv.conf, from a here document', bash('cat > /etc/resolv.conf <<EOF', 'search corp.example.com', 'nameserver 10.9.0.2', 'nameserver 169.254.169.253', 'EOF')],
  ['resolv.conf, edited', bash('sed -i "s/^nameserver.*/nameserver 10.9.0.2/" /etc/resolv.conf')],
  ['resolv.conf, copied', bash('cp /opt/resolv.conf /etc/resolv.conf')],
  ['resolv.conf, by a variable', bash('DNS=$(cat /etc/dns)', 'echo "nameserver $DNS" > /etc/resolv.conf')],
  ['resolv.conf, by cloud-config', config('write_files:', '  - path: /etc/resolv.conf', '    content: |', '      nameserver 10.9.0.2')],
  ['the resolv_conf module', config('manage_resolv_conf: true', 'resolv_conf:', '  nameservers: [10.9.0.2]')],
  ['dhclient', bash('echo "supersede domain-name-servers 10.9.0.2, 10.9.0.3;" >> /etc/dhcp/dhclient.conf', 'systemctl restart network')],
  ['dhclient, in front', bash('echo "prepend domain-name-servers 10.9.0.2;" >> /etc/dhcp/dhclient.conf')],
  ['NetworkManager', bash('nmcli connection modify "System eth0" ipv4.dns "10.9.0.2" ipv4.ignore-auto-dns yes')],
  ['netplan', bash('cat > /etc/netplan/99-dns.yaml <<EOF', 'network:', '  ethernets:', '    eth0:', '      nameservers:', '        addresses: [10.9.0.2]', 'EOF', 'netplan apply')],
  ['systemd-resolved', bash('mkdir -p /etc/systemd/resolved.conf.d', 'printf "[Resolve]\\nDNS=10.9.0.2\\n" > /etc/systemd/resolved.conf.d/dns.conf', 'systemctl restart systemd-resolved')],
  ['resolvectl', bash('resolvectl dns eth0 10.9.0.2')],
  ['network scripts', bash('echo "DNS1=10.9.0.2" >> /etc/sysconfig/network-scripts/ifcfg-eth0')],
  ['PowerShell', powershell('Set-DnsClientServerAddress -InterfaceAlias Ethernet -ServerAddresses ("10.9.0.2","10.9.0.3")')],
  ['netsh', powershell('netsh interface ipv4 set dns name="Ethernet" static 10.9.0.2')],
  ['DHCP options', dhcp(['10.9.0.2'])],
  ['DHCP options with Amazon\'s behind', dhcp(['10.9.0.2', 'AmazonProvidedDNS'])],
];

describeMutants('other name servers', mutantsOf(network, 'unknown', FOREIGN.map(([name, change]) => [name, change, [NOT_PROVEN]])));

describeMutants('other name servers do not help a security group that allows no egress', mutantsOf(network, 'never', [
  ['resolv.conf', (t) => {
    FOREIGN[0][1](t);
    props(t, 'HostGroup').SecurityGroupEgress = [{ IpProtocol: 'udp', FromPort: 53, ToPort: 53, CidrIp: '0.0.0.0/0' }];
  }, [CLOSED]],
]));

const OWN: Case[] = [
  ['resolv.conf is read', bash('cat /etc/resolv.conf', 'grep nameserver /etc/resolv.conf')],
  ['resolv.conf gets options', bash('echo "options timeout:1" >> /etc/resolv.conf')],
  ['a comment', bash('# echo "nameserver 10.9.0.2" > /etc/resolv.conf')],
  ['Amazon\'s name server, by its own address', bash('echo "nameserver 169.254.169.253" > /etc/resolv.conf')],
  ['Amazon\'s name server, by its address in the VPC', bash('echo "nameserver 10.0.0.2" > /etc/resolv.conf')],
  ['the system\'s own cache', bash('ln -sf /run/systemd/resolve/resolv.conf /etc/resolv.conf')],
  ['a copy kept', bash('cp /etc/resolv.conf /etc/resolv.conf.orig')],
  ['dhclient, behind', bash('echo "append domain-name-servers 10.9.0.2;" >> /etc/dhcp/dhclient.conf')],
  ['a search domain', bash('nmcli connection modify eth0 ipv4.dns-search corp.example.com')],
  ['a fallback', bash('printf "[Resolve]\\nFallbackDNS=10.9.0.2\\n" > /etc/systemd/resolved.conf.d/dns.conf')],
  ['what DHCP says, again', powershell('Set-DnsClientServerAddress -InterfaceAlias Ethernet -ResetServerAddresses')],
  ['DHCP options with Amazon\'s address', dhcp(['169.254.169.253'])],
];

describeMutants('the name servers of the VPC', mutantsOf(network, 'ready', OWN.map(([name, change]) => [name, change, []])));

describe('the name servers of a directory of the template', () => {
  const sub = (text: string) => userData({ 'Fn::Sub': [text, { First: { 'Fn::Select': [0, addresses] }, Second: { 'Fn::Select': [1, addresses] }, All: { 'Fn::Join': [',', addresses] } }] });
  test.each<Case>([
    ['DHCP options', directory('MicrosoftAD', dhcp(addresses))],
    ['DHCP options, one by one', directory('MicrosoftAD', dhcp([{ 'Fn::Select': [0, addresses] }, { 'Fn::Select': [1, addresses] }]))],
    ['DHCP options, Simple AD', directory('SimpleAD', dhcp(addresses))],
    ['resolv.conf', directory('MicrosoftAD', sub('#!/bin/bash\nprintf "nameserver ${First}\\nnameserver ${Second}\\n" > /etc/resolv.conf'))],
    ['dhclient', directory('MicrosoftAD', sub('#!/bin/bash\necho "supersede domain-name-servers ${All};" >> /etc/dhcp/dhclient.conf'))],
    ['PowerShell', directory('MicrosoftAD', sub('<powershell>\nSet-DnsClientServerAddress -InterfaceIndex $i -ServerAddresses ("${First}","${Second}")\n</powershell>'))],
  ])('%s: taken to forward', (_, change) => {
    const host = judgeHost(mutate(network, change));
    expect(host.verdict).toBe('ready');
    expect(host.assumptions).toContain('the DNS servers of directory AD forward to the resolver of its VPC, as AWS configures them');
  });

  test.each<Case>([
    ['another server beside it, by DHCP options', directory('MicrosoftAD', dhcp([{ 'Fn::Select': [0, addresses] }, '10.9.0.2']))],
    ['another server beside it, by user data', directory('MicrosoftAD', sub('#!/bin/bash\nprintf "nameserver ${First}\\nnameserver 10.9.0.2\\n" > /etc/resolv.conf'))],
    ['a directory connector', directory('ConnectedAD', dhcp(addresses))],
  ])('%s: unknown', (_, change) => {
    expect(judgeHost(mutate(network, change)).verdict).toBe('unknown');
  });
});
