import { Data, Place, Step, Unknown } from '../../core';
import { NetworkModel, NatGateway, Route, stateUnknown, Subnet, Vpc } from '../../model';
import { facts } from '../../rules/facts';
import { internetGatewayDetached } from '../../rules/network/internet-gateway-detached';
import { natGatewayUnusable } from '../../rules/network/nat-gateway-unusable';
import { unresolved } from '../../rules/unresolved';
import { addressesOf, PUBLIC_SERVICE } from './addresses';
import { blocked, middleAcls, written } from './gateways';
import { blackhole, Flow, hop, Routed, Translated } from './hops';
import { divertedBy, pickRoutes, targetUnknown } from './routes';

/** From a route to a NAT gateway on: the gateway itself, its subnet's route to the internet, network ACLs. */
export function throughNat(model: NetworkModel, flow: Flow, route: Route, data: Routed): Step[] {
  const nat = model.natGateway(route.target.value);
  if (!nat) return [hop(flow, unresolved.natUnknown, 'unknown', { at: [route.place], data, unknowns: [targetUnknown(route)] })];
  const at = written(nat.place, route.place);
  const more = { ...data, nat };
  const pending = stateUnknown(nat.name, nat.key, nat.state);
  if (pending) return [hop(flow, unresolved.natUnknown, 'unknown', { at, data: more, unknowns: [pending] })];
  if (nat.state.kind === 'failed') return [hop(flow, natGatewayUnusable.faults.natNotAvailable, 'no', { at, data: { ...more, state: nat.state.word, said: nat.state.message ?? '' } })];
  if (nat.isPublic === 'no' && mayLeadOn(nat)) return [hop(flow, unresolved.natUnknown, 'unknown', { at, data: more, unknowns: [new Unknown('attribute', `beyond:${nat.key}`, `where the private NAT gateway ${nat.name} leads on to`)] })];
  const faults = connectivityFaults(flow, nat, at, more);
  if (nat.regional) return [...faults, regionalNat(model, flow, nat, at, more), ...blocked(model, flow, flow.placement.subnet, 'nat')];
  if (!nat.subnet) return [...faults, hop(flow, unresolved.natUnknown, 'unknown', { at, data: more, unknowns: [new Unknown('reference', `nat-subnet:${nat.key}`, `the subnet of ${nat.name}`)] })];
  if (nat.subnet.key === flow.placement.subnet.key) return [...faults, hop(flow, natGatewayUnusable.faults.natInClientSubnet, 'no', { at, data: more })];
  return [...faults.length > 0 ? faults : [hop(flow, facts.routeToNatGateway, 'yes', { at, data: more })], ...beyondNat(model, flow, nat.subnet, at, more)];
}

/** A private NAT gateway never leads to the internet by itself; what its subnet routes to another network may. */
function mayLeadOn({ subnet }: NatGateway): boolean {
  if (!subnet) return true;
  const { picks, unknowns } = pickRoutes(subnet.routeTable, PUBLIC_SERVICE[4]);
  return unknowns.length > 0 || picks.some(({ route }) => route.target.kind !== 'internet-gateway' && route.target.kind !== 'nat-gateway');
}

function connectivityFaults(flow: Flow, nat: NatGateway, at: readonly Place[], data: Translated): Step[] {
  if (nat.isPublic === 'no') return [hop(flow, natGatewayUnusable.faults.natPrivate, 'no', { at, data })];
  if (nat.isPublic === 'unknown') return [hop(flow, unresolved.natUnknown, 'unknown', { at, data, unknowns: [new Unknown('parameter', `nat:${nat.key}`, `the connectivity type of ${nat.name}`)] })];
  return nat.hasAddress === 'no' && !nat.regional ? [hop(flow, natGatewayUnusable.faults.natWithoutAddress, 'no', { at, data })] : [];
}

