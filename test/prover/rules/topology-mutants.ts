import { isolated, natSubnet, publicSubnet, Resources } from '../../helpers/templates';
import { centralEgress, ipv6Egress, ipv6Endpoints, nat64, natInstance, peered, prefixLists, Template, transit, transitTables } from '../../helpers/topologies';

/** Ready networks of every kind. */
export const TOPOLOGIES: Readonly<Record<string, () => Template>> = {
  'endpoints in another subnet': isolated,
  'endpoints in the host\'s subnet': () => isolated(['HostSubnet']),
  'a public subnet': publicSubnet,
  'a NAT gateway': natSubnet,
  'a NAT instance': natInstance,
  'peering to a VPC of endpoints': peered,
  'a transit gateway to a VPC of endpoints': transit,
  'a transit gateway with tables of its own': transitTables,
  'a transit gateway to a VPC with a NAT gateway': centralEgress,
  'IPv6 only, with endpoints': ipv6Endpoints,
  'IPv6 only, with an egress-only gateway': ipv6Egress,
  'IPv6 only, with DNS64 and a NAT gateway': nat64,
  'prefix lists': prefixLists,
};

/** One kind of single fault: where it can be made, how, and the one check that must speak. */
interface Operator {
  readonly name: string;
  /** Logical ids to break, each with the check that must name the fault. */
  readonly targets: (r: Resources) => readonly (readonly [id: string, check: string])[];
  readonly fault: (t: Template, id: string) => void;
}

const props = (t: Template, id: string) => t.Resources[id].Properties!;
const ofType = (r: Resources, type: string) => Object.keys(r).filter((id) => r[id].Type === type);
const refOf = (value: unknown) => (value as { Ref?: string } | undefined)?.Ref ?? (value as { 'Fn::GetAtt'?: string[] } | undefined)?.['Fn::GetAtt']?.[0];
const hostSubnet = (r: Resources) => refOf(r.Host.Properties!.SubnetId)!;
const isIpv6 = (r: Resources) => r[hostSubnet(r)].Properties!.Ipv6Native === true;
const remote = (r: Resources) => ofType(r, 'AWS::EC2::Subnet').filter((id) => id !== hostSubnet(r));
const endpoints = (r: Resources) => ofType(r, 'AWS::EC2::VPCEndpoint');
const vpcOfHost = (r: Resources) => refOf(r[hostSubnet(r)].Properties!.VpcId)!;

/** A network ACL of its own for a subnet: everything allowed, after what `first` denies. Both families. */
function deny(t: Template, subnet: string, egress: boolean, from: number, to: number): void {
  const vpc = t.Resources[subnet].Properties!.VpcId;
  t.Resources.Acl = { Type: 'AWS::EC2::NetworkAcl', Properties: { VpcId: vpc } };
  t.Resources.AclAssociation = { Type: 'AWS::EC2::SubnetNetworkAclAssociation', Properties: { SubnetId: { Ref: subnet }, NetworkAclId: { Ref: 'Acl' } } };
  const entry = (id: string, number: number, rest: Record<string, unknown>) => {
    t.Resources[id] = { Type: 'AWS::EC2::NetworkAclEntry', Properties: { NetworkAclId: { Ref: 'Acl' }, RuleNumber: number, ...rest } };
  };
  const blocks = [{ CidrBlock: '0.0.0.0/0' }, { Ipv6CidrBlock: '::/0' }];
  blocks.forEach((block, i) => {
    entry(`Deny${i}`, 10 + i, { Egress: egress, RuleAction: 'deny', Protocol: 6, PortRange: { From: from, To: to }, ...block });
    entry(`Out${i}`, 100 + i, { Egress: true, RuleAction: 'allow', Protocol: -1, ...block });
    entry(`In${i}`, 100 + i, { Egress: false, RuleAction: 'allow', Protocol: -1, ...block });
  });
}

/** Subnets other than the host's that packets pass: those of endpoints, NAT gateways and instances. */
function passed(r: Resources): string[] {
  const used = [
    ...endpoints(r).flatMap((id) => (r[id].Properties!.SubnetIds as unknown[]).map(refOf)),
    ...ofType(r, 'AWS::EC2::NatGateway').map((id) => refOf(r[id].Properties!.SubnetId)),
    ...r.NatHost ? [refOf(r.NatHost.Properties!.SubnetId)] : [],
  ];
  return [...new Set(used)].filter((id): id is string => id !== undefined && remote(r).includes(id));
}

