import { identity, Step } from '../../core';
import { Endpoint, Model, Subnet } from '../../model';
import { addressesOf } from './addresses';
import { cross, endOf } from './crossing';
import { egressHop, ingressHop } from './group-hops';
import { aclHop, Flow, hop } from './hops';
import { EPHEMERAL, HTTPS_PORT } from './ports';
import { acrossAcls } from './transit-acls';

/** From a host to one network interface of an endpoint, and back. */
export function endpointPath(model: Model, flow: Flow, endpoint: Endpoint, subnet: Subnet): Step[] {
  if (flow.family === 6 && subnet.ipv6Cidr === undefined) {
    return [hop(flow, 'endpointOtherFamily', 'no', { at: endpoint.place ? [endpoint.place] : [], data: { endpoint: endpoint.name, family: 'IPv6' } })];
  }
  const { placement, os, service, family } = flow;
  const fixed = family === 4 ? placement.launch.privateAddress : undefined;
  // Hosts of one subnet differ in their groups only.
  const key = `way ${model.idOf(placement.subnet.key)} ${identity(fixed)} ${service} ${family} ${os} ${model.idOf(endpoint.key)} ${model.idOf(subnet.key)}`;
  const { here, there, crossing, before, after, replies } = model.memo(key, () => wayTo(model, flow, endpoint, subnet));
  const followed = !crossing.steps.some((s) => s.reason === 'routeUnknown');
  const out = egressHop(model, flow, { addresses: there.addresses, groups: endpoint.groups, groupsCount: crossing.egressGroups }, endpoint.name);
  const into = ingressHop(model, flow, endpoint, { addresses: here.addresses, groups: placement.groups, groupsCount: crossing.ingressGroups });
  // What cannot be followed may put another address in the packet's place, so nothing beyond it can be told.
  return followed ? [out, ...before, ...after, into, ...replies] : [out, ...before, ...crossing.steps];
}

/** Everything but the security groups: the same for all hosts of a subnet. */
function wayTo(model: Model, flow: Flow, endpoint: Endpoint, subnet: Subnet) {
  const { placement, os } = flow;
  const here = endOf(placement.subnet, placement.vpc, flow, flow.family === 4 ? placement.launch.privateAddress : undefined);
  const there = endOf(subnet, subnet.vpc ?? endpoint.vpc, flow);
  const crossing = cross(model, flow, here, there);
  const routes = crossing.steps.map((s) => ({ ...s, data: { ...s.data, endpoint: endpoint.name, endpointSubnet: subnet.name } }));
  // Network ACLs judge what crosses a subnet's border, nothing within it.
  if (subnet.key === placement.subnet.key) return { here, there, crossing, before: [], after: routes, replies: [] };
  return {
    here,
    there,
    crossing,
    before: [aclHop(flow, placement.subnet, true, there.addresses, HTTPS_PORT, false)],
    after: [...routes, ...acrossAcls(flow, crossing, here, there), aclHop(flow, subnet, false, here.addresses, HTTPS_PORT, false)],
    replies: [aclHop(flow, subnet, true, here.addresses, EPHEMERAL[os], true), aclHop(flow, placement.subnet, false, there.addresses, EPHEMERAL[os], true)],
  };
}

/** Groups alone, for an endpoint nobody knows the subnets of. */
export function unplacedPath(model: Model, flow: Flow, endpoint: Endpoint): Step[] {
  const { placement } = flow;
  const there = addressesOf({ cidr: undefined, ipv6Cidr: undefined, name: endpoint.name }, endpoint.vpc, flow.family);
  const here = addressesOf(placement.subnet, placement.vpc, flow.family, flow.family === 4 ? placement.launch.privateAddress : undefined);
  return [
    egressHop(model, flow, { addresses: there, groups: endpoint.groups }, endpoint.name),
    ingressHop(model, flow, endpoint, { addresses: here, groups: placement.groups }),
  ];
}
