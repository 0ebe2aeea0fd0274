/** Random changes to a network: most break it or bend it, some change nothing that matters. Each says whether it found something to change. */
import { pieces } from './addresses';
import { ANYWHERE } from './parts';
import { Random } from './random';
import { Acl, AclEntry, GroupRule, Peer, Route, Spec, Subnet, Target, tidy } from './spec';

type Mutation = (spec: Spec, random: Random) => boolean;

/** Public blocks that hold some of the public service's addresses. */
const PART_OF_PUBLIC = ['0.0.0.0/1', '128.0.0.0/1', '52.0.0.0/8', '64.0.0.0/2', '192.0.0.0/2'];
/** Blocks in which neither host nor service is. */
const ELSEWHERE = ['10.200.0.0/16', '198.51.100.0/24', '172.16.0.0/16'];
const PORTS: readonly [number, number][] = [[443, 443], [0, 65535], [1, 442], [444, 65535], [80, 80], [400, 500], [22, 443]];
const ENTRY_PORTS: readonly [number, number][] = [
  [443, 443], [443, 443], [80, 80], [1024, 65535], [32768, 61000], [32768, 65535], [49152, 65535], [1024, 32767], [0, 65535], [40000, 50000], [32768, 40000],
];

/** What a rule or entry may be changed to speak about. */
function someCidr(spec: Spec, random: Random): string {
  const own = spec.subnets.map((s) => s.cidr).filter((c) => c !== undefined);
  const six = spec.subnets.map((s) => s.cidr6).filter((c) => c !== undefined);
  const halves = own.flatMap((c) => pieces(c, 1));
  const quarters = own.flatMap((c) => pieces(c, 2));
  const lists = [own, own, halves, quarters, spec.vpcs.map((v) => v.cidr), [ANYWHERE], PART_OF_PUBLIC, ELSEWHERE, ['255.255.255.255/32']];
  if (six.length > 0) lists.push(six, six, six.flatMap((c) => pieces(c, 1)), ['::/0'], ['2600::/12'], ['2000::/4']);
  return random.pick(random.pick(lists.filter((l) => l.length > 0)));
}

function someRule(spec: Spec, random: Random): { rules: GroupRule[]; rule: GroupRule } | undefined {
  const groups = spec.groups.filter((g) => g.rules.length > 0);
  if (groups.length === 0) return undefined;
  const { rules } = random.pick(groups);
  return { rules, rule: random.pick(rules) };
}

/** Changes one rule of one group, where there is one. */
const onRule = (change: (found: { rules: GroupRule[]; rule: GroupRule }, spec: Spec, random: Random) => void): Mutation => (spec, random) => {
  const found = someRule(spec, random);
  if (found) change(found, spec, random);
  return found !== undefined;
};

/** What the CDK writes where a group shall let nothing out. */
const LETS_NOTHING_OUT: GroupRule = { direction: 'egress', protocol: 'icmp', from: 252, to: 86, peer: { cidr: '255.255.255.255/32' }, separate: false };

function shutEgress(spec: Spec, random: Random): boolean {
  if (spec.groups.length === 0) return false;
  const group = random.pick(spec.groups);
  group.rules = [...group.rules.filter((r) => r.direction === 'ingress'), { ...LETS_NOTHING_OUT }];
  return true;
}

