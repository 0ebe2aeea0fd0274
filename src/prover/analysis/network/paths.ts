import { all, Answer, any, conjunction, Step, Truth, Unknown } from '../../core';
import { Endpoint, GroupRule, NetworkModel, stateUnknown, Subnet, Vpc } from '../../model';
import { facts } from '../../rules/facts';
import { endpointAddressFamily } from '../../rules/network/endpoint-address-family';
import { endpointWithoutSubnets } from '../../rules/network/endpoint-without-subnets';
import { natRouteMissing } from '../../rules/network/nat-route-missing';
import { unresolved } from '../../rules/unresolved';
import { AddressSpace, NAT64, PUBLIC_SERVICE } from './addresses';
import { endpointWays, unplacedPath } from './endpoint-path';
import { egressHop } from './group-hops';
import { Flow, hop, Journey } from './hops';
import { familiesOf, NameAnswer, resolveName } from './names';
import { HTTPS, letsThrough } from './ports';
import { publicWay } from './public-way';

/** One way from a host to a service. */
export interface Path extends Answer {
  /** The endpoint at its end; undefined for the public service. */
  readonly endpoint?: Endpoint;
  /** The subnet of the endpoint's network interface. */
  readonly endpointSubnet?: Subnet;
}

/** Whether a host reaches a service from one placement, by which paths. */
export interface ServiceAnswer {
  readonly answer: Truth;
  readonly journey: Journey;
  /** An endpoint has a path for each of its network interfaces; one that works is enough. */
  readonly paths: readonly Path[];
  /** Endpoints whose name the service resolves to. */
  readonly endpoints: readonly Endpoint[];
}

/** Can TCP 443 reach the service, and can the replies come back? Later hops are judged although an earlier one fails. */
export function reach(model: NetworkModel, journey: Journey): ServiceAnswer {
  const { subnet } = journey.placement;
  if (subnet.said) {
    model.worlds.assume({ kind: 'said', subject: `subnet ${subnet.said.name}`, value: subnet.said.word });
    const reaches = subnet.said.word === 'reaches';
    return answerOf(journey, [conjunction([hop(journey, reaches ? facts.subnetSaidToReach : natRouteMissing.faults.subnetSaidIsolated, reaches ? 'yes' : 'no', { at: [journey.host.place] })])]);
  }
  if (subnet.ipv6Only === 'unknown') {
    const unknowns = [new Unknown('parameter', `ipv6:${subnet.key}`, `whether ${subnet.name} has only IPv6 addresses (Ipv6Native)`)];
    return answerOf(journey, [conjunction([hop(journey, unresolved.ipv6Only, 'unknown', { data: { host: journey.host }, unknowns })])]);
  }
  if (subnet.ipv6Only === 'yes') return byIpv6(model, { ...journey, family: 6 });
  const first = byName(model, { ...journey, family: 4 });
  if (first.answer === 'yes' || !familiesOf(journey).includes(6)) return first;
  // A dual-stack endpoint answers with both kinds of addresses, and the agent takes the one that works.
  const name = resolveName(model, { ...journey, family: 6 });
  if (name.kind === 'public' && name.nearMiss.length === 0) return orByIpv6(model, { ...journey, family: 6 }, name, first);
  if (name.kind !== 'endpoint') return first;
  const second = endpointPaths(model, { ...journey, family: 6 }, name.endpoints, name.steps);
  if (second.answer === 'no') return first;
  const named = [...new Set([...first.endpoints, ...second.endpoints])];
  return { ...second, paths: [...first.paths, ...second.paths], endpoints: named, answer: any([first.answer, second.answer]) };
}

/** Told to use dual-stack names, the agent of a host with both kinds of addresses may take the public IPv6 way. */
function orByIpv6(model: NetworkModel, flow: Flow, name: NameAnswer, first: ServiceAnswer): ServiceAnswer {
  const direct = publicPath(model, flow, name, PUBLIC_SERVICE[6]);
  if (direct.answer === 'no') return first;
  if (flow.dualStackNames === 'yes') model.worlds.assume({ kind: 'dual-stack-names', subject: flow.host.name });
  const second = unless(flow.dualStackNames ?? 'unknown', direct, flow, 'whether the agent is told to use dual-stack endpoints (UseDualStackEndpoint)');
  return { ...first, paths: [...first.paths, second], answer: any([first.answer, second.answer]) };
}

function answerOf(journey: Journey, paths: readonly Path[], endpoints: readonly Endpoint[] = []): ServiceAnswer {
  return { answer: any(paths.map((p) => p.answer)), journey, paths, endpoints };
}

function byName(model: NetworkModel, flow: Flow): ServiceAnswer {
  const name = resolveName(model, flow);
  if (name.kind === 'endpoint') return endpointPaths(model, flow, name.endpoints, name.steps);
  return answerOf(flow, [publicPath(model, flow, name, PUBLIC_SERVICE[4])]);
}

