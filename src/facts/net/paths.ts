import { Answer, any, conjunction, Place, Step, Truth, Unknown } from '../../core';
import { Endpoint, Model, Subnet } from '../../model';
import { addressesOf, PUBLIC_SERVICE } from './addresses';
import { aclHop, hop, Journey } from './hops';
import { NameAnswer, resolveName } from './names';
import { EPHEMERAL, HTTPS_PORT } from './ports';
import { publicWay } from './routes';
import { groupsAllow, placesOf } from './security-groups';

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
export function reach(model: Model, journey: Journey): ServiceAnswer {
  if (journey.placement.subnet.ipv6Only !== 'no') {
    const unknowns = [new Unknown('attribute', `ipv6:${journey.placement.subnet.key}`, `how the agent fares in ${journey.placement.subnet.name}, which has only IPv6 addresses`)];
    return { answer: 'unknown', journey, paths: [conjunction([hop(journey, 'ipv6Only', 'unknown', { unknowns })])], endpoints: [] };
  }
  const name = resolveName(model, journey);
  if (name.kind === 'endpoint') return endpointPaths(journey, name.endpoints, name.steps);
  const path = publicPath(model, journey, name);
  return { answer: path.answer, journey, paths: [path], endpoints: [] };
}

function publicPath(model: Model, journey: Journey, name: NameAnswer): Path {
  if (name.kind === 'none') return conjunction(name.steps);
  const out = egressHop(journey, { addresses: PUBLIC_SERVICE }, PUBLIC_SERVICE.name);
  if (name.kind === 'unknown') return conjunction([...name.steps, ...blockedEverywhere(journey)]);
  const way = publicWay(model, journey);
  const near = name.kind === 'public' ? name.nearMiss : [];
  const meddler = journey.placement.vpc ? model.meddler(journey.placement.vpc.key, 'nested') : undefined;
  if (meddler && [out, ...way].some((s) => s.answer === 'no')) {
    // It may hold the endpoint that is missing here.
    return conjunction([hop(journey, 'nameUnknown', 'unknown', { unknowns: [meddler] }), ...blockedEverywhere(journey)]);
  }
  const cannotLeave = way.some((s) => s.answer === 'no') || out.answer === 'no';
  if (near.length > 0 && cannotLeave) {
    // Somebody meant this name to go to an endpoint: say what keeps it from doing so, not what the internet path lacks.
    return conjunction(near);
  }
  return conjunction([...name.steps, out, ...way]);
}

/** Groups that let nothing out on 443 at all fail whatever the name resolves to. */
function blockedEverywhere(journey: Journey): Step[] {
  const { groups } = journey.placement;
  if (groups.unknown) return [];
  const nowhere = groups.groups.every((g) => !g.egress.open && g.egress.rules.length === 0);
  return nowhere && groups.groups.length > 0 ? [egressHop(journey, { addresses: PUBLIC_SERVICE }, PUBLIC_SERVICE.name)] : [];
}

function endpointPaths(journey: Journey, endpoints: readonly Endpoint[], nameSteps: readonly Step[]): ServiceAnswer {
  const paths: Path[] = [];
  for (const endpoint of endpoints) {
    const at = endpoint.place ? [endpoint.place] : [];
    const data = { endpoint: endpoint.name };
    for (const subnet of endpoint.subnets) paths.push(endpointPath(journey, endpoint, subnet, nameSteps));
    if (endpoint.subnetsUnknown) {
      const steps = [hop(journey, 'endpointSubnetsUnknown', 'unknown', { at, data, unknowns: [endpoint.subnetsUnknown] }), ...endpointGroups(journey, endpoint, undefined)];
      paths.push({ ...conjunction([...nameSteps, ...steps]), endpoint });
    } else if (endpoint.subnets.length === 0) {
      paths.push({ ...conjunction([...nameSteps, hop(journey, 'endpointWithoutSubnets', 'no', { at, data })]), endpoint });
    }
  }
  return { answer: any(paths.map((p) => p.answer)), journey, paths, endpoints };
}

