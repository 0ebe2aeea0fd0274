import { Place, scalar, Step, Unknown } from '../../core';
import { Model, NatGateway, Route, Subnet, Vpc } from '../../model';
import { addressesOf, PUBLIC_SERVICE, PUBLIC_V4, parseCidr } from './addresses';
import { aclHop, hop, Journey } from './hops';
import { Interval, IntervalSet } from './intervals';
import { EPHEMERAL, HTTPS_PORT } from './ports';

/** Which route takes which part of the public address space: the longest prefix wins. */
export interface RoutePick {
  readonly picks: readonly { readonly route: Route; readonly part: IntervalSet }[];
  /** Public addresses no route covers. */
  readonly uncovered: IntervalSet;
  readonly unknowns: readonly Unknown[];
}

/** Deals public addresses out to the routes of a subnet's table. */
export function pickRoutes(subnet: Subnet): RoutePick {
  const table = subnet.routeTable;
  const unknowns: Unknown[] = [];
  if (!table.made && !table.routes.length) unknowns.push(new Unknown('reference', table.key, table.name));
  if (table.made && table.propagated) unknowns.push(new Unknown('attribute', `${table.key}:propagated`, `routes propagated into ${table.name}`));
  const known: { route: Route; interval: Interval; prefix: number }[] = [];
  for (const route of table.routes) {
    if (route.family === 6) continue;
    const text = route.family === 4 ? scalar(route.destination) : undefined;
    const block = text === undefined ? undefined : parseCidr(text);
    if (block?.family === 4) known.push({ route, interval: block.interval, prefix: block.prefix });
    // A prefix list, or a block nobody knows, may take anything.
    else unknowns.push(asUnknown(route));
  }
  known.sort((a, b) => b.prefix - a.prefix);
  let uncovered = PUBLIC_V4;
  const picks: { route: Route; part: IntervalSet }[] = [];
  for (const { route, interval } of known) {
    const part = uncovered.intersect(IntervalSet.of(interval));
    if (part.isEmpty) continue;
    picks.push({ route, part });
    uncovered = uncovered.subtract(part);
  }
  return { picks, uncovered, unknowns };
}

function asUnknown(route: Route): Unknown {
  return route.destination instanceof Unknown ? route.destination : new Unknown('reference', `route:${route.place.template}:${route.place.logicalId}`, `the destination of route ${route.place.logicalId}`);
}

/** The way from a host's subnet to a public service: route, gateway, address, network ACLs. */
export function publicWay(model: Model, journey: Journey): Step[] {
  const { subnet } = journey.placement;
  const pick = pickRoutes(subnet);
  const table = subnet.routeTable;
  if (pick.picks.length === 0) {
    if (pick.unknowns.length > 0) return [hop(journey, 'routeUnknown', 'unknown', { data: { table: table.name }, unknowns: pick.unknowns })];
    const meddler = table.made ? model.meddler(table.key) ?? model.meddler(subnet.key, 'nested') : undefined;
    if (meddler) return [hop(journey, 'routeUnknown', 'unknown', { data: { table: table.name }, unknowns: [meddler] })];
    return [missingRoute(model, journey)];
  }
  const steps = pick.picks.flatMap(({ route }) => routeSteps(model, journey, route));
  if (!pick.uncovered.isEmpty || pick.unknowns.length > 0) {
    const unknowns = pick.unknowns.length > 0 ? pick.unknowns
      : [new Unknown('attribute', `${table.key}:part`, `whether the service lies in what ${table.name} routes`)];
    const at = pick.picks.map((p) => p.route.place);
    return [...foldParts(steps), hop(journey, pick.unknowns.length > 0 ? 'routeUnknown' : 'routePartial', 'unknown', { at, data: { table: table.name }, unknowns })];
  }
  return pick.picks.length === 1 ? steps : foldParts(steps);
}

/**
 * Several routes share the public space. If all lead nowhere the path fails; if they differ, the service may lie in either part.
 */
function foldParts(steps: readonly Step[]): Step[] {
  if (steps.every((s) => s.answer === 'yes')) return [...steps];
  const failing = steps.filter((s) => s.answer === 'no');
  const passing = steps.filter((s) => ROUTE_TAKEN.has(s.reason));
  if (passing.length <= failing.length) return [...steps];
  return steps.map((s) => (s.answer === 'no' ? { ...s, answer: 'unknown' as const } : s));
}

const ROUTE_TAKEN = new Set(['routeToInternetGateway', 'routeToNatGateway']);