/**
 * A host with IPv6 addresses only. The names the agent asks for have IPv6 addresses where an endpoint gives them some, or where DNS64
 * makes some up; else the agent must be told to ask for the dual-stack names (UseDualStackEndpoint, agent 3.3.3270.0 or newer).
 */
function byIpv6(model: NetworkModel, flow: Flow): ServiceAnswer {
  const name = resolveName(model, flow);
  if (name.kind === 'endpoint') return endpointPaths(model, flow, name.endpoints, name.steps);
  const { dns64 } = flow.placement.subnet;
  // DNS64 makes up addresses for an endpoint's IPv4 ones as well, and a NAT gateway takes those back.
  const translatable = name.kind === 'none' && dns64 !== 'no' && name.steps.some((s) => s.reason === endpointAddressFamily.faults.endpointOtherFamily);
  if (translatable) {
    const unknowns = [new Unknown('attribute', `nat64:${flow.placement.subnet.key}:${flow.service}`, `whether a NAT gateway leads from ${flow.placement.subnet.name} to the IPv4 addresses of the endpoint`)];
    return answerOf(flow, [conjunction([hop(flow, unresolved.ipv6Only, 'unknown', { data: { host: flow.host }, unknowns }), ...blockedEverywhere(model, flow)])]);
  }
  if (name.kind !== 'public') return answerOf(flow, [conjunction([...name.steps, ...blockedEverywhere(model, flow)])]);
  const direct = publicPath(model, flow, name, PUBLIC_SERVICE[6]);
  if (flow.dualStackNames === 'yes') {
    model.worlds.assume({ kind: 'dual-stack-names', subject: flow.host.name });
    return answerOf(flow, [direct]);
  }
  const translated = dns64 === 'no' ? undefined : unless(dns64, publicPath(model, flow, name, NAT64), flow, `whether ${flow.placement.subnet.name} has DNS64`);
  if (translated && direct.answer === 'no') return answerOf(flow, [translated]);
  const perhaps = unless('unknown', direct, flow, 'whether the agent is told to use dual-stack endpoints (UseDualStackEndpoint)');
  return answerOf(flow, translated ? [translated, perhaps] : [perhaps]);
}

/** A path that only counts if something holds. */
function unless(condition: Truth, path: Path, flow: Flow, what: string): Path {
  if (condition === 'yes' || path.answer === 'no') return path;
  return { ...path, ...conjunction([...path.because, hop(flow, unresolved.ipv6Only, 'unknown', { data: { host: flow.host }, unknowns: [new Unknown('attribute', `ipv6:${flow.placement.subnet.key}:${what}`, what)] })]) };
}

function publicPath(model: NetworkModel, flow: Flow, name: NameAnswer, service: AddressSpace): Path {
  if (name.kind === 'none') return conjunction(name.steps);
  if (name.kind === 'unknown') return conjunction([...name.steps, ...blockedEverywhere(model, flow)]);
  const out = egressHop(model, flow, { addresses: service, service: flow.service }, service.name);
  const way = publicWay(model, flow, service);
  const near = name.kind === 'public' ? name.nearMiss : [];
  const meddler = flow.placement.vpc && meddlerOf(model, flow.placement.vpc, flow.service);
  const cannotLeave = [out, ...way].some((s) => s.answer === 'no');
  if (meddler && cannotLeave) {
    // It may hold the endpoint that is missing here.
    return conjunction([hop(flow, unresolved.nameUnknown, 'unknown', { unknowns: [meddler] }), ...blockedEverywhere(model, flow)]);
  }
  // Of a live VPC all is known that may answer for names, or the name was not resolved.
  const joined = cannotLeave && near.length === 0 && !model.isLive ? joinedElsewhere(model, flow) : undefined;
  if (joined) return conjunction([hop(flow, unresolved.nameUnknown, 'unknown', { unknowns: [joined] }), ...blockedEverywhere(model, flow)]);
  // Somebody meant this name to go to an endpoint: say what keeps it from doing so, not what the internet path lacks.
  return conjunction(near.length > 0 && cannotLeave ? near : [...name.steps, out, ...way]);
}

/** What may add an endpoint to a VPC, or mend one that it has. */
function meddlerOf(model: NetworkModel, vpc: Vpc, service: string): Unknown | undefined {
  return [vpc, ...model.endpointsOf(vpc).filter((e) => e.service === service)].map(({ key }) => model.meddler(key)).find((u) => u !== undefined);
}

/**
 * A subnet that is joined to networks the input does not show may get its names from there too: a hosted zone of theirs, shared with its
 * VPC, that leads to their endpoints.
 */
function joinedElsewhere(model: NetworkModel, flow: Flow): Unknown | undefined {
  const { subnet, vpc } = flow.placement;
  const route = subnet.routeTable.routes.find(({ target, isBlackhole }) => !isBlackhole && JOINS.has(target.property) && target.kind !== 'internet-gateway' && !model.peering(target.value) && !model.transitGateway(target.value));
  if (!route) return undefined;
  return new Unknown('reference', `joined:${subnet.routeTable.key}`, `whether the network behind ${route.place.logicalId ?? route.target.property} answers for ${flow.service} in ${vpc?.name ?? subnet.name}`);
}

