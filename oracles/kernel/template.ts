/** The network as a CloudFormation template, in the forms people write. The host's identity is healthy: only the network decides. */
import { familyOf } from './addresses';
import { Endpoint, Group, GroupRule, Host, Peer, REGION, Route, Spec, Subnet, Zone } from './spec';

type Properties = Record<string, unknown>;
export interface Template { readonly Resources: Record<string, { Type: string; Properties?: Properties; DependsOn?: string }> }

const ref = (id: string) => ({ Ref: id });
const att = (id: string, name: string) => ({ 'Fn::GetAtt': [id, name] });
const IMAGE = '{{resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64}}';
const TRUST = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }] };
const DUAL_STACK_NAMES = [
  '#!/bin/bash',
  'mkdir -p /etc/amazon/ssm',
  'cat > /etc/amazon/ssm/amazon-ssm-agent.json <<\'JSON\'',
  '{"Agent":{"UseDualStackEndpoint":true}}',
  'JSON',
  'systemctl restart amazon-ssm-agent',
  '',
].join('\n');

class Writer {
  public readonly resources: Template['Resources'] = {};

  constructor(private readonly spec: Spec) {}

  public add(id: string, Type: string, properties: Properties = {}): void {
    // A property that is left out is not the same as one without a value.
    const Properties = Object.fromEntries(Object.entries(properties).filter(([, value]) => value !== undefined));
    this.resources[id] = { Type, Properties };
  }

  public write(): Template {
    const { spec } = this;
    this.vpcs();
    spec.subnets.forEach((subnet) => this.subnet(subnet));
    spec.acls.forEach((acl) => this.acl(acl));
    for (const table of spec.tables) {
      this.add(table.id, 'AWS::EC2::RouteTable', { VpcId: ref(table.vpc) });
      table.routes.forEach((route, i) => this.route(`${table.id}Route${i + 1}`, table, route));
    }
    spec.lists.forEach(({ id, cidrs }) => this.add(id, 'AWS::EC2::PrefixList', { PrefixListName: id, AddressFamily: familyOf(cidrs[0]) === 6 ? 'IPv6' : 'IPv4', MaxEntries: cidrs.length, Entries: cidrs.map((Cidr) => ({ Cidr })) }));
    spec.groups.forEach((group) => this.group(group));
    spec.endpoints.forEach((endpoint) => this.endpoint(endpoint));
    spec.zones.forEach((zone) => this.zone(zone));
    spec.peerings.forEach(({ id, vpc, peer }) => this.add(id, 'AWS::EC2::VPCPeeringConnection', { VpcId: ref(vpc), PeerVpcId: ref(peer) }));
    this.nats();
    this.add('Role', 'AWS::IAM::Role', { AssumeRolePolicyDocument: TRUST, ManagedPolicyArns: ['arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore'] });
    this.add('Profile', 'AWS::IAM::InstanceProfile', { Roles: [ref('Role')] });
    spec.hosts.forEach((host) => this.host(host));
    return { Resources: this.resources };
  }

  private vpcs(): void {
    const targets = this.spec.tables.flatMap((t) => t.routes.map(({ target }) => ({ vpc: t.vpc, kind: target.kind })));
    for (const { id, cidr, cidr6, gatewayAttached } of this.spec.vpcs) {
      this.add(id, 'AWS::EC2::VPC', { CidrBlock: cidr, EnableDnsSupport: true, EnableDnsHostnames: true });
      if (cidr6) this.add(`${id}Block6`, 'AWS::EC2::VPCCidrBlock', { VpcId: ref(id), Ipv6CidrBlock: cidr6, Ipv6Pool: 'ipv6pool-ec2-0123456789abcdef0' });
      if (gatewayAttached || targets.some((t) => t.vpc === id && t.kind === 'internet-gateway')) this.add(`${id}Gateway`, 'AWS::EC2::InternetGateway');
      if (gatewayAttached) this.add(`${id}Attachment`, 'AWS::EC2::VPCGatewayAttachment', { VpcId: ref(id), InternetGatewayId: ref(`${id}Gateway`) });
      if (targets.some((t) => t.vpc === id && t.kind === 'egress-only')) this.add(`${id}EgressOnly`, 'AWS::EC2::EgressOnlyInternetGateway', { VpcId: ref(id) });
    }
    if (targets.some((t) => t.kind === 'nowhere')) this.add('SpareGateway', 'AWS::EC2::InternetGateway');
  }