function missingRoute(model: Model, journey: Journey): Step {
  const { subnet, vpc, publicAddress } = journey.placement;
  const table = subnet.routeTable;
  const at = [table.place ?? subnet.place].filter((p): p is Place => p !== undefined);
  const meantPublic = publicAddress === 'yes' || subnet.mapsPublicAddress === 'yes';
  const data = { table: table.name, vpc: vpc?.name ?? '', hasInternetGateway: vpc && model.hasInternetGateway(vpc) ? 'yes' : 'no' };
  return hop(journey, meantPublic ? 'internetRouteMissing' : 'natRouteMissing', 'no', { at, data });
}

function routeSteps(model: Model, journey: Journey, route: Route): Step[] {
  const { subnet } = journey.placement;
  const data = { route: route.place.logicalId ?? 'the default route', destination: scalar(route.destination) ?? '', table: subnet.routeTable.name };
  const ports = { out: HTTPS_PORT, back: EPHEMERAL[journey.os] };
  const acls = [
    aclHop(journey, subnet, true, PUBLIC_SERVICE, ports.out, false),
    aclHop(journey, subnet, false, PUBLIC_SERVICE, ports.back, true),
  ];
  if (route.target.kind === 'internet-gateway') return [...internetGateway(model, journey, route, data), ...acls];
  if (route.target.kind === 'nat-gateway') {
    const nat = model.natGateway(route.target.value);
    if (!nat) return [hop(journey, 'natUnknown', 'unknown', { at: [route.place], data, unknowns: [targetUnknown(route)] }), ...acls];
    return [...natGateway(model, journey, route, nat, data), ...acls];
  }
  return [hop(journey, 'routeUnknown', 'unknown', { at: [route.place], data: { ...data, target: route.target.property }, unknowns: [targetUnknown(route)] }), ...acls];
}

function targetUnknown(route: Route): Unknown {
  const { value, property } = route.target;
  if (value instanceof Unknown) return value;
  return new Unknown('reference', `target:${route.place.template}:${route.place.logicalId}`, `where route ${route.place.logicalId} leads (${property})`);
}

function internetGateway(model: Model, journey: Journey, route: Route, data: Record<string, string>): Step[] {
  const { vpc, publicAddress, publicAddressPlace, subnet } = journey.placement;
  const attached = vpc ? model.isAttached(route.target.value, vpc) : 'unknown';
  const at = route.place.template === '' ? [] : [route.place];
  const gateway = attached === 'yes' ? hop(journey, 'routeToInternetGateway', 'yes', { at, data })
    : attached === 'no' ? hop(journey, 'internetGatewayDetached', 'no', { at, data: { ...data, vpc: vpc?.name ?? '' } })
      : hop(journey, 'internetGatewayUnknown', 'unknown', { at, data, unknowns: [targetUnknown(route)] });
  const block = blocked(model, journey, subnet, 'direct');
  const edge = model.edgeRouteTable(route.target.value);
  const diverted = edge ? [hop(journey, 'routeUnknown', 'unknown', { at: [edge], data, unknowns: [new Unknown('attribute', `edge:${route.place.logicalId}`, 'where the route table on the internet gateway\'s edge sends replies')] })] : [];
  const where = [publicAddressPlace, ...(subnet.place ? [subnet.place] : [])];
  const address = publicAddress === 'yes' ? hop(journey, 'publicAddress', 'yes', { data })
    : publicAddress === 'no' ? hop(journey, 'publicAddressMissing', 'no', { at: where, data })
      : hop(journey, 'publicAddressUnknown', 'unknown', { at: where, data, unknowns: [new Unknown('reference', `public-address:${journey.host.key}`, `whether ${journey.host.name} gets a public address in ${subnet.name}`)] });
  return [gateway, ...block, ...diverted, address];
}

/** VPC Block Public Access: `ingress` mode spares what comes from a NAT gateway. */
function blocked(model: Model, journey: Journey, subnet: Subnet, way: 'direct' | 'nat'): Step[] {
  const block = model.publicAccessBlock(subnet, subnet.vpc ?? journey.placement.vpc, { account: journey.host.account, region: journey.host.region });
  if (!block || (block.mode === 'ingress' && way === 'nat')) return [];
  const data = { blockedSubnet: subnet.name, mode: block.mode };
  if (block.mode === 'unknown') return [hop(journey, 'publicAccessUnknown', 'unknown', { at: [block.place], data, unknowns: block.unknown ? [block.unknown] : [] })];
  return [hop(journey, 'publicAccessBlocked', 'no', { at: [block.place], data })];
}

