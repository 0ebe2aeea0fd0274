import { asList, identity, Link, Unknown, Value } from '../../core';
import { Resource } from '../../sources/cloudformation';
import type { ReaderContext } from '../context';
import { declareReader, lazy } from '../fields';
import { AclEntry, NatGateway, NetworkAcl, Route, RouteTable, RouteTargetKind, Subnet, Vpc } from '../types';
import { prefixListBlocks } from './prefix-lists';
import { liveState, notSeen } from './states';

const VPC = declareReader({ type: 'AWS::EC2::VPC', reads: ['CidrBlock', 'EnableDnsSupport', 'EnableDnsHostnames'], assumes: ['EnableDnsSupport is true and EnableDnsHostnames is false where absent'] });
const VPC_CIDR = declareReader({ type: 'AWS::EC2::VPCCidrBlock', reads: ['VpcId', 'CidrBlock', 'Ipv6CidrBlock', 'AmazonProvidedIpv6CidrBlock', 'Ipv6IpamPoolId'] });
declareReader({ type: 'AWS::EC2::EgressOnlyInternetGateway', reads: ['VpcId'] });
const SUBNET_CIDR = declareReader({ type: 'AWS::EC2::SubnetCidrBlock', reads: ['SubnetId', 'Ipv6CidrBlock', 'Ipv6IpamPoolId'] });
const DHCP = declareReader({ type: 'AWS::EC2::DHCPOptions', reads: ['DomainNameServers'] });
const DHCP_ASSOCIATION = declareReader({ type: 'AWS::EC2::VPCDHCPOptionsAssociation', reads: ['VpcId', 'DhcpOptionsId'] });
const SUBNET = declareReader({
  type: 'AWS::EC2::Subnet',
  reads: ['VpcId', 'CidrBlock', 'AvailabilityZone', 'AvailabilityZoneId', 'MapPublicIpOnLaunch', 'Ipv6Native', 'Ipv6CidrBlock', 'Ipv6IpamPoolId',
    'AssignIpv6AddressOnCreation', 'EnableDns64'],
  assumes: ['MapPublicIpOnLaunch is false where absent'],
});
const TABLE_ASSOCIATION = declareReader({ type: 'AWS::EC2::SubnetRouteTableAssociation', reads: ['SubnetId', 'RouteTableId'] });
const ACL_ASSOCIATION = declareReader({ type: 'AWS::EC2::SubnetNetworkAclAssociation', reads: ['SubnetId', 'NetworkAclId'] });
const TARGETS: Readonly<Record<string, RouteTargetKind>> = {
  GatewayId: 'internet-gateway',
  NatGatewayId: 'nat-gateway',
  VpcEndpointId: 'endpoint',
  TransitGatewayId: 'transit-gateway',
  VpcPeeringConnectionId: 'peering',
  NetworkInterfaceId: 'interface',
  InstanceId: 'instance',
  EgressOnlyInternetGatewayId: 'egress-only-gateway',
  CarrierGatewayId: 'other',
  LocalGatewayId: 'other',
  CoreNetworkArn: 'other',
};
const ROUTE = declareReader({
  type: 'AWS::EC2::Route',
  reads: ['RouteTableId', 'DestinationCidrBlock', 'DestinationIpv6CidrBlock', 'DestinationPrefixListId', ...Object.keys(TARGETS), 'State'],
});
const PROPAGATION = declareReader({ type: 'AWS::EC2::VPNGatewayRoutePropagation', reads: ['RouteTableIds'] });
const SERVED = declareReader({ type: 'AWS::EC2::RouteServerPropagation', reads: ['RouteTableId'] });
const ROUTE_TABLE = declareReader({ type: 'AWS::EC2::RouteTable', reads: ['VpcId'] });
const ACL = declareReader({ type: 'AWS::EC2::NetworkAcl', reads: ['VpcId'], assumes: ['a network ACL without entries denies everything'] });
const ACL_ENTRY = declareReader({
  type: 'AWS::EC2::NetworkAclEntry',
  reads: ['NetworkAclId', 'Egress', 'RuleNumber', 'RuleAction', 'Protocol', 'CidrBlock', 'Ipv6CidrBlock', 'PortRange'],
});
const NAT = declareReader({
  type: 'AWS::EC2::NatGateway',
  reads: ['SubnetId', 'VpcId', 'AllocationId', 'ConnectivityType', 'AvailabilityMode', 'State', 'FailureMessage'],
  assumes: ['ConnectivityType is public where absent'],
});
const ATTACHMENT = declareReader({ type: 'AWS::EC2::VPCGatewayAttachment', reads: ['VpcId', 'InternetGatewayId', 'VpnGatewayId'] });