  private subnet(subnet: Subnet): void {
    const { id, vpc, cidr, cidr6, zone } = subnet;
    this.add(id, 'AWS::EC2::Subnet', {
      VpcId: ref(vpc),
      AvailabilityZone: `${REGION}${zone}`,
      CidrBlock: cidr,
      Ipv6CidrBlock: cidr6,
      AssignIpv6AddressOnCreation: cidr6 ? true : undefined,
      Ipv6Native: cidr ? undefined : true,
      EnableDns64: subnet.dns64 || undefined,
      MapPublicIpOnLaunch: subnet.mapPublic || undefined,
    });
    if (subnet.table) this.add(`${id}TableAssociation`, 'AWS::EC2::SubnetRouteTableAssociation', { SubnetId: ref(id), RouteTableId: ref(subnet.table) });
    if (subnet.acl) this.add(`${id}AclAssociation`, 'AWS::EC2::SubnetNetworkAclAssociation', { SubnetId: ref(id), NetworkAclId: ref(subnet.acl) });
  }

  private acl({ id, vpc, entries }: Spec['acls'][number]): void {
    this.add(id, 'AWS::EC2::NetworkAcl', { VpcId: ref(vpc) });
    for (const { number, egress, allow, protocol, cidr, from, to } of entries) {
      this.add(`${id}${egress ? 'Out' : 'In'}${number}`, 'AWS::EC2::NetworkAclEntry', {
        NetworkAclId: ref(id),
        RuleNumber: number,
        // Absent means inbound.
        Egress: egress || (number % 2 === 0 ? false : undefined),
        RuleAction: allow ? 'allow' : 'deny',
        Protocol: protocol,
        ...(familyOf(cidr) === 6 ? { Ipv6CidrBlock: cidr } : { CidrBlock: cidr }),
        PortRange: from === undefined ? undefined : { From: from, To: to },
      });
    }
  }

  private route(id: string, table: { id: string; vpc: string }, { destination, target }: Route): void {
    this.add(id, 'AWS::EC2::Route', {
      RouteTableId: ref(table.id),
      ...(familyOf(destination) === 6 ? { DestinationIpv6CidrBlock: destination } : { DestinationCidrBlock: destination }),
      ...targetProperty(table.vpc, target),
    });
  }

  private group({ id, vpc, rules }: Group): void {
    // Groups that name each other inline would wait for each other.
    const earlier = new Set(this.spec.groups.slice(0, this.spec.groups.findIndex((g) => g.id === id)).map((g) => g.id));
    const isInline = (r: GroupRule) => !r.separate && (!('group' in r.peer) || earlier.has(r.peer.group));
    const inline = (direction: GroupRule['direction']) => {
      const list = rules.filter((r) => r.direction === direction && isInline(r)).map((r) => ruleProperties(r));
      return list.length > 0 ? list : undefined;
    };
    this.add(id, 'AWS::EC2::SecurityGroup', { GroupDescription: id, VpcId: ref(vpc), SecurityGroupEgress: inline('egress'), SecurityGroupIngress: inline('ingress') });
    rules.filter((r) => !isInline(r)).forEach((rule, i) => {
      const type = rule.direction === 'egress' ? 'AWS::EC2::SecurityGroupEgress' : 'AWS::EC2::SecurityGroupIngress';
      this.add(`${id}Rule${i + 1}`, type, { GroupId: att(id, 'GroupId'), ...ruleProperties(rule) });
    });
  }

  private endpoint({ id, vpc, service, subnets, groups, privateDns, addresses }: Endpoint): void {
    this.add(id, 'AWS::EC2::VPCEndpoint', {
      VpcId: ref(vpc),
      VpcEndpointType: 'Interface',
      ServiceName: { 'Fn::Sub': `com.amazonaws.\${AWS::Region}.${service}` },
      PrivateDnsEnabled: privateDns || undefined,
      SubnetIds: subnets.map(ref),
      SecurityGroupIds: groups.length > 0 ? groups.map((g) => att(g, 'GroupId')) : undefined,
      ...(addresses === 'ipv4' ? {} : { IpAddressType: addresses, DnsOptions: { DnsRecordIpType: addresses } }),
    });
  }

  private zone({ id, service, vpcs, endpoint }: Zone): void {
    const name = `${service}.${REGION}.amazonaws.com`;
    const part = (index: number) => ({ 'Fn::Select': [index, { 'Fn::Split': [':', { 'Fn::Select': [0, att(endpoint, 'DnsEntries')] }] }] });
    this.add(id, 'AWS::Route53::HostedZone', { Name: name, VPCs: vpcs.map((vpc) => ({ VPCId: ref(vpc), VPCRegion: REGION })) });
    this.add(`${id}Alias`, 'AWS::Route53::RecordSet', { HostedZoneId: ref(id), Name: name, Type: 'A', AliasTarget: { DNSName: part(1), HostedZoneId: part(0) } });
  }

