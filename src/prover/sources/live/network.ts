import { unresolved } from '../../core';
import { because, firstUnseen, Presence } from './answers';
import { named, Scope } from './builder';
import { flag, Json, listOf, maps, member, number, text, wholeList } from './json';

/** VPCs with their address blocks, DNS attributes and DHCP options; subnets. */

/** An address block that belongs to a VPC or subnet at the moment. */
const associated = (item: Json, state: string) => text(item, state, 'State') === undefined || text(item, state, 'State') === 'associated';

export function mapVpcs(scope: Scope): void {
  for (const item of scope.answers.items('ec2', 'describe-vpcs', 'Vpcs', 'VpcId')) {
    const id = text(item, 'VpcId')!;
    if (!scope.isHome(id)) continue;
    const cidr = text(item, 'CidrBlock');
    addVpc(scope, id, { cidr, owner: text(item, 'OwnerId'), name: named(item, id), dhcp: text(item, 'DhcpOptionsId') });
    maps(item, 'CidrBlockAssociationSet').forEach((block, i) => {
      const value = text(block, 'CidrBlock');
      if (value !== undefined && value !== cidr && associated(block, 'CidrBlockState')) scope.add(`${id}#cidr${i}`, 'AWS::EC2::VPCCidrBlock', { VpcId: scope.ref(id), CidrBlock: value });
    });
    maps(item, 'Ipv6CidrBlockAssociationSet').forEach((block, i) => {
      const value = text(block, 'Ipv6CidrBlock');
      if (value !== undefined && associated(block, 'Ipv6CidrBlockState')) scope.add(`${id}#ipv6cidr${i}`, 'AWS::EC2::VPCCidrBlock', { VpcId: scope.ref(id), Ipv6CidrBlock: value });
    });
  }
}

interface VpcFacts {
  readonly cidr?: string | undefined;
  readonly more?: readonly string[];
  readonly owner?: string | undefined;
  readonly name?: string;
  readonly dhcp?: string | undefined;
}

/** A reference to a VPC. One that no answer lists is made with nothing known of it, so that nothing is concluded from what it seems to lack. */
export function vpcRef(scope: Scope, id: string, facts: VpcFacts = {}): unknown {
  if (!scope.isSeen(id)) addVpc(scope, id, facts, because(scope.list('describe-vpcs', id)));
  return scope.ref(id);
}

/** @param unseen why no answer lists it */
function addVpc(scope: Scope, id: string, { cidr, more = [], owner, name, dhcp }: VpcFacts, unseen?: string): void {
  scope.add(id, 'AWS::EC2::VPC', {
    CidrBlock: cidr ?? unresolved(`cidr:${id}`, `the CIDR block of ${id} (${unseen ?? because({ state: 'complete', service: 'ec2', operation: 'describe-vpcs' })})`),
    EnableDnsSupport: dnsAttribute(scope, id, 'EnableDnsSupport'),
    EnableDnsHostnames: dnsAttribute(scope, id, 'EnableDnsHostnames'),
  }, name);
  more.filter((block) => block !== cidr).forEach((block, i) => scope.add(`${id}#cidr${i}`, 'AWS::EC2::VPCCidrBlock', { VpcId: scope.ref(id), [block.includes(':') ? 'Ipv6CidrBlock' : 'CidrBlock']: block }));
  // `default`: name servers of AWS.
  if (dhcp !== 'default') scope.add(`${id}#dhcp`, 'AWS::EC2::VPCDHCPOptionsAssociation', { VpcId: scope.ref(id), DhcpOptionsId: dhcp === undefined ? unresolved(`dhcp:${id}`, `the DHCP options of ${id}${unseen === undefined ? '' : ` (${unseen})`}`) : scope.ref(dhcp) });
  addUnseen(scope, id, owner, unseen);
}

