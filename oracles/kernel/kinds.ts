/** The kinds of networks the oracle starts from. Each works as built: what breaks it comes afterwards (mutations.ts). */
import { ANYWHERE, ANYWHERE_6, Builder } from './parts';
import { Random } from './random';
import { Group, PublicAddress, SERVICES, Spec, Subnet, Vpc } from './spec';

const V6_BLOCK = '2600:1f18:1234:5600::/56';
const NAT64_PREFIX = '64:ff9b::/96';

/** Groups of a host and of endpoints that let each other through, by address or by group. */
function pairedGroups(b: Builder, vpc: Vpc, from: readonly Subnet[], to: readonly Subnet[]): { host: Group[]; endpoint: Group[] } {
  const { random } = b;
  if (random.chance(0.06)) return { host: [], endpoint: [] };
  const host = b.group(vpc, []);
  const endpoint = b.group(vpc, []);
  const style = random.below(4);
  if (style === 1) host.rules.push(...b.rulesFor('egress', random.pick([ANYWHERE, vpc.cidr])));
  if (style === 2) host.rules.push(b.rule('egress', { group: endpoint.id }));
  if (style === 3) for (const subnet of to) host.rules.push(...b.rulesFor('egress', subnet.cidr!));
  const admit = random.below(3);
  if (admit === 0) endpoint.rules.push(b.rule('ingress', { group: host.id }));
  if (admit === 1) endpoint.rules.push(...b.rulesFor('ingress', random.pick([ANYWHERE, vpc.cidr])));
  if (admit === 2) for (const subnet of from) endpoint.rules.push(...b.rulesFor('ingress', subnet.cidr!));
  return { host: [host], endpoint: [endpoint] };
}

/** A group that lets 443 out to the public service. */
function outwardGroup(b: Builder, vpc: Vpc): Group[] {
  const rules = b.random.chance(0.4) ? [] : b.rulesFor('egress', ANYWHERE);
  return [b.group(vpc, rules)];
}

function sameSubnet(b: Builder): void {
  const vpc = b.vpc();
  const subnet = b.subnet(vpc);
  const groups = pairedGroups(b, vpc, [subnet], [subnet]);
  b.endpoints([subnet], groups.endpoint);
  b.host(subnet, groups.host);
}

function otherSubnet(b: Builder): void {
  const vpc = b.vpc();
  const subnet = b.subnet(vpc);
  const others = [b.subnet(vpc), ...(b.random.chance(0.4) ? [b.subnet(vpc)] : [])];
  const clients = [subnet, ...(b.random.chance(0.2) ? [b.random.pick(others)] : [])];
  const groups = pairedGroups(b, vpc, clients, others);
  b.endpoints(others, groups.endpoint);
  for (const client of clients) b.host(client, groups.host);
}

function nat(b: Builder): void {
  const vpc = b.vpc();
  const subnet = b.subnet(vpc, { routes: b.nat(vpc) });
  b.host(subnet, outwardGroup(b, vpc), b.random.chance(0.1) ? 'elastic' : 'subnet');
}

function publicAddress(b: Builder): void {
  const vpc = b.vpc();
  vpc.gatewayAttached = true;
  const address = b.random.pick<PublicAddress>(['subnet', 'launch', 'elastic', 'association']);
  const subnet = b.subnet(vpc, { routes: b.defaultRoute({ kind: 'internet-gateway' }), public: address === 'subnet' });
  b.host(subnet, outwardGroup(b, vpc), address);
}

/** One service by an endpoint and one by a NAT gateway, or both by endpoints although there is a NAT gateway. */
function endpointsAndNat(b: Builder): void {
  const vpc = b.vpc();
  const subnet = b.subnet(vpc, { routes: b.nat(vpc) });
  const others = b.random.chance(0.5) ? [subnet] : [b.subnet(vpc)];
  const groups = pairedGroups(b, vpc, [subnet], others);
  if (groups.host.length > 0) groups.host[0].rules.push(...b.rulesFor('egress', ANYWHERE));
  if (b.random.chance(0.4)) b.endpoints(others, groups.endpoint);
  else b.endpoint(b.random.pick(SERVICES), others, groups.endpoint);
  b.host(subnet, groups.host);
}

/** Group rules that name prefix lists. */
function prefixLists(b: Builder): void {
  const vpc = b.vpc();
  const [subnet, other] = [b.subnet(vpc), b.subnet(vpc)];
  const far = ['198.18.0.0/24', '203.0.113.0/25'];
  const host = b.group(vpc, [b.rule('egress', { list: b.list([other.cidr!, ...far]) })]);
  const endpoint = b.group(vpc, [b.rule('ingress', { list: b.list([...far, ...(b.random.chance(0.5) ? [subnet.cidr!] : [vpc.cidr])]) })]);
  b.endpoints([other], [endpoint]);
  b.host(subnet, [host]);
}

