import { Step, Unknown } from '../../core';
import { NetworkModel, Route, Subnet, TransitAttachment, TransitGateway } from '../../model';
import { returnRouteMissing } from '../../rules/network/return-route-missing';
import { transitGatewayUnusable } from '../../rules/network/transit-gateway-unusable';
import { unresolved } from '../../rules/unresolved';
import { addressesOf, PUBLIC_SERVICE } from './addresses';
import { written } from './gateways';
import { aclHop, Flow, hop, Routed } from './hops';
import { throughNat } from './nat';
import { EPHEMERAL, HTTPS_PORT } from './ports';
import { pickRoutes, targetUnknown } from './routes';
import { enterTransit, pickTransit, transitOf, transitSteps } from './transit';
import { attachedAcls } from './transit-acls';

/** Out by a VPC that others share: transit gateway, its routes, the NAT gateway of the other VPC, and the way back. */
export function throughTransit(model: NetworkModel, flow: Flow, route: Route, data: Routed): Step[] {
  const gateway = transitOf(model, route);
  if (!gateway) return [hop(flow, unresolved.routeUnknown, 'unknown', { at: [route.place], data: { ...data, target: route.target.property }, unknowns: [targetUnknown(route)] })];
  const { vpc, subnet } = flow.placement;
  const { attachment, steps } = enterTransit(flow, gateway, vpc, subnet, route, data);
  if (!attachment) return steps;
  const pick = pickTransit(gateway, attachment, PUBLIC_SERVICE[4]);
  const onward = transitSteps(flow, gateway, pick, undefined, data);
  const [exit] = pick.attachments;
  if (!exit || pick.attachments.length > 1 || onward.some((s) => s.answer !== 'yes')) {
    const several = pick.attachments.length > 1 ? [hop(flow, unresolved.routeUnknown, 'unknown', { at: written(...pick.at), data, unknowns: [new Unknown('attribute', `transit-parts:${gateway.key}`, `which attachment of ${gateway.name} takes the service`)] })] : [];
    return [...steps, ...onward, ...several];
  }
  return [...steps, ...entryAcls(flow, attachment), ...onward, ...exits(model, flow, gateway, attachment, exit, data)];
}

/** The subnet of the host VPC's own attachment, where it is not that of the host. */
function entryAcls(flow: Flow, attachment: TransitAttachment): Step[] {
  const client = addressesOf(flow.placement.subnet, flow.placement.vpc, 4, flow.placement.launch.privateAddress);
  const both = (s: Subnet) => [aclHop(flow, s, false, client, HTTPS_PORT, false), aclHop(flow, s, true, client, EPHEMERAL[flow.os], true)];
  return attachedAcls(attachment.subnets, flow.placement.subnet, both);
}

/** From the other VPC's attachment on. Its subnets lie in different zones; the packet uses that of its own, which all must serve. */
function exits(model: NetworkModel, flow: Flow, gateway: TransitGateway, entry: TransitAttachment, exit: TransitAttachment, data: Routed): Step[] {
  if (exit.subnets.length === 0) return [hop(flow, unresolved.routeUnknown, 'unknown', { at: written(exit.place), data, unknowns: [new Unknown('reference', `transit-subnets:${exit.key}`, `the subnets of ${exit.name}`)] })];
  const ways = exit.subnets.map((subnet) => exitFrom(model, flow, gateway, entry, exit, subnet, data));
  const failing = ways.filter((w) => w.some((s) => s.answer === 'no'));
  // Where all work, the one of which least is known speaks for them.
  if (failing.length === 0) return ways.find((w) => w.some((s) => s.answer === 'unknown')) ?? ways[0];
  if (failing.length === ways.length) return ways[0];
  return [hop(flow, unresolved.routeUnknown, 'unknown', { at: written(exit.place), data, unknowns: [new Unknown('attribute', `transit-zones:${exit.key}`, `in which zone ${gateway.name} hands the packets on`)] })];
}