/** The DNS attributes are one call each, and have no default here. */
function dnsAttribute(scope: Scope, vpcId: string, attribute: 'EnableDnsSupport' | 'EnableDnsHostnames'): unknown {
  for (const { data, parameters, outcome } of scope.answers.of('ec2', 'describe-vpc-attribute')) {
    if (outcome !== 'complete' || (text(data, 'VpcId') ?? text(parameters, 'VpcId')) !== vpcId) continue;
    const value = flag(data, attribute, 'Value');
    if (value !== undefined) return value;
  }
  const name = attribute.charAt(0).toLowerCase() + attribute.slice(1);
  const asked = scope.answers.of('ec2', 'describe-vpc-attribute').filter(({ parameters, data }) => text(parameters, 'VpcId') === vpcId
    && text(parameters, 'Attribute')?.toLowerCase() === name.toLowerCase() && Object.keys(data).length === 0);
  const presence: Presence = { state: asked[0]?.outcome ?? 'not asked', service: 'ec2', operation: 'describe-vpc-attribute' };
  return unresolved(`${attribute}:${vpcId}`, `${name} of ${vpcId} (${because(presence)})`);
}

/** What may be in a VPC although no answer shows it: a list that is not whole, or one that only the owner of a shared VPC sees. */
function addUnseen(scope: Scope, id: string, owner: string | undefined, unseen: string | undefined): void {
  const foreign = owner !== undefined && scope.account !== undefined && owner !== scope.account ? `${id} belongs to account ${owner}, whose answers are not here` : unseen;
  const say = (kind: 'filters' | 'answers' | 'internet gateway', what: string, lists: readonly Presence[]) => {
    const missing = firstUnseen(lists);
    if (foreign !== undefined || missing) scope.notSeen(id, kind, `${what} ${id} (${foreign ?? because(missing!)})`);
  };
  say('filters', 'the resolver rules and DNS firewalls of', [
    scope.answers.list('route53resolver', 'list-resolver-rule-associations', id),
    scope.answers.list('route53resolver', 'list-firewall-rule-group-associations', id),
  ]);
  say('answers', 'the endpoints and private hosted zones of', [
    scope.list('describe-vpc-endpoints', id),
    scope.answers.pages('route53', 'list-hosted-zones-by-vpc', 'HostedZoneSummaries', { VPCId: id }).presence,
    scope.answers.list('route53profiles', 'list-profile-associations', id),
  ]);
  say('internet gateway', 'the internet gateway of', [scope.list('describe-internet-gateways', id)]);
}

export function mapSubnets(scope: Scope): void {
  for (const item of scope.answers.items('ec2', 'describe-subnets', 'Subnets', 'SubnetId')) {
    const id = text(item, 'SubnetId')!;
    if (!scope.isHome(id)) continue;
    const vpcId = text(item, 'VpcId');
    const ipv6 = maps(item, 'Ipv6CidrBlockAssociationSet').find((block) => associated(block, 'Ipv6CidrBlockState'));
    const unknown = (property: string) => unresolved(`${property}:${id}`, `${property} of ${id} (ec2 describe-subnets does not tell it)`);
    const ipv6Only = flag(item, 'Ipv6Native') ?? false;
    scope.add(id, 'AWS::EC2::Subnet', {
      VpcId: vpcId === undefined ? unknown('VpcId') : vpcRef(scope, vpcId, { owner: text(item, 'OwnerId') }),
      CidrBlock: text(item, 'CidrBlock') ?? (ipv6Only ? undefined : unknown('CidrBlock')),
      AvailabilityZone: text(item, 'AvailabilityZone'),
      AvailabilityZoneId: text(item, 'AvailabilityZoneId'),
      MapPublicIpOnLaunch: flag(item, 'MapPublicIpOnLaunch') ?? unknown('MapPublicIpOnLaunch'),
      // Older answers than the setting: the subnet has no such thing.
      Ipv6Native: ipv6Only,
      EnableDns64: flag(item, 'EnableDns64') ?? false,
      AssignIpv6AddressOnCreation: flag(item, 'AssignIpv6AddressOnCreation') ?? false,
      Ipv6CidrBlock: text(ipv6, 'Ipv6CidrBlock'),
    }, named(item, id));
  }
}