const GROUP_MUTATIONS: readonly Mutation[] = [
  onRule(({ rules, rule }) => rules.splice(rules.indexOf(rule), 1)),
  onRule(({ rule }, _spec, random) => {
    [rule.from, rule.to] = random.pick(PORTS);
    if (rule.protocol === '-1') rule.protocol = 'tcp';
  }),
  onRule(({ rule }, spec, random) => {
    rule.peer = { cidr: someCidr(spec, random) };
  }),
  onRule(({ rule }, spec, random) => {
    rule.peer = { cidr: someCidr(spec, random) };
  }),
  onRule(({ rule }, _spec, random) => {
    rule.protocol = random.pick(['-1', '6', 'udp', '17', '17', 'icmp'] as const);
    if (rule.protocol === 'icmp') [rule.from, rule.to] = [-1, -1];
    // CDK's dummy rule has a type and a code of ICMP there; EC2 refuses a range that ends before it begins.
    else if (rule.from !== undefined && rule.to !== undefined && rule.from > rule.to) [rule.from, rule.to] = [rule.to, rule.from];
    else if (rule.from === undefined || rule.from < 0) [rule.from, rule.to] = [443, 443];
  }),
  onRule(({ rule }, spec, random) => {
    rule.peer = { group: random.pick(spec.groups).id };
  }),
  onRule(({ rules, rule }, spec, random) => {
    rules.push({ ...rule, peer: { cidr: someCidr(spec, random) }, separate: random.chance(0.5) });
  }),
  onRule(({ rule }, spec, random) => rule.peer = somePeerList(spec, random)),
  shutEgress,
];

function somePeerList(spec: Spec, random: Random): Peer {
  const list = { id: `List${spec.lists.length + 1}`, cidrs: [...new Set(Array.from({ length: 1 + random.below(3) }, () => random.pick(ELSEWHERE)))] };
  if (random.chance(0.5)) {
    const cidr = someCidr(spec, random);
    if (!cidr.includes(':')) list.cidrs = [...new Set([...list.cidrs, cidr])];
  }
  spec.lists.push(list);
  return { list: list.id };
}

// ---- network ACLs

function aclOf(spec: Spec, random: Random): Acl | undefined {
  const subnet = random.pick(spec.subnets);
  if (subnet.acl !== undefined) return spec.acls.find((a) => a.id === subnet.acl);
  const acl: Acl = { id: `Acl${spec.subnets.indexOf(subnet) + 11}`, vpc: subnet.vpc, entries: [] };
  for (const egress of [true, false]) {
    acl.entries.push({ number: 100, egress, allow: true, protocol: -1, cidr: ANYWHERE });
    if (subnet.cidr6) acl.entries.push({ number: 101, egress, allow: true, protocol: -1, cidr: '::/0' });
  }
  spec.acls.push(acl);
  subnet.acl = acl.id;
  return acl;
}

function addEntry(acl: Acl, entry: AclEntry): void {
  let { number } = entry;
  while (acl.entries.some((e) => e.number === number && e.egress === entry.egress)) number += 1;
  acl.entries.push({ ...entry, number });
}

const onAcl = (change: (acl: Acl, spec: Spec, random: Random) => void): Mutation => (spec, random) => {
  const acl = aclOf(spec, random);
  if (acl) change(acl, spec, random);
  return acl !== undefined;
};

const onEntry = (change: (entry: AclEntry, acl: Acl, spec: Spec, random: Random) => void): Mutation => onAcl((acl, spec, random) => {
  if (acl.entries.length > 0) change(random.pick(acl.entries), acl, spec, random);
});

/** Mostly what the packets of a connection match: asked for on 443, answered elsewhere. */
function someEntry(spec: Spec, random: Random): Omit<AclEntry, 'number' | 'allow'> {
  const everywhere = spec.vpcs.some((v) => v.cidr6) ? [ANYWHERE, '::/0'] : [ANYWHERE];
  const cidr = random.chance(0.4) ? random.pick(everywhere) : someCidr(spec, random);
  const protocol = random.pick([-1, 6, 6, 6, 6, 17] as const);
  const [from, to] = random.pick(ENTRY_PORTS);
  return { egress: random.chance(0.5), protocol, cidr, ...(protocol === -1 ? {} : { from, to }) };
}

function insertEntry(acl: Acl, spec: Spec, random: Random): void {
  addEntry(acl, { number: random.pick([1, 5, 55, 105, 200, 32000]), allow: random.chance(0.25), ...someEntry(spec, random) });
}

/** Two entries that overlap and say the opposite: their order decides. */
function insertPair(acl: Acl, spec: Spec, random: Random): void {
  const [first, second] = [someEntry(spec, random), someEntry(spec, random)];
  const number = random.pick([1, 5, 105]);
  const allow = random.chance(0.5);
  addEntry(acl, { ...first, number, allow });
  addEntry(acl, { ...first, cidr: random.chance(0.5) ? first.cidr : second.cidr, number: number + 1, allow: !allow });
}

