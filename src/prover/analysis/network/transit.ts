import { any, Data, evidenceKey, Place, scalar, Step, Truth, Unknown } from '../../core';
import { NetworkModel, Route, stateUnknown, Subnet, TransitAttachment, TransitGateway, TransitRoute, Vpc } from '../../model';
import { facts } from '../../rules/facts';
import { type EvidenceOf } from '../../rules/fault';
import { transitGatewayUnusable } from '../../rules/network/transit-gateway-unusable';
import { unresolved } from '../../rules/unresolved';
import { AddressSet, AddressSpace, parseCidr } from './addresses';
import { written } from './gateways';
import { Flow, hop } from './hops';
import { sameZone } from './zones';

/** Where a transit gateway takes packets that come from an attachment. */
export interface TransitPick {
  readonly from: TransitAttachment;
  readonly attachments: readonly TransitAttachment[];
  readonly blackhole: boolean;
  readonly uncovered: AddressSet;
  readonly unknown?: Unknown;
  readonly at: readonly Place[];
}

/** The routes an attachment meets, dealt out over a destination: longest prefix, static before propagated. */
export function pickTransit(gateway: TransitGateway, from: TransitAttachment, destination: AddressSpace): TransitPick {
  const { routes } = from;
  if (routes instanceof Unknown) return { from, attachments: [], blackhole: false, uncovered: destination.set, unknown: routes, at: [] };
  const known = routes.map((route) => ({ route, block: parseCidr(scalar(route.destination) ?? '') }));
  const blank = known.find((k) => k.block === undefined)?.route;
  const unknown = blank && maybe(blank);
  const sorted = known.filter((k) => k.block?.family === destination.family)
    .sort((a, b) => b.block!.prefix - a.block!.prefix || Number(a.route.propagated) - Number(b.route.propagated));
  const byKey = new Map(gateway.attachments.map((a) => [a.key, a]));
  const attachments = new Set<TransitAttachment>();
  const at: Place[] = [];
  let blackhole = false;
  let outside: Unknown | undefined;
  let uncovered = destination.set;
  for (const { route, block } of sorted) {
    const part = uncovered.intersect(block!.set);
    if (part.isEmpty) continue;
    uncovered = uncovered.subtract(part);
    if (route.place) at.push(route.place);
    const target = route.attachmentKey === undefined ? undefined : byKey.get(route.attachmentKey);
    if (target) attachments.add(target);
    else if (route.attachmentKey === undefined) blackhole = true;
    else outside ??= new Unknown('reference', `transit:${route.attachmentKey}`, `where the transit gateway attachment ${route.attachmentKey} leads`);
  }
  const doubt = outside ?? (uncovered.isEmpty && !blackhole ? undefined : unknown ?? from.moreRoutes);
  return { from, attachments: [...attachments], blackhole, uncovered, at, ...doubt ? { unknown: doubt } : {} };
}

function maybe(route: TransitRoute): Unknown {
  return route.destination instanceof Unknown ? route.destination : new Unknown('attribute', `transit-route:${route.attachmentKey}`, 'the destination of a transit gateway route');
}

/** A VPC's attachment, and whether packets from a subnet find a network interface of it in their zone. */
export function enterTransit(
  flow: Flow, gateway: TransitGateway, vpc: Vpc | undefined, subnet: Subnet, route: Route, data: Data,
): { attachment?: TransitAttachment; steps: Step[] } {
  const at = written(route.place, gateway.place);
  const more = { ...data, transit: gateway };
  const attachment = gateway.attachments.find((a) => a.vpc !== undefined && a.vpc.key === vpc?.key);
  if (!attachment) return { steps: [hop(flow, transitGatewayUnusable.faults.transitNotAttached, 'no', { at, data: { ...more, vpc: vpc ?? '' } })] };
  const idle = notInUse(flow, attachment, { at: written(attachment.place, route.place), data: more });
  if (idle) return { attachment, steps: [idle] };
  const zone = zoneMatch(subnet, attachment.subnets);
  if (zone === 'yes') return { attachment, steps: [] };
  const where = { at: written(attachment.place, subnet.place), data: more };
  if (zone === 'no') return { attachment, steps: [hop(flow, transitGatewayUnusable.faults.transitZoneMissing, 'no', where)] };
  return { attachment, steps: [hop(flow, unresolved.routeUnknown, 'unknown', { ...where, unknowns: [new Unknown('attribute', `transit-zone:${attachment.key}:${subnet.key}`, `whether ${attachment.name} has a subnet in the zone of ${subnet.name}`)] })] };
}

/** An attachment that carries nothing yet, or nothing any more. */
function notInUse(flow: Flow, attachment: TransitAttachment, where: { at: readonly Place[]; data: EvidenceOf<'transit'> }): Step | undefined {
  const doubt = stateUnknown(attachment.name, attachment.key, attachment.state);
  if (doubt) return hop(flow, unresolved.routeUnknown, 'unknown', { ...where, unknowns: [doubt] });
  const data = { ...where.data, attachment, state: attachment.state.word };
  return attachment.state.kind === 'failed' ? hop(flow, transitGatewayUnusable.faults.transitAttachmentNotAvailable, 'no', { at: where.at, data }) : undefined;
}

/** Whether one of some subnets lies in the zone of another. */
function zoneMatch(subnet: Subnet, candidates: readonly Subnet[]): Truth {
  const truths = candidates.map((candidate) => sameZone(candidate, subnet));
  return truths.length === 0 ? 'unknown' : any(truths);
}

/** What a transit gateway's routes make of a destination behind it. */
export function transitSteps(flow: Flow, gateway: TransitGateway, pick: TransitPick, wanted: TransitAttachment | undefined, data: Data): Step[] {
  const extra = { at: written(...pick.at, gateway.place), data: { ...data, transit: gateway } };
  if (!pick.unknown && pick.from.unassociated) return [hop(flow, transitGatewayUnusable.faults.transitNotAssociated, 'no', { at: written(pick.from.place, gateway.place), data: { ...extra.data, attachment: pick.from } })];
  if (pick.unknown) return [hop(flow, unresolved.routeUnknown, 'unknown', { ...extra, unknowns: [pick.unknown] })];
  const idle = pick.attachments.map((a) => notInUse(flow, a, extra)).find((step) => step !== undefined);
  if (idle && pick.attachments.length === 1) return [idle];
  const leads = wanted ? pick.attachments.some((a) => a.key === wanted.key) : pick.attachments.length > 0;
  if (!leads) return [hop(flow, transitGatewayUnusable.faults.transitRouteMissing, 'no', extra)];
  // Which part of the destination is meant is not known: the rest may go nowhere, or elsewhere.
  if (pick.blackhole || !pick.uncovered.isEmpty || (wanted && pick.attachments.length > 1)) {
    return [hop(flow, unresolved.routeUnknown, 'unknown', { ...extra, unknowns: [new Unknown('attribute', `transit-part:${gateway.key}:${evidenceKey(data.target)}`, `whether the address lies in the part that ${gateway.name} routes there`)] })];
  }
  return [hop(flow, facts.routeToTransitGateway, 'yes', extra)];
}

/** The transit gateway a route leads to, where the input makes it. */
export function transitOf(model: NetworkModel, route: Route): TransitGateway | undefined {
  return model.transitGateway(route.target.value);
}