/** What each route's removal is called. */
const ROUTES: Readonly<Record<string, string>> = {
  PrivateRoute: 'NatRouteMissing', Ipv6Route: 'NatRouteMissing', ToTransit: 'NatRouteMissing', ToHub: 'PeeringRouteMissing',
  ToSpoke: 'ReturnRouteMissing', Back: 'ReturnRouteMissing', ToNat: 'TransitGatewayUnusable', ToInternet: 'NatGatewayUnusable',
};

/** Routes of a public subnet: the host's own, or that of what translates for it. */
function routesOf(r: Resources): (readonly [string, string])[] {
  const known = Object.keys(r).filter((id) => id in ROUTES).map((id) => [id, ROUTES[id]] as const);
  const check = hostSubnet(r) === 'Public' ? 'InternetRouteMissing' : r.NatHost ? 'NatInstanceUnusable' : 'NatGatewayUnusable';
  return r.PublicRoute ? [...known, ['PublicRoute', check] as const] : known;
}

const all = (ids: readonly string[], check: string) => ids.map((id) => [id, check] as const);

export const OPERATORS: readonly Operator[] = [
  {
    name: 'the host\'s group lets out only 22',
    targets: () => all(['HostGroup'], 'SecurityGroupEgressBlocked'),
    fault: (t, id) => { props(t, id).SecurityGroupEgress = [{ IpProtocol: 'tcp', FromPort: 22, ToPort: 22, CidrIp: '0.0.0.0/0' }]; },
  },
  {
    name: 'the host\'s group lets out only UDP',
    targets: () => all(['HostGroup'], 'SecurityGroupEgressBlocked'),
    fault: (t, id) => { props(t, id).SecurityGroupEgress = ['0.0.0.0/0', '::/0'].map((c) => ({ IpProtocol: '17', FromPort: 0, ToPort: 65535, [c.includes(':') ? 'CidrIpv6' : 'CidrIp']: c })); },
  },
  {
    name: 'the host\'s group lets out only what nobody has',
    targets: () => all(['HostGroup'], 'SecurityGroupEgressBlocked'),
    fault: (t, id) => { props(t, id).SecurityGroupEgress = [{ IpProtocol: '-1', CidrIp: '192.0.2.0/24' }, { IpProtocol: '-1', CidrIpv6: '2001:db8::/32' }]; },
  },
  {
    name: 'the host\'s group speaks of the other family',
    targets: () => all(['HostGroup'], 'SecurityGroupEgressBlocked'),
    fault: (t, id) => { props(t, id).SecurityGroupEgress = [isIpv6(t.Resources) ? { IpProtocol: '-1', CidrIp: '0.0.0.0/0' } : { IpProtocol: '-1', CidrIpv6: '::/0' }]; },
  },
  {
    name: 'the endpoints\' group admits nobody',
    targets: (r) => (r.EndpointGroup ? all(['EndpointGroup'], 'EndpointIngressBlocked') : []),
    fault: (t, id) => { props(t, id).SecurityGroupIngress = []; },
  },
  {
    name: 'the endpoints\' group admits 8443',
    targets: (r) => (r.EndpointGroup ? all(['EndpointGroup'], 'EndpointIngressBlocked') : []),
    fault: (t, id) => { for (const rule of props(t, id).SecurityGroupIngress as Record<string, unknown>[]) Object.assign(rule, { FromPort: 8443, ToPort: 8443 }); },
  },
  {
    name: 'the host\'s network ACL denies 443 out',
    targets: (r) => (passed(r).length > 0 || endpoints(r).length === 0 ? all([hostSubnet(r)], 'NetworkAclBlocks') : []),
    fault: (t, id) => deny(t, id, true, 443, 443),
  },
  {
    name: 'the host\'s network ACL denies the replies',
    targets: (r) => (passed(r).length > 0 || endpoints(r).length === 0 ? all([hostSubnet(r)], 'NetworkAclBlocks') : []),
    fault: (t, id) => deny(t, id, false, 1024, 65535),
  },
  { name: 'a network ACL on the way denies 443 in', targets: (r) => all(passed(r), 'NetworkAclBlocks'), fault: (t, id) => deny(t, id, false, 443, 443) },
  { name: 'a network ACL on the way denies the replies out', targets: (r) => all(passed(r), 'NetworkAclBlocks'), fault: (t, id) => deny(t, id, true, 1024, 65535) },
  { name: 'a route is missing', targets: routesOf, fault: (t, id) => { delete t.Resources[id]; } },
  {
    name: 'a route leads to documentation space only',
    targets: (r) => routesOf(r).filter(([id]) => r[id].Properties!.DestinationPrefixListId === undefined),
    fault: (t, id) => { Object.assign(props(t, id), props(t, id).DestinationCidrBlock === undefined ? { DestinationIpv6CidrBlock: '2001:db8::/32' } : { DestinationCidrBlock: '192.0.2.0/24' }); },
  },
  { name: 'the VPC has no DNS', targets: (r) => all([vpcOfHost(r)], 'VpcDnsSupportOff'), fault: (t, id) => { props(t, id).EnableDnsSupport = false; } },
  {
    name: 'an endpoint without subnets',
    targets: (r) => all(endpoints(r), 'EndpointWithoutSubnets'),
    fault: (t, id) => { props(t, id).SubnetIds = []; },
  },
  {
    name: 'an endpoint policy that lacks the calls',
    targets: (r) => all(endpoints(r), 'EndpointPolicyBlocks'),
    fault: (t, id) => { props(t, id).PolicyDocument = { Statement: [{ Effect: 'Allow', Principal: '*', Action: 'ec2:DescribeInstances', Resource: '*' }] }; },
  },
  {
    name: 'the internet gateway is not attached',
    targets: (r) => all(ofType(r, 'AWS::EC2::VPCGatewayAttachment'), 'InternetGatewayDetached'),
    fault: (t, id) => { delete t.Resources[id]; },
  },
  {
    name: 'the NAT gateway is private',
    targets: (r) => all(ofType(r, 'AWS::EC2::NatGateway'), 'NatGatewayUnusable'),
    fault: (t, id) => { props(t, id).ConnectivityType = 'private'; },
  },
  {
    name: 'the NAT gateway has no address',
    targets: (r) => all(ofType(r, 'AWS::EC2::NatGateway'), 'NatGatewayUnusable'),
    fault: (t, id) => { delete props(t, id).AllocationId; },
  },
  {
    name: 'the NAT gateway stands in the client\'s subnet',
    targets: (r) => all(ofType(r, 'AWS::EC2::NatGateway').filter(() => hostSubnet(r) === 'Private'), 'NatGatewayUnusable'),
    fault: (t, id) => { props(t, id).SubnetId = { Ref: 'Private' }; },
  },
  { name: 'the NAT instance checks source and destination', targets: (r) => (r.NatHost ? all(['NatHost'], 'NatInstanceUnusable') : []), fault: (t, id) => { delete props(t, id).SourceDestCheck; } },
  { name: 'the NAT instance admits nobody', targets: (r) => (r.NatGroup ? all(['NatGroup'], 'NatInstanceUnusable') : []), fault: (t, id) => { props(t, id).SecurityGroupIngress = []; } },
  {
    name: 'VPC Block Public Access',
    targets: (r) => (ofType(r, 'AWS::EC2::InternetGateway').length > 0 || r.Out ? all(['Block'], 'PublicAccessBlocked') : []),
    fault: (t) => { t.Resources.PublicAccess = { Type: 'AWS::EC2::VPCBlockPublicAccessOptions', Properties: { InternetGatewayBlockMode: 'block-bidirectional' } }; },
  },
  { name: 'the peering joins somebody else', targets: (r) => (r.Peering ? all(['Peering'], 'PeeringRouteMissing') : []), fault: (t, id) => { t.Resources.Third = { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.9.0.0/16' } }; props(t, id).PeerVpcId = { Ref: 'Third' }; } },
  { name: 'a transit gateway without an attachment', targets: (r) => all(Object.keys(r).filter((id) => id === 'SpokeAttachment'), 'TransitGatewayUnusable'), fault: (t, id) => { delete t.Resources[id]; } },
  {
    name: 'a transit gateway in another zone',
    targets: (r) => all(Object.keys(r).filter((id) => id === 'SpokeAttachment'), 'TransitGatewayUnusable'),
    fault: (t, id) => {
      t.Resources.Other = { Type: 'AWS::EC2::Subnet', Properties: { VpcId: { Ref: 'Spoke' }, CidrBlock: '10.0.9.0/24', AvailabilityZone: 'eu-west-1b' } };
      props(t, id).SubnetIds = [{ Ref: 'Other' }];
    },
  },
  {
    name: 'a transit gateway without a route',
    targets: (r) => all(Object.keys(r).filter((id) => ['SpokeToHub', 'HubLearns', 'Default'].includes(id)), 'TransitGatewayUnusable'),
    fault: (t, id) => { delete t.Resources[id]; },
  },
  {
    name: 'a transit gateway that gives an attachment no table',
    targets: (r) => all(Object.keys(r).filter((id) => /RoutesAssociation$/.test(id)), 'TransitGatewayUnusable'),
    fault: (t, id) => { delete t.Resources[id]; },
  },
  {
    name: 'no DNS64, beside an egress-only gateway',
    targets: (r) => all(Object.keys(r).filter((id) => r[id].Properties?.EnableDns64 === true), 'NatRouteMissing, SecurityGroupEgressBlocked'),
    fault: (t, id) => {
      props(t, id).EnableDns64 = false;
      t.Resources.EgressOnly = { Type: 'AWS::EC2::EgressOnlyInternetGateway', Properties: { VpcId: { Ref: 'Vpc' } } };
    },
  },
  {
    name: 'a transit gateway with a blackhole',
    targets: (r) => all(Object.keys(r).filter((id) => ['SpokeToHub', 'Default'].includes(id)), 'TransitGatewayUnusable'),
    fault: (t, id) => { delete props(t, id).TransitGatewayAttachmentId; props(t, id).Blackhole = true; },
  },
  {
    name: 'a zone that names the other service\'s endpoint',
    targets: (r) => (r.SsmRecord ? all(['SsmRecord'], 'PrivateZoneMisdirects') : []),
    fault: (t, id) => { props(t, id).AliasTarget = t.Resources.SsmMessagesRecord.Properties!.AliasTarget; },
  },
  {
    name: 'endpoints that answer with IPv4 only',
    targets: (r) => (isIpv6(r) ? all(endpoints(r), 'EndpointAddressFamily') : []),
    fault: (t, id) => { props(t, id).DnsOptions = { DnsRecordIpType: 'ipv4' }; },
  },
  { name: 'no public address', targets: (r) => (r.PublicRoute && hostSubnet(r) === 'Public' ? all(['Public'], 'PublicAddressMissing') : []), fault: (t, id) => { props(t, id).MapPublicIpOnLaunch = false; } },
  {
    name: 'a prefix list of private space',
    targets: (r) => (r.Everywhere ? all(['Everywhere'], 'InternetRouteMissing, SecurityGroupEgressBlocked') : []),
    fault: (t, id) => { props(t, id).Entries = [{ Cidr: '10.0.0.0/8' }]; },
  },
  {
    name: 'the name captured by an endpoint that admits nobody',
    targets: (r) => (endpoints(r).length === 0 && r.Vpc && !isIpv6(r) ? all(['Vpc'], 'EndpointIngressBlocked') : []),
    fault: (t) => {
      t.Resources.Closed = { Type: 'AWS::EC2::SecurityGroup', Properties: { GroupDescription: 'closed', VpcId: { Ref: 'Vpc' } } };
      t.Resources.Capturing = {
        Type: 'AWS::EC2::VPCEndpoint',
        Properties: { VpcId: { Ref: 'Vpc' }, VpcEndpointType: 'Interface', ServiceName: { 'Fn::Sub': 'com.amazonaws.${AWS::Region}.ssm' }, PrivateDnsEnabled: true, SubnetIds: [{ Ref: hostSubnet(t.Resources) }], SecurityGroupIds: [{ Ref: 'Closed' }] },
      };
    },
  },
];

export interface TopologyMutant {
  readonly name: string;
  readonly template: Template;
  readonly check: string;
}

/** Every single fault of every operator in every network. */
export function topologyMutants(): TopologyMutant[] {
  return Object.entries(TOPOLOGIES).flatMap(([topology, make]) => OPERATORS.flatMap((operator) => operator.targets(make().Resources).map(([id, check]) => {
    const template = make();
    operator.fault(template, id);
    return { name: `${topology}: ${operator.name} (${id})`, template, check };
  })));
}