export function mapDhcpOptions(scope: Scope): void {
  for (const item of scope.answers.items('ec2', 'describe-dhcp-options', 'DhcpOptions', 'DhcpOptionsId')) {
    const id = text(item, 'DhcpOptionsId')!;
    if (!scope.isHome(id)) continue;
    const servers = maps(item, 'DhcpConfigurations').filter((c) => member(c, 'Key') === 'domain-name-servers').flatMap((c) => listOf(member(c, 'Values')).map((v) => (typeof v === 'string' ? v : text(v, 'Value'))));
    // Without any name server in its options an instance has none from DHCP: what it asks is not known.
    scope.add(id, 'AWS::EC2::DHCPOptions', { DomainNameServers: servers.length > 0 ? servers : unresolved(`servers:${id}`, `the name servers of ${id}`) });
  }
}

export function mapNetworkAcls(scope: Scope): void {
  for (const item of scope.answers.items('ec2', 'describe-network-acls', 'NetworkAcls', 'NetworkAclId')) {
    const id = text(item, 'NetworkAclId')!;
    if (!scope.isHome(id)) continue;
    const vpcId = text(item, 'VpcId');
    scope.add(id, 'AWS::EC2::NetworkAcl', { VpcId: vpcId === undefined ? scope.unseen(`vpc-of-${id}`) : vpcRef(scope, vpcId) }, named(item, id));
    const entries = wholeList(item, 'Entries');
    if (!entries) {
      const unseen = unresolved(`entries:${id}`, `the entries of ${id} (ec2 describe-network-acls does not tell them)`);
      scope.add(`${id}#entries`, 'AWS::EC2::NetworkAclEntry', { NetworkAclId: scope.ref(id), RuleNumber: unseen, Egress: unseen, RuleAction: unseen, Protocol: unseen, CidrBlock: unseen });
    }
    entries?.forEach((entry, i) => {
      const rule = number(entry, 'RuleNumber');
      // The last rule of each list, which denies the rest, is understood.
      if (rule !== undefined && rule >= 32767) return;
      scope.add(`${id}#entry${i}`, 'AWS::EC2::NetworkAclEntry', {
        NetworkAclId: scope.ref(id),
        RuleNumber: rule ?? unresolved(`number:${id}:${i}`, `the number of an entry of ${id}`),
        Egress: flag(entry, 'Egress') ?? unresolved(`egress:${id}:${i}`, `the direction of an entry of ${id}`),
        RuleAction: text(entry, 'RuleAction') ?? unresolved(`action:${id}:${i}`, `the action of an entry of ${id}`),
        Protocol: text(entry, 'Protocol') ?? unresolved(`protocol:${id}:${i}`, `the protocol of an entry of ${id}`),
        CidrBlock: text(entry, 'CidrBlock'),
        Ipv6CidrBlock: text(entry, 'Ipv6CidrBlock'),
        PortRange: member(entry, 'PortRange') === undefined ? undefined : { From: number(entry, 'PortRange', 'From'), To: number(entry, 'PortRange', 'To') },
      });
    });
    for (const association of maps(item, 'Associations')) {
      const subnetId = text(association, 'SubnetId');
      if (subnetId !== undefined) scope.add(`${subnetId}#acl`, 'AWS::EC2::SubnetNetworkAclAssociation', { SubnetId: scope.ref(subnetId), NetworkAclId: scope.ref(id) });
    }
  }
}

/** A subnet whose network ACL no answer shows does not have the default one for that. */
export function mapAclsNotSeen(scope: Scope): void {
  for (const item of scope.answers.items('ec2', 'describe-subnets', 'Subnets', 'SubnetId')) {
    const id = text(item, 'SubnetId')!;
    if (!scope.isHome(id) || scope.isSeen(`${id}#acl`)) continue;
    scope.add(`${id}#acl`, 'AWS::EC2::SubnetNetworkAclAssociation', {
      SubnetId: scope.ref(id), NetworkAclId: unresolved(`acl-of:${id}`, `the network ACL of ${id} (${because(scope.list('describe-network-acls', text(item, 'VpcId')))})`),
    });
  }
}