/** Endpoints in a peered VPC, found by private hosted zones. */
function peering(b: Builder): void {
  const [near, far] = [b.vpc({ cidr: '10.0.0.0/16' }), b.vpc({ cidr: '172.20.0.0/16' })];
  const id = b.id('Peering');
  b.spec.peerings.push({ id, vpc: near.id, peer: far.id });
  const subnet = b.subnet(near, { routes: [{ destination: far.cidr, target: { kind: 'peering', id } }] });
  const other = b.subnet(far, { routes: [{ destination: b.random.chance(0.5) ? near.cidr : subnet.cidr!, target: { kind: 'peering', id } }] });
  const host = b.group(near, []);
  const endpoint = b.group(far, []);
  if (b.random.chance(0.5)) host.rules.push(b.random.chance(0.5) ? b.rule('egress', { group: endpoint.id }) : b.rule('egress', { cidr: far.cidr }));
  endpoint.rules.push(b.random.chance(0.5) ? b.rule('ingress', { group: host.id }) : b.rule('ingress', { cidr: b.random.pick([near.cidr, subnet.cidr!]) }));
  for (const service of SERVICES) {
    const alias = b.endpoint(service, [other], [endpoint]);
    b.spec.endpoints[b.spec.endpoints.length - 1].privateDns = false;
    b.spec.zones.push({ id: b.id(`Zone${service}`), service, vpcs: b.random.chance(0.5) ? [near.id] : [near.id, far.id], endpoint: alias });
  }
  b.host(subnet, [host]);
}

function natInstance(b: Builder): void {
  const vpc = b.vpc();
  vpc.gatewayAttached = true;
  const elastic = b.random.chance(0.5);
  const outer = b.subnet(vpc, { routes: b.defaultRoute({ kind: 'internet-gateway' }), public: !elastic });
  const group = b.group(vpc, [...b.rulesFor('ingress', vpc.cidr), ...b.rulesFor('egress', ANYWHERE)]);
  const id = b.id('NatInstance');
  b.spec.natInstances.push({ id, subnet: outer.id, groups: [group.id], elastic, sourceDestCheck: false });
  const subnet = b.subnet(vpc, { routes: b.defaultRoute({ kind: 'instance', id }) });
  b.host(subnet, outwardGroup(b, vpc));
}

const outward6 = (b: Builder, vpc: Vpc) => b.group(vpc, [ANYWHERE, ANYWHERE_6].flatMap((cidr) => b.rulesFor('egress', cidr)));

/** Endpoints with IPv6 addresses. */
function ipv6Endpoint(b: Builder): void {
  const vpc = b.vpc({ cidr6: V6_BLOCK });
  const subnet = b.subnet(vpc, { v6Only: b.random.chance(0.6), dualStack: true });
  const other = b.random.chance(0.3) && subnet.cidr ? subnet : b.subnet(vpc, { dualStack: true });
  const host = outward6(b, vpc);
  const endpoint = b.group(vpc, b.random.chance(0.5) ? [b.rule('ingress', { group: host.id })] : b.rulesFor('ingress', b.random.pick([ANYWHERE_6, vpc.cidr6!, subnet.cidr6!])));
  b.endpoints([other], [endpoint]);
  for (const e of b.spec.endpoints) e.addresses = b.random.chance(0.5) ? 'dualstack' : 'ipv6';
  b.host(subnet, [host]);
}

/** The dual-stack names of the public service, over an internet gateway or an egress-only one. */
function ipv6Public(b: Builder): void {
  const vpc = b.vpc({ cidr6: V6_BLOCK });
  const egressOnly = b.random.chance(0.5);
  vpc.gatewayAttached = !egressOnly;
  const subnet = b.subnet(vpc, { v6Only: true, routes: [{ destination: ANYWHERE_6, target: { kind: egressOnly ? 'egress-only' : 'internet-gateway' } }] });
  b.host(subnet, [outward6(b, vpc)]);
  for (const host of b.spec.hosts) host.dualStackNames = true;
}

/** A subnet without IPv4 that reaches the IPv4 service through DNS64 and a NAT gateway. */
function nat64(b: Builder): void {
  const vpc = b.vpc({ cidr6: V6_BLOCK });
  const [{ target }] = b.nat(vpc);
  const subnet = b.subnet(vpc, { v6Only: true, routes: [{ destination: NAT64_PREFIX, target }] });
  subnet.dns64 = true;
  b.host(subnet, [outward6(b, vpc)]);
}

export interface Kind {
  readonly build: (builder: Builder) => void;
  /** How often it is drawn, beside the others. */
  readonly weight: number;
}

export const KINDS: Readonly<Record<string, Kind>> = {
  'same-subnet': { build: sameSubnet, weight: 1 },
  'other-subnet': { build: otherSubnet, weight: 4 },
  'nat': { build: nat, weight: 4 },
  'public': { build: publicAddress, weight: 3 },
  'endpoints-and-nat': { build: endpointsAndNat, weight: 3 },
  'prefix-lists': { build: prefixLists, weight: 1 },
  'peering': { build: peering, weight: 1 },
  'nat-instance': { build: natInstance, weight: 1 },
  'ipv6-endpoint': { build: ipv6Endpoint, weight: 1 },
  'ipv6-public': { build: ipv6Public, weight: 1 },
  'nat64': { build: nat64, weight: 1 },
};

/** A working network of a kind. */
export function working(kind: string, random: Random): Spec {
  const builder = new Builder(kind, random);
  KINDS[kind].build(builder);
  return builder.done();
}