function exitFrom(model: NetworkModel, flow: Flow, gateway: TransitGateway, entry: TransitAttachment, exit: TransitAttachment, subnet: Subnet, data: Routed): Step[] {
  const { picks, uncovered, unknowns } = pickRoutes(subnet.routeTable, PUBLIC_SERVICE[4]);
  const where = { at: written(subnet.routeTable.place, subnet.place), data: { ...data, table: subnet.routeTable, natSubnet: subnet } };
  if (picks.length === 0 && unknowns.length === 0) return [hop(flow, transitGatewayUnusable.faults.transitExitMissing, 'no', where)];
  const [{ route }] = picks.length > 0 ? picks : [{ route: undefined }];
  const nat = route?.target.kind === 'nat-gateway' ? model.natGateway(route.target.value) : undefined;
  if (!route || picks.length > 1 || unknowns.length > 0 || !uncovered.isEmpty || !nat?.subnet) {
    // An internet gateway drops what comes from private addresses of another VPC.
    if (picks.length > 0 && uncovered.isEmpty && picks.every((p) => p.route.target.kind === 'internet-gateway')) return [hop(flow, transitGatewayUnusable.faults.transitExitMissing, 'no', where)];
    return [hop(flow, unresolved.routeUnknown, 'unknown', { ...where, unknowns: unknowns.length > 0 ? unknowns : [new Unknown('attribute', `exit:${subnet.key}`, `where ${subnet.routeTable.name} leads from ${subnet.name}`)] })];
  }
  return [...transitAcls(flow, subnet, nat.subnet), ...throughNat(model, flow, route, data), ...back(model, flow, gateway, entry, exit, nat.subnet, data)];
}

/** The subnet of the attachment's own interface, where it is not that of the NAT gateway. */
function transitAcls(flow: Flow, subnet: Subnet, nat: Subnet): Step[] {
  if (subnet.key === nat.key) return [];
  const client = addressesOf(flow.placement.subnet, flow.placement.vpc, 4, flow.placement.launch.privateAddress);
  return [
    aclHop(flow, subnet, true, PUBLIC_SERVICE[4], HTTPS_PORT, false),
    aclHop(flow, subnet, false, PUBLIC_SERVICE[4], EPHEMERAL[flow.os], true),
    ...[aclHop(flow, subnet, false, client, HTTPS_PORT, false), aclHop(flow, subnet, true, client, EPHEMERAL[flow.os], true)].filter((s) => s.answer === 'no'),
  ];
}

/** Replies leave the NAT gateway for the host's VPC by the same transit gateway. */
function back(model: NetworkModel, flow: Flow, gateway: TransitGateway, entry: TransitAttachment, exit: TransitAttachment, nat: Subnet, data: Routed): Step[] {
  const client = addressesOf(flow.placement.subnet, flow.placement.vpc, 4, flow.placement.launch.privateAddress);
  const { picks, uncovered, unknowns } = pickRoutes(nat.routeTable, client);
  const where = { at: written(nat.routeTable.place), data: { ...data, table: nat.routeTable, target: flow.placement.subnet } };
  const toTransit = picks.filter((p) => !p.route.isBlackhole && transitOf(model, p.route)?.key === gateway.key);
  if (unknowns.length > 0 && toTransit.length < picks.length) return [hop(flow, unresolved.routeUnknown, 'unknown', { ...where, unknowns })];
  if (toTransit.length === 0) return [hop(flow, returnRouteMissing.faults.returnRouteMissing, 'no', where)];
  if (toTransit.length < picks.length || !uncovered.isEmpty) return [hop(flow, unresolved.routePartial, 'unknown', { ...where, unknowns: [new Unknown('attribute', `back:${nat.key}`, `whether replies to ${flow.placement.subnet.name} leave by ${gateway.name}`)] })];
  const { steps: zone } = enterTransit(flow, gateway, exit.vpc, nat, toTransit[0].route, { ...data, subnet: nat });
  return [...zone, ...transitSteps(flow, gateway, pickTransit(gateway, exit, client), entry, { ...data, target: flow.placement.subnet })];
}