function endpointPath(journey: Journey, endpoint: Endpoint, subnet: Subnet, nameSteps: readonly Step[]): Path {
  const { placement, os } = journey;
  const [out, ...groupSteps] = endpointGroups(journey, endpoint, subnet);
  const acls: Step[] = [];
  // Network ACLs judge what crosses a subnet's border, nothing within it.
  if (subnet.key !== placement.subnet.key) {
    const there = addressesOf(subnet, placement.vpc);
    const here = addressesOf(placement.subnet, placement.vpc);
    acls.push(
      aclHop(journey, placement.subnet, true, there, HTTPS_PORT, false),
      aclHop(journey, subnet, false, here, HTTPS_PORT, false),
      aclHop(journey, subnet, true, here, EPHEMERAL[os], true),
      aclHop(journey, placement.subnet, false, there, EPHEMERAL[os], true),
    );
  }
  const data = { endpoint: endpoint.name, endpointSubnet: subnet.name };
  const local = hop(journey, 'localRoute', 'yes', { data });
  const steps = [...nameSteps, out, ...acls.slice(0, 1), local, ...acls.slice(1, 2), ...groupSteps, ...acls.slice(2)];
  return { ...conjunction(steps), endpoint, endpointSubnet: subnet };
}

/** Out of the host's groups, into the endpoint's. */
function endpointGroups(journey: Journey, endpoint: Endpoint, subnet: Subnet | undefined): Step[] {
  const { placement } = journey;
  const there = { addresses: addressesOf(subnet ?? { cidr: undefined, name: endpoint.name }, placement.vpc), groups: endpoint.groups };
  const out = egressHop(journey, there, endpoint.name);
  const here = { addresses: addressesOf(placement.subnet, placement.vpc), groups: placement.groups };
  const entry = groupsAllow(endpoint.groups, 'ingress', here);
  const data = { endpoint: endpoint.name, endpointGroups: names(endpoint.groups), groups: names(placement.groups), rule: ruleName(entry) };
  const at = placesOf(endpoint.groups, entry);
  const into = entry.answer === 'yes' ? hop(journey, 'endpointLetsIn', 'yes', { at, data })
    : entry.answer === 'no' ? hop(journey, 'endpointBlocksIn', 'no', { at, data })
      : hop(journey, 'endpointInUnknown', 'unknown', { at, data, unknowns: entry.unknowns.length > 0 ? entry.unknowns : [partOf(placement.subnet.name, names(endpoint.groups), 'admits')] });
  return [out, into];
}

function egressHop(journey: Journey, there: Parameters<typeof groupsAllow>[2], target: string): Step {
  const { groups } = journey.placement;
  const answer = groupsAllow(groups, 'egress', there);
  const data = { groups: names(groups), target, rule: ruleName(answer) };
  const at: Place[] = placesOf(groups, answer);
  if (answer.answer === 'yes') return hop(journey, 'groupsLetOut', 'yes', { at, data });
  if (answer.answer === 'no') return hop(journey, answer.noRules ? 'groupsHaveNoEgress' : 'groupsBlockOut', 'no', { at, data });
  return hop(journey, 'groupsOutUnknown', 'unknown', { at, data, unknowns: answer.unknowns.length > 0 ? answer.unknowns : [partOf(target, names(groups), 'lets out to')] });
}

/** Rules that cover some of the addresses something may have. */
function partOf(what: string, groups: string, verb: string): Unknown {
  return new Unknown('attribute', `part:${what}:${groups}`, `whether the address in ${what} is one of those ${groups} ${verb}`);
}

function names(groups: { groups: readonly { name: string }[]; unknown?: Unknown }): string {
  const list = groups.groups.map((g) => g.name);
  if (groups.unknown) list.push(groups.unknown.what);
  return list.length > 0 ? list.join(', ') : 'no security group';
}

function ruleName(answer: ReturnType<typeof groupsAllow>): string {
  const [first] = answer.deciding;
  if (!first) return '';
  return first.rule.index !== undefined ? `rule #${first.rule.index} of ${first.group.name}` : first.rule.place?.logicalId ? `rule ${first.rule.place.logicalId}` : `the default rule of ${first.group.name}`;
}
