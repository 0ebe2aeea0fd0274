import { Step, Truth, Unknown } from '../../core';
import { NetworkModel, Peering, Route, stateUnknown, Subnet, TransitGateway, Vpc } from '../../model';
import { facts } from '../../rules/facts';
import { type EvidenceOf } from '../../rules/fault';
import { peeringRouteMissing } from '../../rules/network/peering-route-missing';
import { returnRouteMissing } from '../../rules/network/return-route-missing';
import { transitGatewayUnusable } from '../../rules/network/transit-gateway-unusable';
import { unresolved } from '../../rules/unresolved';
import { addressesOf, AddressSet, AddressSpace, blockOf } from './addresses';
import { written } from './gateways';
import { blackhole, Flow, hop } from './hops';
import { divertedBy, pickRoutes, RoutePick, targetUnknown } from './routes';
import { enterTransit, pickTransit, transitOf, transitSteps } from './transit';

/** One end of a private connection. */
export interface End {
  readonly subnet: Subnet;
  readonly vpc: Vpc | undefined;
  readonly addresses: AddressSpace;
}

/** How packets get from one subnet to another, and whether security group rules may name groups across it. */
export interface Crossing {
  readonly steps: readonly Step[];
  readonly egressGroups: Truth;
  readonly ingressGroups: Truth;
  /** What joins two VPCs. */
  readonly by?: Peering | TransitGateway;
}

/** From a host to a private address and back: inside one VPC, over peering, or over a transit gateway. */
export function cross(model: NetworkModel, flow: Flow, here: End, there: End): Crossing {
  if (here.vpc && there.vpc && here.vpc.key === there.vpc.key) return { steps: inside(flow, here, there), egressGroups: 'yes', ingressGroups: 'yes' };
  if (!here.vpc || !there.vpc) {
    const unknowns = [new Unknown('reference', `between:${here.subnet.key}:${there.subnet.key}`, `whether ${here.subnet.name} and ${there.subnet.name} are joined`)];
    return { steps: [hop(flow, unresolved.routeUnknown, 'unknown', { unknowns })], egressGroups: 'unknown', ingressGroups: 'unknown' };
  }
  const out = oneWay(model, flow, here, there, false);
  const back = oneWay(model, flow, there, here, true);
  const groups = acrossGroups(out.by);
  return { steps: [...out.steps, ...back.steps], ...groups, ...out.by ? { by: out.by } : {} };
}

/** What leads to the other end: a route table, and then a route of it. */
type Towards = EvidenceOf<'table' | 'target' | 'vpc'>;
type Along = EvidenceOf<'table' | 'target' | 'vpc' | 'route'>;

/** Inside a VPC the local route always leads there, unless a more specific one puts an appliance in between. */
function inside(flow: Flow, here: End, there: End): Step[] {
  const diverted = here.subnet.key === there.subnet.key ? undefined
    : divertedBy(here.subnet.routeTable, here.vpc, there.addresses) ?? divertedBy(there.subnet.routeTable, here.vpc, here.addresses);
  const data = { target: there.subnet, endpointSubnet: there.subnet };
  if (diverted) return [hop(flow, unresolved.routeUnknown, 'unknown', { at: written(diverted.place), data, unknowns: [targetUnknown(diverted)] })];
  return [hop(flow, facts.localRoute, 'yes', { data })];
}

interface Way {
  readonly steps: readonly Step[];
  readonly by?: Peering | TransitGateway;
}

function oneWay(model: NetworkModel, flow: Flow, from: End, to: End, reply: boolean): Way {
  const table = from.subnet.routeTable;
  const pick = pickRoutes(table, to.addresses);
  const data = { table, target: to.subnet, vpc: to.vpc ?? '' };
  const shadow = ownBlocks(from, flow.family).some((block) => block.overlaps(to.addresses.set));
  if (shadow) return { steps: [hop(flow, unresolved.routeUnknown, 'unknown', { at: written(from.vpc?.place), data, unknowns: [new Unknown('attribute', `overlap:${from.vpc?.key}:${to.vpc?.key}`, `how packets leave ${from.vpc?.name} for ${to.subnet.name}, whose addresses are its own as well`)] })] };
  const at = written(table.place ?? from.subnet.place);
  if (pick.picks.length === 0) return { steps: [nowhere(model, flow, pick, from, reply, at, data)] };
  const ways = pick.picks.map(({ route }) => by(model, flow, route, from, to, reply, data));
  const failing = ways.filter((w) => w.steps.some((s) => s.answer === 'no'));
  if (pick.unknowns.length > 0 && (failing.length > 0 || !pick.uncovered.isEmpty)) return { steps: [hop(flow, unresolved.routeUnknown, 'unknown', { at, data, unknowns: pick.unknowns })], by: ways[0].by };
  const whole = pick.uncovered.isEmpty;
  if (failing.length === ways.length || (failing.length === 0 && whole)) return { steps: ways.flatMap((w) => w.steps), by: ways[0].by };
  return { steps: [hop(flow, unresolved.routePartial, 'unknown', { at, data, unknowns: [new Unknown('attribute', `${table.key}:to:${to.subnet.key}`, `whether ${to.subnet.name} lies in what ${table.name} routes`)] })], by: ways[0].by };
}