const ACL_MUTATIONS: readonly Mutation[] = [
  onEntry((entry, acl) => acl.entries.splice(acl.entries.indexOf(entry), 1)),
  onAcl(insertEntry),
  onAcl(insertEntry),
  onAcl(insertPair),
  onAcl(insertPair),
  onEntry((entry, _acl, _spec, random) => {
    [entry.from, entry.to] = random.pick(ENTRY_PORTS);
    if (entry.protocol === -1) entry.protocol = 6;
  }),
  onEntry((entry, _acl, spec, random) => {
    entry.cidr = someCidr(spec, random);
  }),
  onEntry((entry, acl) => {
    acl.entries.splice(acl.entries.indexOf(entry), 1);
    addEntry(acl, { ...entry, number: 1000 - entry.number });
  }),
];

// ---- routes and gateways

const TAKEN_TARGETS = new Set(['internet-gateway', 'nat', 'instance', 'egress-only']);

function outward(spec: Spec, random: Random): { routes: Route[]; route: Route } | undefined {
  const tables = spec.tables.filter((t) => t.routes.length > 0);
  if (tables.length === 0) return undefined;
  const { routes } = random.pick(tables);
  return { routes, route: random.pick(routes) };
}

const onRoute = (change: (found: { routes: Route[]; route: Route }, spec: Spec, random: Random) => void): Mutation => (spec, random) => {
  const found = outward(spec, random);
  if (found) change(found, spec, random);
  return found !== undefined;
};

/** A table has one route for a destination. */
function setDestination(routes: Route[], route: Route, destination: string): void {
  if (!routes.some((r) => r !== route && r.destination === destination)) route.destination = destination;
}

function someTarget(spec: Spec, random: Random, destination: string): Target {
  if (destination.includes(':')) return random.pick<Target>([{ kind: 'internet-gateway' }, { kind: 'nowhere' }, { kind: 'egress-only' }]);
  return random.pick<Target>([{ kind: 'internet-gateway' }, { kind: 'nowhere' }, ...spec.nats.map((n) => ({ kind: 'nat' as const, id: n.id }))]);
}

const isNat64 = (cidr: string) => cidr.startsWith('64:ff9b:');

const ROUTE_MUTATIONS: readonly Mutation[] = [
  onRoute(({ routes, route }) => routes.splice(routes.indexOf(route), 1)),
  onRoute(({ routes, route }, _spec, random) => {
    if (route.destination.includes(':') || !TAKEN_TARGETS.has(route.target.kind)) return;
    setDestination(routes, route, random.pick([...PART_OF_PUBLIC, '100.64.0.0/10', '198.18.0.0/15']));
  }),
  onRoute(({ routes }, spec, random) => {
    const six = routes.some((r) => r.destination.includes(':'));
    const destination = six ? random.pick(['2600:1f13::/32', '2000::/3', '8000::/1']) : random.pick(PART_OF_PUBLIC);
    if (!routes.some((r) => r.destination === destination)) routes.push({ destination, target: someTarget(spec, random, destination) });
  }),
  onRoute(({ route }, spec, random) => {
    if (TAKEN_TARGETS.has(route.target.kind) && !isNat64(route.destination)) route.target = someTarget(spec, random, route.destination);
  }),
  (spec, random) => {
    random.pick(spec.vpcs).gatewayAttached = false;
    return true;
  },
  (spec, random) => {
    if (spec.nats.length > 0) random.pick(spec.nats).public = false;
    return spec.nats.length > 0;
  },
  (spec, random) => {
    if (spec.nats.length === 0) return false;
    const nat = random.pick(spec.nats);
    const others = spec.subnets.filter((s) => s.cidr !== undefined && s.id !== nat.subnet);
    if (others.length > 0) nat.subnet = random.pick(others).id;
    return others.length > 0;
  },
  (spec, random) => swapTable(spec, random.pick(spec.subnets), random),
];