/** A regional NAT gateway has no subnet; it needs the VPC's internet gateway. */
function regionalNat(model: NetworkModel, flow: Flow, nat: NatGateway, at: readonly Place[], data: Translated): Step {
  const vpc: Vpc | undefined = nat.vpc ?? flow.placement.vpc;
  const unseen = vpc && model.internetGatewayNotSeen(vpc);
  if (unseen && !model.hasInternetGateway(vpc)) return hop(flow, unresolved.natUnknown, 'unknown', { at, data, unknowns: [unseen] });
  if (vpc?.made && !model.hasInternetGateway(vpc)) return hop(flow, natGatewayUnusable.faults.natWithoutInternetRoute, 'no', { at, data: { ...data, natSubnet: vpc } });
  return hop(flow, facts.routeToNatGateway, 'yes', { at, data });
}

/** From the subnet of what translates on: its route to an internet gateway, and its network ACL both ways. */
function beyondNat(model: NetworkModel, flow: Flow, subnet: Subnet, at: readonly Place[], data: Translated): Step[] {
  return [...outOf(model, flow, subnet, at, data), ...blocked(model, flow, subnet, 'nat'), ...repliesDiverted(flow, subnet, data), ...middleAcls(flow, subnet, 'nat')];
}

/** Replies to the client take the local route, unless a more specific one puts an appliance in between. */
export function repliesDiverted(flow: Flow, subnet: Subnet, data: Data): Step[] {
  const { placement } = flow;
  const client = addressesOf(placement.subnet, placement.vpc, flow.family, placement.launch.privateAddress);
  const diverted = divertedBy(subnet.routeTable, placement.vpc, client);
  return diverted ? [hop(flow, unresolved.routeUnknown, 'unknown', { at: written(diverted.place), data, unknowns: [targetUnknown(diverted)] })] : [];
}

/** Whether the subnet of a NAT gateway or instance leads to an internet gateway, for IPv4. */
export function outOf(model: NetworkModel, flow: Flow, subnet: Subnet, at: readonly Place[], data: Translated): Step[] {
  const more = { ...data, natSubnet: subnet };
  const { picks, uncovered, unknowns } = pickRoutes(subnet.routeTable, PUBLIC_SERVICE[4]);
  const dead = picks.filter((p) => p.route.isBlackhole);
  if (dead.length > 0 && dead.length === picks.length && unknowns.length === 0) return dead.map((p) => blackhole(flow, p.route, more));
  const vpc = subnet.vpc ?? flow.placement.vpc;
  const gateways = picks.filter((p) => p.route.target.kind === 'internet-gateway' && !p.route.isBlackhole).map((p) => p.route);
  const attached = gateways.map((route) => (vpc ? model.isAttached(route.target.value, vpc) : 'unknown'));
  if (unknowns.length > 0 && picks.length === 0) return [hop(flow, unresolved.natUnknown, 'unknown', { at, data: more, unknowns })];
  if (gateways.length === 0 && picks.every((p) => p.route.target.kind === 'nat-gateway')) {
    const meddler = subnet.routeTable.made ? model.meddler(subnet.routeTable.key) : undefined;
    if (meddler) return [hop(flow, unresolved.natUnknown, 'unknown', { at, data: more, unknowns: [meddler] })];
    return [hop(flow, natGatewayUnusable.faults.natWithoutInternetRoute, 'no', { at: written(at[0], subnet.routeTable.place), data: more })];
  }
  if (gateways.length === 0) return [hop(flow, unresolved.natUnknown, 'unknown', { at, data: more, unknowns: [targetUnknown(picks[0].route)] })];
  const where = written(gateways[0].place);
  if (attached.every((a) => a === 'no')) return [hop(flow, internetGatewayDetached.faults.internetGatewayDetached, 'no', { at: where, data: { ...more, vpc: vpc ?? '' } })];
  if (attached.includes('unknown')) return [hop(flow, unresolved.internetGatewayUnknown, 'unknown', { at: where, data: more, unknowns: [targetUnknown(gateways[0])] })];
  const part = new Unknown('attribute', `${subnet.routeTable.key}:part`, `whether the service lies in what ${subnet.routeTable.name} routes`);
  const whole = uncovered.isEmpty && gateways.length === picks.length && unknowns.length === 0 && attached.every((a) => a === 'yes');
  return whole ? [] : [hop(flow, unresolved.routePartial, 'unknown', { at: where, data: { ...more, table: subnet.routeTable }, unknowns: unknowns.length > 0 ? unknowns : [part] })];
}
