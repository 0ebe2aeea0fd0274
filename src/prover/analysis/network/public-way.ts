import { evidenceKey, Reason, scalar, Step, textOf, Unknown } from '../../core';
import { NetworkModel, Route } from '../../model';
import { internetRouteMissing } from '../../rules/network/internet-route-missing';
import { natRouteMissing } from '../../rules/network/nat-route-missing';
import { peeringRouteMissing } from '../../rules/network/peering-route-missing';
import { unresolved } from '../../rules/unresolved';
import { AddressSpace } from './addresses';
import { egressOnlyGateway, internetGateway, ownAcls, written } from './gateways';
import { blackhole, Flow, hop, isAboutHost, Routed, sharedFrom } from './hops';
import { throughNat } from './nat';
import { throughInstance } from './nat-instance';
import { pickRoutes, targetUnknown } from './routes';
import { throughTransit } from './transit-egress';

/** The way from a host's subnet to a public service: route, gateway, address, network ACLs. */
export function publicWay(model: NetworkModel, flow: Flow, service: AddressSpace): readonly Step[] {
  const { account, region } = flow.host;
  // Hosts of one subnet share their way out, unless it asks for an address of their own.
  const shared = sharedFrom(model, flow, `out ${service.name} ${flow.os} ${account ?? ''} ${region ?? ''}`, (there) => {
    const steps = wayOut(model, there, service);
    return steps.some((step) => isAboutHost(step) || NO_ROUTE.includes(step.reason)) ? undefined : steps;
  });
  return shared ?? wayOut(model, flow, service);
}

/** Which of the two is missing rests on whether the host has a public address. */
const NO_ROUTE: readonly Reason[] = [internetRouteMissing.faults.internetRouteMissing, natRouteMissing.faults.natRouteMissing];

function wayOut(model: NetworkModel, flow: Flow, service: AddressSpace): Step[] {
  const { subnet } = flow.placement;
  const table = subnet.routeTable;
  const pick = pickRoutes(table, service);
  if (pick.picks.length === 0) {
    if (pick.unknowns.length > 0) return [hop(flow, unresolved.routeUnknown, 'unknown', { data: { table }, unknowns: pick.unknowns })];
    const meddler = table.made ? model.meddler(table.key) ?? model.meddler(subnet.key) : undefined;
    if (meddler) return [hop(flow, unresolved.routeUnknown, 'unknown', { data: { table }, unknowns: [meddler] })];
    return [missingRoute(model, flow)];
  }
  const ways = pick.picks.map(({ route }) => [...routeSteps(model, flow, route), ...ownAcls(flow, service)]);
  const at = pick.picks.map((p) => p.route.place);
  if (pick.unknowns.length > 0) return [...foldParts(ways), hop(flow, unresolved.routeUnknown, 'unknown', { at, data: { table }, unknowns: pick.unknowns })];
  if (pick.uncovered.isEmpty) return foldParts(ways);
  // Where no route leads anywhere, the rest has none at all.
  if (ways.every(fails)) return ways.flat();
  const part = new Unknown('attribute', `${table.key}:part`, `whether the service lies in what ${table.name} routes`);
  return [...foldParts(ways), hop(flow, unresolved.routePartial, 'unknown', { at, data: { table }, unknowns: [part] })];
}

const fails = (way: readonly Step[]) => way.some((s) => s.answer === 'no');

/** Several routes share the public space. If all lead nowhere the path fails; if they differ, the service may lie in either part. */
function foldParts(ways: readonly (readonly Step[])[]): Step[] {
  if (ways.every(fails) || !ways.some(fails)) return ways.flat();
  return ways.flat().map((s) => (s.answer === 'no' ? { ...s, answer: 'unknown' as const, unknowns: [new Unknown('attribute', `part:${evidenceKey(s.data.table ?? s.data.subnet)}`, `whether the service lies in the part of its addresses that ${textOf(s.data.route) ?? 'one route'} takes`)] } : s));
}

function missingRoute(model: NetworkModel, flow: Flow): Step {
  const { subnet, vpc, publicAddress } = flow.placement;
  const table = subnet.routeTable;
  const meantPublic = publicAddress === 'yes' || subnet.mapsPublicAddress === 'yes';
  const data = { table, vpc: vpc ?? '', hasInternetGateway: vpc && model.hasInternetGateway(vpc) ? 'yes' : 'no' };
  return hop(flow, meantPublic ? internetRouteMissing.faults.internetRouteMissing : natRouteMissing.faults.natRouteMissing, 'no', { at: written(table.place ?? subnet.place), data });
}

function routeSteps(model: NetworkModel, flow: Flow, route: Route): Step[] {
  const data = { route: route.place.logicalId ?? 'the default route', destination: scalar(route.destination) ?? '', table: flow.placement.subnet.routeTable };
  if (route.isBlackhole) return [blackhole(flow, route, data)];
  switch (route.target.kind) {
    case 'internet-gateway': return internetGateway(model, flow, route, data);
    case 'egress-only-gateway': return egressOnlyGateway(model, flow, route, data);
    case 'nat-gateway': return throughNat(model, flow, route, data);
    case 'instance':
    case 'interface': return throughInstance(model, flow, route, data);
    // Nobody translates IPv6 addresses in a shared VPC: that way is not followed.
    case 'transit-gateway': return flow.family === 4 ? throughTransit(model, flow, route, data) : [unfollowed(model, flow, route, data)];
    case 'peering': return throughPeering(model, flow, route, data);
    default: return [unfollowed(model, flow, route, data)];
  }
}

/** Peering leads to the other VPC's own addresses, to nothing beyond (vpc-peering-basics). */
function throughPeering(model: NetworkModel, flow: Flow, route: Route, data: Routed): Step[] {
  const peering = model.peering(route.target.value);
  if (!peering) return [unfollowed(model, flow, route, data)];
  return [hop(flow, peeringRouteMissing.faults.peeringLeadsNoFurther, 'no', { at: written(route.place, peering.place), data: { ...data, peering } })];
}

function unfollowed(model: NetworkModel, flow: Flow, route: Route, data: Routed): Step {
  const behind = model.behindEndpoint(route.target.value);
  const unknowns = [behind ?? targetUnknown(route)];
  return hop(flow, unresolved.routeUnknown, 'unknown', { at: [route.place], data: { ...data, target: route.target.property }, unknowns });
}