function swapTable(spec: Spec, subnet: Subnet, random: Random): boolean {
  const others = [undefined, ...spec.tables.filter((t) => t.vpc === subnet.vpc).map((t) => t.id)].filter((id) => id !== subnet.table);
  if (others.length === 0) return false;
  subnet.table = random.pick(others);
  return true;
}

// ---- hosts, endpoints, names

const PLACE_MUTATIONS: readonly Mutation[] = [
  (spec, random) => {
    const host = random.pick(spec.hosts);
    if (!spec.subnets.find((s) => s.id === host.subnet)?.cidr) return false;
    host.publicAddress = random.pick(['subnet', 'launch', 'refused', 'refused', 'elastic', 'association'] as const);
    return true;
  },
  (spec, random) => {
    const host = random.pick(spec.hosts);
    const own = spec.subnets.find((s) => s.id === host.subnet)!;
    const others = spec.subnets.filter((s) => s.vpc === own.vpc && (s.cidr === undefined) === (own.cidr === undefined) && (!own.cidr6 || s.cidr6));
    host.subnet = random.pick(others).id;
    return true;
  },
  (spec, random) => {
    const host = random.pick(spec.hosts);
    const mine = spec.groups.filter((g) => vpcOfSubnet(spec, host.subnet) === g.vpc);
    host.groups = random.chance(0.4) || mine.length === 0 ? [] : [random.pick(mine).id];
    return true;
  },
  (spec, random) => {
    if (spec.endpoints.length === 0) return false;
    const endpoint = random.pick(spec.endpoints);
    const mine = spec.subnets.filter((s) => s.vpc === endpoint.vpc && (endpoint.addresses === 'ipv4' ? s.cidr : endpoint.addresses === 'ipv6' ? s.cidr6 : s.cidr && s.cidr6) !== undefined);
    endpoint.subnets = random.chance(0.1) ? [] : random.shuffled(mine).slice(0, 1 + random.below(2)).map((s) => s.id);
    return true;
  },
  (spec, random) => {
    if (spec.endpoints.length === 0) return false;
    const endpoint = random.pick(spec.endpoints);
    const mine = spec.groups.filter((g) => g.vpc === endpoint.vpc);
    endpoint.groups = random.chance(0.3) || mine.length === 0 ? [] : random.shuffled(mine).slice(0, 1 + random.below(2)).map((g) => g.id);
    return true;
  },
  (spec, random) => {
    if (spec.endpoints.length === 0) return false;
    spec.endpoints.splice(random.below(spec.endpoints.length), 1);
    return true;
  },
  (spec, random) => {
    const named = spec.endpoints.filter((e) => e.privateDns);
    if (named.length > 0) random.pick(named).privateDns = false;
    return named.length > 0;
  },
  (spec, random) => {
    if (spec.zones.length === 0) return false;
    const zone = random.pick(spec.zones);
    if (random.chance(0.5)) zone.vpcs = [spec.vpcs[1].id];
    else spec.zones.splice(spec.zones.indexOf(zone), 1);
    return true;
  },
  (spec, random) => {
    for (const instance of spec.natInstances) {
      if (random.chance(0.5)) instance.sourceDestCheck = true;
      else instance.elastic = !instance.elastic;
    }
    return spec.natInstances.length > 0;
  },
];

const vpcOfSubnet = (spec: Spec, id: string) => spec.subnets.find((s) => s.id === id)!.vpc;

const FAMILIES = [GROUP_MUTATIONS, ACL_MUTATIONS, ROUTE_MUTATIONS, PLACE_MUTATIONS];
/** How many changes, drawn from this list. */
const COUNTS = [0, 1, 1, 1, 2, 2, 3, 3];
/** Some changes find nothing to change. */
const TRIES = 20;

/** Zero to three changes. */
export function mutated(spec: Spec, random: Random): Spec {
  const wanted = random.pick(COUNTS);
  for (let done = 0, tries = 0; done < wanted && tries < TRIES; tries += 1) {
    if (random.pick(random.pick(FAMILIES))(spec, random)) done += 1;
    tidy(spec);
  }
  return spec;
}