function natGateway(model: Model, journey: Journey, route: Route, nat: NatGateway, data: Record<string, string>): Step[] {
  const at = [nat.place ?? route.place, route.place];
  const more = { ...data, nat: nat.name };
  const faults: Step[] = [];
  if (nat.isPublic === 'no') faults.push(hop(journey, 'natPrivate', 'no', { at, data: more }));
  else if (nat.isPublic === 'unknown') faults.push(hop(journey, 'natUnknown', 'unknown', { at, data: more, unknowns: [new Unknown('parameter', `nat:${nat.key}`, `the connectivity type of ${nat.name}`)] }));
  else if (nat.hasAddress === 'no' && !nat.regional) faults.push(hop(journey, 'natWithoutAddress', 'no', { at, data: more }));
  if (nat.regional) return [...faults, regionalNat(model, journey, nat, at, more)];
  if (!nat.subnet) return [...faults, hop(journey, 'natUnknown', 'unknown', { at, data: more, unknowns: [new Unknown('reference', `nat-subnet:${nat.key}`, `the subnet of ${nat.name}`)] })];
  if (nat.subnet.key === journey.placement.subnet.key) return [...faults, hop(journey, 'natInClientSubnet', 'no', { at, data: more })];
  return [...(faults.length > 0 ? faults : [hop(journey, 'routeToNatGateway', 'yes', { at, data: more })]), ...beyondNat(model, journey, nat, nat.subnet, at, more)];
}

/** A regional NAT gateway has no subnet; it needs the VPC's internet gateway. */
function regionalNat(model: Model, journey: Journey, nat: NatGateway, at: readonly Place[], data: Record<string, string>): Step {
  const vpc: Vpc | undefined = nat.vpc ?? journey.placement.vpc;
  if (vpc?.made && !model.hasInternetGateway(vpc)) return hop(journey, 'natWithoutInternetRoute', 'no', { at, data: { ...data, natSubnet: vpc.name } });
  return hop(journey, 'routeToNatGateway', 'yes', { at, data });
}

/** From the NAT gateway's own subnet on: its route to an internet gateway, and its network ACL both ways. */
function beyondNat(model: Model, journey: Journey, nat: NatGateway, subnet: Subnet, at: readonly Place[], data: Record<string, string>): Step[] {
  const more = { ...data, natSubnet: subnet.name };
  const pick = pickRoutes(subnet);
  const vpc = subnet.vpc ?? journey.placement.vpc;
  const gateways = pick.picks.filter((p) => p.route.target.kind === 'internet-gateway');
  const attached = gateways.map((p) => (vpc ? model.isAttached(p.route.target.value, vpc) : 'unknown'));
  const steps: Step[] = [];
  if (pick.unknowns.length > 0 && pick.picks.length === 0) steps.push(hop(journey, 'natUnknown', 'unknown', { at, data: more, unknowns: pick.unknowns }));
  else if (gateways.length === 0 && pick.picks.every((p) => p.route.target.kind === 'nat-gateway')) steps.push(hop(journey, 'natWithoutInternetRoute', 'no', { at: [nat.place ?? at[0], ...(subnet.routeTable.place ? [subnet.routeTable.place] : [])], data: more }));
  else if (gateways.length === 0) steps.push(hop(journey, 'natUnknown', 'unknown', { at, data: more, unknowns: [targetUnknown(pick.picks[0].route)] }));
  else if (attached.every((a) => a === 'no')) steps.push(hop(journey, 'internetGatewayDetached', 'no', { at: [gateways[0].route.place], data: { ...more, vpc: vpc?.name ?? '' } }));
  else if (attached.includes('unknown')) steps.push(hop(journey, 'internetGatewayUnknown', 'unknown', { at: [gateways[0].route.place], data: more, unknowns: [targetUnknown(gateways[0].route)] }));
  else if (!pick.uncovered.isEmpty || gateways.length < pick.picks.length) steps.push(hop(journey, 'routePartial', 'unknown', { at: [gateways[0].route.place], data: { ...more, table: subnet.routeTable.name }, unknowns: [new Unknown('attribute', `${subnet.routeTable.key}:part`, `whether the service lies in what ${subnet.routeTable.name} routes`)] }));
  steps.push(...blocked(model, journey, subnet, 'nat'), ...natAcls(journey, subnet));
  return steps;
}

/** Packets enter the NAT's subnet from the client, leave to the service, come back, and go on to the client. */
function natAcls(journey: Journey, subnet: Subnet): Step[] {
  const client = addressesOf(journey.placement.subnet, journey.placement.vpc);
  return [
    aclHop(journey, subnet, false, client, HTTPS_PORT, false),
    aclHop(journey, subnet, true, PUBLIC_SERVICE, HTTPS_PORT, false),
    aclHop(journey, subnet, false, PUBLIC_SERVICE, EPHEMERAL.nat, true),
    aclHop(journey, subnet, true, client, EPHEMERAL[journey.os], true),
  ];
}