export function readVpc(model: ReaderContext, resource: Resource): Vpc {
  const vpc = model.fields(resource, VPC);
  const fields = lazy(model.estate, {
    dnsSupport: () => vpc.truth(true, 'EnableDnsSupport'),
    dnsHostnames: () => vpc.truth(false, 'EnableDnsHostnames'),
    cidrs: (): readonly Value[] => [
      // From an address pool: the same thing that GetAtt gives to rules which name it.
      vpc.value('CidrBlock') ?? new Link(resource, resource.key, 'CidrBlock'),
      ...model.pointing('AWS::EC2::VPCCidrBlock', 'VpcId', resource.key)
        .map((r) => model.fields(r, VPC_CIDR).value('CidrBlock'))
        .filter((v) => v !== undefined),
    ],
    ipv6Cidrs: (): readonly Value[] => model.pointing('AWS::EC2::VPCCidrBlock', 'VpcId', resource.key).flatMap((r): Value[] => {
      const block = model.fields(r, VPC_CIDR);
      const known = block.value('Ipv6CidrBlock');
      if (known !== undefined) return [known];
      // What AWS assigns is what `GetAtt Vpc.Ipv6CidrBlocks` gives to the subnets.
      return block.truth(false, 'AmazonProvidedIpv6CidrBlock') !== 'no' || block.value('Ipv6IpamPoolId') !== undefined ? [new Link(resource, resource.key, 'Ipv6CidrBlocks')] : [];
    }),
    unseen: () => {
      if (!model.estate.options.live) return undefined;
      const [association] = model.pointing(DHCP_ASSOCIATION.type, 'VpcId', resource.key);
      const id = association && model.fields(association, DHCP_ASSOCIATION).value('DhcpOptionsId');
      const options = model.made(id, DHCP.type);
      return { support: notSeen(vpc.value('EnableDnsSupport')), hostnames: notSeen(vpc.value('EnableDnsHostnames')), servers: notSeen(id) ?? (options && notSeen(model.fields(options, DHCP).value('DomainNameServers'))) };
    },
    directories: () => model.pointing('AWS::EC2::VPCDHCPOptionsAssociation', 'VpcId', resource.key).flatMap((r) => {
      const options = model.made(model.fields(r, DHCP_ASSOCIATION).value('DhcpOptionsId'), 'AWS::EC2::DHCPOptions');
      const servers = options ? model.fields(options, DHCP).list('DomainNameServers') : [];
      return servers instanceof Unknown ? [] : servers.map((server) => directoryOf(model, identity(server))).filter((name) => name !== undefined);
    }),
    foreignNameServers: () => model.any(model.pointing('AWS::EC2::VPCDHCPOptionsAssociation', 'VpcId', resource.key), (r) => {
      const options = model.made(model.fields(r, DHCP_ASSOCIATION).value('DhcpOptionsId'), 'AWS::EC2::DHCPOptions');
      if (!options) return 'unknown';
      const servers = model.fields(options, DHCP).list('DomainNameServers');
      if (servers instanceof Unknown) return 'unknown';
      return servers.every((s) => AMAZON_NAME_SERVERS.has(s as string) || directoryOf(model, identity(s)) !== undefined) ? 'no' : 'yes';
    }),
  });
  return model.entity(resource, { isDefault: false }, fields);
}