const JOINS = new Set(['TransitGatewayId', 'VpcPeeringConnectionId', 'CoreNetworkArn', 'GatewayId']);

/** A service whose name is asked of name servers that are not known: groups may rule it out all the same. */
export function byForeignName(model: NetworkModel, service: ServiceAnswer, unknown: Unknown): ServiceAnswer {
  const flow: Flow = { ...service.journey, family: service.journey.placement.subnet.ipv6Only === 'yes' ? 6 : 4 };
  return { ...answerOf(service.journey, [conjunction([hop(flow, unresolved.nameUnknown, 'unknown', { unknowns: [unknown] }), ...blockedEverywhere(model, flow)])]), endpoints: service.endpoints };
}

/** Groups that let nothing out on 443 at all fail whatever the name resolves to. */
function blockedEverywhere(model: NetworkModel, flow: Flow): Step[] {
  const { groups, launch } = flow.placement;
  // A further network interface may have other groups, and lie in another subnet.
  if (groups.unknown || launch.otherSubnets.length > 0) return [];
  const nowhere = groups.groups.every((g) => !g.egress.open && !(flow.family === 6 && g.egress.openForIpv6) && g.egress.rules.every(keepsHttpsIn));
  const service = PUBLIC_SERVICE[flow.family];
  return nowhere && groups.groups.length > 0 ? [egressHop(model, flow, { addresses: service }, service.name)] : [];
}

/** Whether a rule is about other ports or protocols than TCP 443, wherever it lets out to. */
const keepsHttpsIn = ({ protocol, from, to }: GroupRule) => letsThrough(protocol, from, to, HTTPS) === 'no';

/** An endpoint of a live account that serves nobody yet, or nobody any more. */
function notInUse(flow: Flow, endpoint: Endpoint): Step | undefined {
  const at = endpoint.place ? [endpoint.place] : [];
  const doubt = stateUnknown(endpoint.name, endpoint.key, endpoint.state);
  if (doubt) return hop(flow, unresolved.nameUnknown, 'unknown', { at, unknowns: [doubt] });
  const { kind, word, message } = endpoint.state;
  return kind === 'failed' ? hop(flow, endpointWithoutSubnets.faults.endpointNotAvailable, 'no', { at, data: { endpoint: endpoint.name, vpc: endpoint.vpc?.name ?? '', state: word, said: message ?? '' } }) : undefined;
}

/** A further network interface in the subnet of an endpoint's: the system goes there directly, by what groups that one has. */
function byOtherInterface(flow: Flow, endpoint: Endpoint, subnet: Subnet): Step[] | undefined {
  const { host, placement: { launch } } = flow;
  const other = launch.otherSubnets.find((s) => s.key === subnet.key || s.elsewhere !== undefined);
  if (!other) return undefined;
  const unknowns = [new Unknown('attribute', `interface:${host.key}:${subnet.key}`, `what the network interface of ${host.name} in ${other.name} lets through`)];
  return [hop(flow, unresolved.otherInterfaceUnknown, 'unknown', { at: [host.place], data: { host, endpoint, endpointSubnet: subnet }, unknowns })];
}

function endpointPaths(model: NetworkModel, flow: Flow, endpoints: readonly Endpoint[], nameSteps: readonly Step[]): ServiceAnswer {
  const ways = endpointWays(model, flow, endpoints);
  const paths: Path[] = [];
  for (const [i, endpoint] of endpoints.entries()) {
    const idle = notInUse(flow, endpoint);
    if (idle) {
      paths.push({ ...conjunction([...nameSteps, idle]), endpoint });
      continue;
    }
    for (const { subnet, steps } of ways[i]) {
      const { answer, because } = conjunction([...nameSteps, ...all(steps.map((s) => s.answer)) === 'no' ? byOtherInterface(flow, endpoint, subnet) ?? steps : steps]);
      paths.push({ answer, because, endpoint, endpointSubnet: subnet });
    }
    if (endpoint.subnetsUnknown) {
      const at = endpoint.place ? [endpoint.place] : [];
      const steps = [hop(flow, unresolved.endpointSubnetsUnknown, 'unknown', { at, data: { endpoint }, unknowns: [endpoint.subnetsUnknown] }), ...unplacedPath(model, flow, endpoint)];
      paths.push({ ...conjunction([...nameSteps, ...steps]), endpoint });
    } else if (endpoint.subnets.length === 0) {
      const at = endpoint.place ? [endpoint.place] : [];
      paths.push({ ...conjunction([...nameSteps, hop(flow, endpointWithoutSubnets.faults.endpointWithoutSubnets, 'no', { at, data: { endpoint } })]), endpoint });
    }
  }
  return answerOf(flow, paths, endpoints);
}