  private nats(): void {
    for (const nat of this.spec.nats) {
      if (nat.public) this.add(`${nat.id}Address`, 'AWS::EC2::EIP', { Domain: 'vpc' });
      this.add(nat.id, 'AWS::EC2::NatGateway', {
        SubnetId: ref(nat.subnet),
        ...(nat.public ? { AllocationId: att(`${nat.id}Address`, 'AllocationId') } : { ConnectivityType: 'private' }),
      });
    }
    for (const { id, subnet, groups, elastic, sourceDestCheck } of this.spec.natInstances) {
      this.add(id, 'AWS::EC2::Instance', {
        ImageId: IMAGE,
        SubnetId: ref(subnet),
        SecurityGroupIds: groups.length > 0 ? groups.map((g) => att(g, 'GroupId')) : undefined,
        SourceDestCheck: sourceDestCheck ? undefined : false,
        UserData: { 'Fn::Base64': TRANSLATES },
      });
      if (elastic) this.add(`${id}Address`, 'AWS::EC2::EIP', { Domain: 'vpc', InstanceId: ref(id) });
    }
  }

  private host({ id, subnet, groups, publicAddress, dualStackNames }: Host): void {
    const groupIds = groups.length > 0 ? groups.map((g) => att(g, 'GroupId')) : undefined;
    const ownInterface = publicAddress === 'launch' || publicAddress === 'refused';
    const face = { DeviceIndex: '0', SubnetId: ref(subnet), AssociatePublicIpAddress: publicAddress === 'launch', ...(groupIds ? { GroupSet: groupIds } : {}) };
    this.add(id, 'AWS::EC2::Instance', {
      ImageId: IMAGE,
      IamInstanceProfile: ref('Profile'),
      ...(ownInterface ? { NetworkInterfaces: [face] } : { SubnetId: ref(subnet), SecurityGroupIds: groupIds }),
      UserData: dualStackNames ? { 'Fn::Base64': DUAL_STACK_NAMES } : undefined,
    });
    if (publicAddress === 'elastic') this.add(`${id}Address`, 'AWS::EC2::EIP', { Domain: 'vpc', InstanceId: ref(id) });
    if (publicAddress !== 'association') return;
    this.add(`${id}Address`, 'AWS::EC2::EIP', { Domain: 'vpc' });
    this.add(`${id}AddressAssociation`, 'AWS::EC2::EIPAssociation', { InstanceId: ref(id), AllocationId: att(`${id}Address`, 'AllocationId') });
  }
}

function targetProperty(vpc: string, target: Route['target']): Properties {
  switch (target.kind) {
    case 'internet-gateway': return { GatewayId: ref(`${vpc}Gateway`) };
    case 'nowhere': return { GatewayId: ref('SpareGateway') };
    case 'egress-only': return { EgressOnlyInternetGatewayId: ref(`${vpc}EgressOnly`) };
    case 'nat': return { NatGatewayId: ref(target.id) };
    case 'peering': return { VpcPeeringConnectionId: ref(target.id) };
    case 'instance': return { InstanceId: ref(target.id) };
  }
}

function ruleProperties({ direction, protocol, from, to, peer }: GroupRule): Properties {
  const ports = from === undefined ? {} : { FromPort: from, ToPort: to };
  return { IpProtocol: protocol, ...ports, ...peerProperty(direction, peer) };
}

function peerProperty(direction: GroupRule['direction'], peer: Peer): Properties {
  const side = direction === 'egress' ? 'Destination' : 'Source';
  if ('group' in peer) return { [`${side}SecurityGroupId`]: att(peer.group, 'GroupId') };
  if ('list' in peer) return { [`${side}PrefixListId`]: att(peer.list, 'PrefixListId') };
  return familyOf(peer.cidr) === 6 ? { CidrIpv6: peer.cidr } : { CidrIp: peer.cidr };
}

/** What makes Linux a NAT instance. */
const TRANSLATES = '#!/bin/bash\nsysctl -w net.ipv4.ip_forward=1\niptables -t nat -A POSTROUTING -o ens5 -j MASQUERADE\n';

export function toTemplate(spec: Spec): Template {
  return new Writer(spec).write();
}
