import { Data, Place, Step, Unknown } from '../../core';
import { NetworkModel, Route, Subnet } from '../../model';
import { facts } from '../../rules/facts';
import { internetGatewayDetached } from '../../rules/network/internet-gateway-detached';
import { publicAccessBlocked } from '../../rules/network/public-access-blocked';
import { publicAddressMissing } from '../../rules/network/public-address-missing';
import { unresolved } from '../../rules/unresolved';
import { addressesOf, AddressSpace, PUBLIC_SERVICE } from './addresses';
import { aclHop, Flow, hop, Routed } from './hops';
import { EPHEMERAL, HTTPS_PORT } from './ports';
import { targetUnknown } from './routes';

/** Straight out: internet gateways (a public IPv4 or any global IPv6 address needed) and egress-only gateways (IPv6). */
export function internetGateway(model: NetworkModel, flow: Flow, route: Route, data: Routed): Step[] {
  const { vpc, subnet } = flow.placement;
  const attached = vpc ? model.isAttached(route.target.value, vpc) : 'unknown';
  const at = route.place.template === '' ? [] : [route.place];
  const gateway = attached === 'yes' ? hop(flow, facts.routeToInternetGateway, 'yes', { at, data })
    : attached === 'no' ? hop(flow, internetGatewayDetached.faults.internetGatewayDetached, 'no', { at, data: { ...data, vpc: vpc ?? '' } })
      : hop(flow, unresolved.internetGatewayUnknown, 'unknown', { at, data, unknowns: [targetUnknown(route)] });
  const edge = model.edgeRouteTable(route.target.value);
  const diverted = edge ? [hop(flow, unresolved.routeUnknown, 'unknown', { at: [edge.place], data, unknowns: [edge.unseen ?? new Unknown('attribute', `edge:${route.place.logicalId}`, 'where the route table on the internet gateway\'s edge sends replies')] })] : [];
  return [gateway, ...blocked(model, flow, subnet, 'direct'), ...diverted, publicAddress(flow, data)];
}

function publicAddress(flow: Flow, routed: Routed): Step {
  const { publicAddress: v4, publicAddressPlace, ipv6Address, subnet } = flow.placement;
  const data = { ...routed, host: flow.host };
  const where = [publicAddressPlace, ...subnet.place ? [subnet.place] : []];
  const answer = flow.family === 4 ? v4 : ipv6Address;
  if (answer === 'yes') return hop(flow, facts.publicAddress, 'yes', { data });
  // One that was made beforehand gets none when it is launched with.
  const made: Data = flow.placement.launch.existingInterface === undefined ? {} : { interface: 'made beforehand' };
  if (answer === 'no') return hop(flow, publicAddressMissing.faults.publicAddressMissing, 'no', { at: where, data: { ...data, ...made } });
  return hop(flow, unresolved.publicAddressUnknown, 'unknown', { at: where, data, unknowns: [new Unknown('reference', `public-address:${flow.host.key}`, `whether ${flow.host.name} gets a public address in ${subnet.name}`)] });
}

/** Lets IPv6 out and its replies back in. */
export function egressOnlyGateway(model: NetworkModel, flow: Flow, route: Route, data: Routed): Step[] {
  const { vpc, subnet } = flow.placement;
  const at = [route.place];
  const own = model.egressOnlyGatewayOf(route.target.value, vpc);
  const gateway = own === 'yes' ? hop(flow, facts.routeToInternetGateway, 'yes', { at, data })
    : own === 'no' ? hop(flow, internetGatewayDetached.faults.internetGatewayDetached, 'no', { at, data: { ...data, vpc: vpc ?? '' } })
      : hop(flow, unresolved.internetGatewayUnknown, 'unknown', { at, data, unknowns: [targetUnknown(route)] });
  return [gateway, ...blocked(model, flow, subnet, 'nat')];
}

/** VPC Block Public Access: `ingress` mode spares what comes from a NAT gateway or leaves by an egress-only one. */
export function blocked(model: NetworkModel, flow: Flow, subnet: Subnet, way: 'direct' | 'nat'): Step[] {
  const block = model.publicAccessBlock(subnet, subnet.vpc ?? flow.placement.vpc, { account: flow.host.account, region: flow.host.region });
  if (!block || (way === 'nat' && (block.mode === 'ingress' || block.exclusion))) return [];
  const data = { blockedSubnet: subnet, mode: block.mode, ...block.exclusion ? { exclusion: block.exclusion.logicalId ?? '' } : {}, ...way === 'direct' ? { direct: 'true' } : {} };
  if (block.mode === 'unknown') return [hop(flow, unresolved.publicAccessUnknown, 'unknown', { at: [block.place], data, unknowns: block.unknown ? [block.unknown] : [] })];
  return [hop(flow, publicAccessBlocked.faults.publicAccessBlocked, 'no', { at: [block.place, ...block.exclusion ? [block.exclusion] : []], data })];
}

/** The host's own subnet: out to the service, and its replies back in. */
export function ownAcls(flow: Flow, service: AddressSpace): Step[] {
  const { subnet } = flow.placement;
  return [
    aclHop(flow, subnet, true, service, HTTPS_PORT, false),
    aclHop(flow, subnet, false, service, EPHEMERAL[flow.os], true),
  ];
}

/** The subnet of what translates addresses: in from the host, out to the service, back in, and on to the host. */
export function middleAcls(flow: Flow, subnet: Subnet, translated: 'nat' | 'instance'): Step[] {
  const client = addressesOf(flow.placement.subnet, flow.placement.vpc, flow.family, flow.placement.launch.privateAddress);
  const outside = PUBLIC_SERVICE[4];
  return [
    aclHop(flow, subnet, false, client, HTTPS_PORT, false),
    aclHop(flow, subnet, true, outside, HTTPS_PORT, false),
    aclHop(flow, subnet, false, outside, translated === 'nat' ? EPHEMERAL.nat : EPHEMERAL.linux, true),
    aclHop(flow, subnet, true, client, EPHEMERAL[flow.os], true),
  ];
}

/** The places of a step, without those that AWS makes. */
export function written(...places: (Place | undefined)[]): Place[] {
  return places.filter((p): p is Place => p !== undefined && p.template !== '');
}