/** The blocks of a VPC itself, whose local route goes before any route to another network. */
function ownBlocks({ vpc }: End, family: Flow['family']): AddressSet[] {
  const cidrs = (family === 4 ? vpc?.cidrs : vpc?.ipv6Cidrs) ?? [];
  return cidrs.map((cidr) => blockOf(cidr, family)).filter((b): b is AddressSet => b !== undefined);
}

function nowhere(model: NetworkModel, flow: Flow, pick: RoutePick, from: End, reply: boolean, at: ReturnType<typeof written>, data: Towards): Step {
  if (pick.unknowns.length > 0) return hop(flow, unresolved.routeUnknown, 'unknown', { at, data, unknowns: pick.unknowns });
  const meddler = from.subnet.routeTable.made ? model.meddler(from.subnet.routeTable.key) : undefined;
  if (meddler) return hop(flow, unresolved.routeUnknown, 'unknown', { at, data, unknowns: [meddler] });
  return hop(flow, reply ? returnRouteMissing.faults.returnRouteMissing : peeringRouteMissing.faults.peerRouteMissing, 'no', { at, data });
}

function by(model: NetworkModel, flow: Flow, route: Route, from: End, to: End, reply: boolean, data: Towards): Way {
  const more = { ...data, route: route.place.logicalId ?? '' };
  if (route.isBlackhole) return { steps: [{ ...blackhole(flow, route, more), at: written(route.place) }] };
  const peering = model.peering(route.target.value);
  if (peering?.needsAcceptance) model.worlds.assume({ kind: 'peering-accepted', subject: peering.name });
  if (peering) return { steps: [overPeering(flow, peering, route, from, to, more)], by: peering };
  const gateway = transitOf(model, route);
  if (gateway) return { steps: overTransit(flow, gateway, route, from, to, more), by: gateway };
  // These never lead to a private address of another VPC.
  if (route.target.kind === 'internet-gateway' || route.target.kind === 'egress-only-gateway') {
    return { steps: [hop(flow, reply ? returnRouteMissing.faults.returnRouteMissing : peeringRouteMissing.faults.peerRouteMissing, 'no', { at: written(route.place), data: more })] };
  }
  return { steps: [hop(flow, unresolved.routeUnknown, 'unknown', { at: written(route.place), data: more, unknowns: [targetUnknown(route)] })] };
}

function overPeering(flow: Flow, peering: Peering, route: Route, from: End, to: End, data: Along): Step {
  const more = { at: written(route.place, peering.place), data: { ...data, peering } };
  const doubt = stateUnknown(peering.name, peering.key, peering.state);
  if (doubt) return hop(flow, unresolved.routeUnknown, 'unknown', { ...more, unknowns: [doubt] });
  if (peering.state.kind === 'failed') return hop(flow, peeringRouteMissing.faults.peeringNotActive, 'no', { ...more, data: { ...more.data, state: peering.state.word } });
  const keys = peering.vpcs.map((v) => v?.key);
  if (keys.includes(from.vpc!.key) && keys.includes(to.vpc!.key)) return hop(flow, facts.routeToPeering, 'yes', more);
  const known = peering.vpcs.every((v) => v?.made);
  if (known) return hop(flow, peeringRouteMissing.faults.peeringLeadsElsewhere, 'no', more);
  return hop(flow, unresolved.routeUnknown, 'unknown', { ...more, unknowns: [new Unknown('reference', `peering:${peering.key}`, `which VPCs ${peering.name} joins`)] });
}

function overTransit(flow: Flow, gateway: TransitGateway, route: Route, from: End, to: End, data: Along): Step[] {
  const { attachment, steps } = enterTransit(flow, gateway, from.vpc, from.subnet, route, data);
  if (!attachment) return steps;
  const target = gateway.attachments.find((a) => a.vpc?.key === to.vpc!.key);
  const pick = pickTransit(gateway, attachment, to.addresses);
  if (!target && !pick.unknown) return [...steps, hop(flow, transitGatewayUnusable.faults.transitNotAttached, 'no', { at: written(gateway.place), data: { ...data, transit: gateway } })];
  return [...steps, ...transitSteps(flow, gateway, pick, target, data)];
}

/** Over peering within a Region rules may name groups both ways, over a transit gateway in ingress rules only, and only if told so. */
function acrossGroups(between: Way['by']): { egressGroups: Truth; ingressGroups: Truth } {
  if (!between) return { egressGroups: 'unknown', ingressGroups: 'unknown' };
  if ('crossRegion' in between) {
    const groups: Truth = between.crossRegion === 'yes' ? 'no' : between.crossRegion === 'no' ? 'yes' : 'unknown';
    return { egressGroups: groups, ingressGroups: groups };
  }
  return { egressGroups: 'no', ingressGroups: between.groupReferences };
}

/** The addresses of a subnet's interfaces as the other end sees them. */
export function endOf(subnet: Subnet, vpc: Vpc | undefined, flow: Flow, fixed?: Parameters<typeof addressesOf>[3]): End {
  return { subnet, vpc, addresses: addressesOf(subnet, vpc, flow.family, fixed) };
}