/** The VPC's own resolver, by the names it has in every VPC (https://docs.aws.amazon.com/vpc/latest/userguide/AmazonDNS-concepts.html). */
export const AMAZON_NAME_SERVERS: ReadonlySet<string> = new Set(['AmazonProvidedDNS', '169.254.169.253', 'fd00:ec2::253']);

const DIRECTORIES = ['AWS::DirectoryService::MicrosoftAD', 'AWS::DirectoryService::SimpleAD'];

/** The directory of the input whose DNS addresses a value holds. AWS makes its name servers forward to the resolver of the VPC. */
export function directoryOf(model: ReaderContext, text: string): string | undefined {
  if (!text.includes('.DnsIpAddresses')) return undefined;
  return DIRECTORIES.flatMap((type) => model.estate.ofType(type)).find((r) => model.estate.exists(r) && text.includes(`${r.key}.DnsIpAddresses`))?.logicalId;
}

export function readSubnet(model: ReaderContext, resource: Resource): Subnet {
  const subnet = model.fields(resource, SUBNET);
  const fields = lazy(model.estate, {
    vpc: () => model.vpc(subnet.value('VpcId')),
    cidr: () => subnet.value('CidrBlock') ?? new Link(resource, resource.key, 'CidrBlock'),
    ipv6Cidr: (): Value => {
      const own = subnet.value('Ipv6CidrBlock');
      if (own !== undefined) return own;
      const [added] = model.pointing('AWS::EC2::SubnetCidrBlock', 'SubnetId', resource.key);
      const pooled = subnet.value('Ipv6IpamPoolId') !== undefined;
      return (added && model.fields(added, SUBNET_CIDR).value('Ipv6CidrBlock')) ?? (added || pooled ? new Link(resource, resource.key, 'Ipv6CidrBlocks') : undefined);
    },
    assignsIpv6Address: () => subnet.truth(false, 'AssignIpv6AddressOnCreation'),
    dns64: () => subnet.truth(false, 'EnableDns64'),
    zone: () => subnet.value('AvailabilityZone') ?? subnet.value('AvailabilityZoneId'),
    mapsPublicAddress: () => subnet.truth(false, 'MapPublicIpOnLaunch'),
    ipv6Only: () => subnet.truth(false, 'Ipv6Native'),
    routeTable: (): RouteTable => {
      const [association] = model.pointing('AWS::EC2::SubnetRouteTableAssociation', 'SubnetId', resource.key);
      if (association) return model.routeTable(model.fields(association, TABLE_ASSOCIATION).value('RouteTableId'));
      return model.mainRouteTable(model.vpc(subnet.value('VpcId')));
    },
    networkAcl: (): NetworkAcl => {
      const [association] = model.pointing('AWS::EC2::SubnetNetworkAclAssociation', 'SubnetId', resource.key);
      if (association) return model.networkAcl(model.fields(association, ACL_ASSOCIATION).value('NetworkAclId'));
      return model.defaultNetworkAcl(model.vpc(subnet.value('VpcId')));
    },
  });
  return model.entity(resource, {}, fields);
}

export function readRouteTable(model: ReaderContext, resource: Resource): RouteTable & { readonly vpc: Vpc | undefined } {
  const table = model.fields(resource, ROUTE_TABLE);
  const fields = lazy(model.estate, {
    vpc: () => model.vpc(table.value('VpcId')),
    routes: () => model.pointing('AWS::EC2::Route', 'RouteTableId', resource.key).map((r) => readRoute(model, r)),
    propagated: () => model.pointing(SERVED.type, 'RouteTableId', resource.key).length > 0 || model.pointing(PROPAGATION.type, 'RouteTableIds', resource.key)
      .some((r) => asList(model.fields(r, PROPAGATION).value('RouteTableIds')).some((v) => v instanceof Link && v.target === resource.key)),
  });
  return model.entity(resource, { isMain: false }, fields);
}

