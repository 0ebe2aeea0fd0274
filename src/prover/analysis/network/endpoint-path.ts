import { Step } from '../../core';
import { Endpoint, NetworkModel, Subnet } from '../../model';
import { endpointAddressFamily } from '../../rules/network/endpoint-address-family';
import { unresolved } from '../../rules/unresolved';
import { addressesOf } from './addresses';
import { cross, endOf } from './crossing';
import { egressHop, ingressHop } from './group-hops';
import { aclHop, Flow, hop, sharedFrom } from './hops';
import { EPHEMERAL, HTTPS_PORT } from './ports';
import { acrossAcls } from './transit-acls';

/** One network interface of an endpoint, and the way there from a subnet. */
interface Way {
  readonly endpoint: Endpoint;
  readonly subnet: Subnet;
  /** Everything but the security groups; undefined where the interface has no address of the family. */
  readonly between?: ReturnType<typeof wayTo>;
}

/** From a host to each network interface of some endpoints, and back: one list an endpoint. */
export function endpointWays(model: NetworkModel, flow: Flow, endpoints: readonly Endpoint[]): { subnet: Subnet; steps: Step[] }[][] {
  const ids = endpoints.map((e) => model.idOf(e.key)).join(',');
  const waysFrom = (from: Flow) => endpoints.map((endpoint) => endpoint.subnets.map((subnet): Way =>
    ({ endpoint, subnet, ...flow.family === 6 && subnet.ipv6Cidr === undefined ? {} : { between: wayTo(model, from, endpoint, subnet) } })));
  // Hosts of one subnet differ in their groups only.
  const ways = sharedFrom(model, flow, `ways ${flow.os} ${ids}`, waysFrom) ?? waysFrom(flow);
  return ways.map((list) => list.map((way) => ({ subnet: way.subnet, steps: stepsOf(model, flow, way).map((step) => withoutAddress(way, step, flow)) })));
}

/** What is not known of the way to a live endpoint may rest on the address of its network interface. */
function withoutAddress({ endpoint, subnet }: Way, step: Step, { family }: Flow): Step {
  const { addressesUnseen } = endpoint;
  if (step.answer !== 'unknown' || !addressesUnseen || endpoint.addresses.get(subnet.key)?.[family] !== undefined) return step;
  return { ...step, unknowns: [...step.unknowns ?? [], addressesUnseen] };
}

function stepsOf(model: NetworkModel, flow: Flow, { endpoint, between }: Way): Step[] {
  if (!between) return [hop(flow, endpointAddressFamily.faults.endpointOtherFamily, 'no', { at: endpoint.place ? [endpoint.place] : [], data: { host: flow.host, endpoint, family: 'IPv6' } })];
  const { here, there, crossing, before, after, replies, followed } = between;
  const out = egressHop(model, flow, { addresses: there.addresses, groups: endpoint.groups, groupsCount: crossing.egressGroups }, endpoint);
  const into = ingressHop(model, flow, endpoint, { addresses: here.addresses, groups: flow.placement.groups, groupsCount: crossing.ingressGroups });
  // What cannot be followed may put another address in the packet's place, so nothing beyond it can be told.
  return followed ? [out, ...before, ...after, into, ...replies] : [out, ...before, ...crossing.steps];
}

/** Everything but the security groups: the same for all hosts of a subnet. */
function wayTo(model: NetworkModel, flow: Flow, endpoint: Endpoint, subnet: Subnet) {
  const { placement, os } = flow;
  const here = endOf(placement.subnet, placement.vpc, flow, flow.family === 4 ? placement.launch.privateAddress : undefined);
  const there = endOf(subnet, subnet.vpc ?? endpoint.vpc, flow, endpoint.addresses.get(subnet.key)?.[flow.family]);
  const crossing = cross(model, flow, here, there);
  const routes = crossing.steps.map((s) => ({ ...s, data: { ...s.data, endpoint, endpointSubnet: subnet } }));
  // Network ACLs judge what crosses a subnet's border, nothing within it.
  const followed = !crossing.steps.some((s) => s.reason === unresolved.routeUnknown);
  if (subnet.key === placement.subnet.key) return { here, there, crossing, followed, before: [], after: routes, replies: [] };
  return {
    here,
    there,
    crossing,
    followed,
    before: [aclHop(flow, placement.subnet, true, there.addresses, HTTPS_PORT, false)],
    after: [...routes, ...acrossAcls(flow, crossing, here, there), aclHop(flow, subnet, false, here.addresses, HTTPS_PORT, false)],
    replies: [aclHop(flow, subnet, true, here.addresses, EPHEMERAL[os], true), aclHop(flow, placement.subnet, false, there.addresses, EPHEMERAL[os], true)],
  };
}

/** Groups alone, for an endpoint nobody knows the subnets of. */
export function unplacedPath(model: NetworkModel, flow: Flow, endpoint: Endpoint): Step[] {
  const { placement } = flow;
  const there = addressesOf({ cidr: undefined, ipv6Cidr: undefined, name: endpoint.name }, endpoint.vpc, flow.family);
  const here = addressesOf(placement.subnet, placement.vpc, flow.family, flow.family === 4 ? placement.launch.privateAddress : undefined);
  return [
    egressHop(model, flow, { addresses: there, groups: endpoint.groups }, endpoint),
    ingressHop(model, flow, endpoint, { addresses: here, groups: placement.groups }),
  ];
}