function readRoute(model: ReaderContext, resource: Resource): Route {
  const route = model.fields(resource, ROUTE);
  const v4 = route.value('DestinationCidrBlock');
  const v6 = route.value('DestinationIpv6CidrBlock');
  const list = route.value('DestinationPrefixListId');
  const listed = v4 === undefined && v6 === undefined ? prefixListBlocks(model, list) : undefined;
  const property = Object.keys(TARGETS).find((p) => route.value(p) !== undefined);
  const value = property === undefined ? undefined : route.value(property);
  const kind = property === undefined || (property === 'GatewayId' && !model.isInternetGateway(value)) ? 'other' : TARGETS[property];
  return {
    place: route.place(),
    destination: v4 ?? v6 ?? list,
    ...listed ? { listed } : {},
    family: v4 !== undefined ? 4 : v6 !== undefined ? 6 : 'prefix-list',
    target: { kind, value, property: property ?? 'none' },
    ...route.value('State') === 'blackhole' ? { isBlackhole: true } : {},
  };
}

export function readNetworkAcl(model: ReaderContext, resource: Resource): NetworkAcl {
  model.fields(resource, ACL);
  const fields = lazy(model.estate, {
    entries: () => aclEntries(model, resource.key),
  });
  return model.entity(resource, { isDefault: false }, fields);
}

/** The entries that name a network ACL (or `Vpc.DefaultNetworkAcl`) by reference. */
export function aclEntries(model: ReaderContext, key: string, attribute = 'Ref'): AclEntry[] {
  return model.pointing('AWS::EC2::NetworkAclEntry', 'NetworkAclId', key, attribute).map((r) => {
    const entry = model.fields(r, ACL_ENTRY);
    const action = entry.value('RuleAction');
    return {
      place: entry.place(),
      egress: entry.truth(false, 'Egress'),
      number: entry.value('RuleNumber'),
      allow: typeof action !== 'string' ? 'unknown' as const : action.toLowerCase() === 'allow' ? 'yes' as const : 'no' as const,
      protocol: entry.value('Protocol'),
      cidr: entry.value('CidrBlock'),
      ipv6Cidr: entry.value('Ipv6CidrBlock'),
      from: entry.value('PortRange', 'From'),
      to: entry.value('PortRange', 'To'),
    };
  });
}

export function readNatGateway(model: ReaderContext, resource: Resource): NatGateway {
  const nat = model.fields(resource, NAT);
  const fields = lazy(model.estate, {
    isPublic: () => {
      const type = nat.value('ConnectivityType');
      if (type === undefined) return 'yes' as const;
      return typeof type === 'string' ? (type.toLowerCase() === 'private' ? 'no' as const : 'yes' as const) : 'unknown' as const;
    },
    regional: () => nat.value('AvailabilityMode') === 'regional',
    subnet: () => {
      const id = nat.value('SubnetId');
      return id === undefined ? undefined : model.subnet(id);
    },
    hasAddress: () => (nat.value('AllocationId') === undefined ? 'no' as const : 'yes' as const),
    vpc: () => {
      const id = nat.value('VpcId');
      return id === undefined ? undefined : model.vpc(id);
    },
    state: () => liveState(nat.value('State'), nat.value('FailureMessage')),
  });
  return model.entity(resource, {}, fields);
}

/** The internet gateways attached to a VPC, by identity. */
export function attachedInternetGateways(model: ReaderContext, vpcKey: string): readonly string[] {
  const pointing = model.pointing('AWS::EC2::VPCGatewayAttachment', 'VpcId', vpcKey);
  return pointing.map((r) => model.fields(r, ATTACHMENT).value('InternetGatewayId')).filter((v) => v !== undefined).map(identity);
}
