import { Step, Truth, Unknown, Value } from '../../core';
import { GroupSet, NetworkModel, Route, Subnet } from '../../model';
import { facts } from '../../rules/facts';
import { natGatewayUnusable } from '../../rules/network/nat-gateway-unusable';
import { natInstanceUnusable } from '../../rules/network/nat-instance-unusable';
import { unresolved } from '../../rules/unresolved';
import { readUserData } from '../../user-data/parts';
import { addressesOf, PUBLIC_SERVICE } from './addresses';
import { blocked, middleAcls, written } from './gateways';
import { Flow, hop, Routed, Translated } from './hops';
import { outOf, repliesDiverted } from './nat';
import { targetUnknown } from './routes';
import { groupsAllow } from './security-groups';

/**
 * A route to an instance or its network interface: a NAT instance, or some appliance. The network must let the packets through it;
 * whether its software forwards them is seen only where user data or image say so.
 */
export function throughInstance(model: NetworkModel, flow: Flow, route: Route, data: Routed): Step[] {
  const appliance = model.applianceOf(route.target.value);
  if (!appliance) return [hop(flow, unresolved.routeUnknown, 'unknown', { at: [route.place], data: { ...data, target: route.target.property }, unknowns: [targetUnknown(route)] })];
  const { name, place, placement } = appliance;
  const at = written(place, route.place);
  const more = { ...data, nat: appliance };
  if (placement.subnet.key === flow.placement.subnet.key) return [hop(flow, natInstanceUnusable.faults.natInstanceInClientSubnet, 'no', { at, data: more })];
  const groups = { own: placement.groups, subnet: placement.subnet };
  const steps = [
    ...checked(flow, unlessItself(placement.launch.userData, /source-?dest-?check/i, placement.launch.sourceDestCheck, 'no'), name, at, more),
    ...instanceGroups(flow, groups, name, more),
    ...addressed(flow, unlessItself(placement.launch.userData, /associate-?address/i, placement.publicAddress, 'yes'), name, at, more),
    ...outOf(model, flow, placement.subnet, at, more).map(ofInstance),
    ...blocked(model, flow, placement.subnet, 'direct'),
    ...repliesDiverted(flow, placement.subnet, more),
    ...middleAcls(flow, placement.subnet, 'instance'),
  ];
  const forwarding = forwards(placement.launch.userData);
  if (steps.some((s) => s.answer === 'no') || forwarding) {
    if (forwarding) model.worlds.assume({ kind: 'nat-instance-forwards', subject: name });
    return [hop(flow, facts.routeToNatInstance, 'yes', { at, data: more }), ...steps];
  }
  return [hop(flow, unresolved.natUnknown, 'unknown', { at, data: more, unknowns: [new Unknown('attribute', `forwards:${appliance.key}`, `whether ${name} forwards packets`)] }), ...steps];
}

/** The way out of a NAT gateway's subnet and of a NAT instance's is the same; the fault is not. */
function ofInstance(step: Step): Step {
  return step.reason === natGatewayUnusable.faults.natWithoutInternetRoute ? { ...step, reason: natInstanceUnusable.faults.natInstanceWithoutInternetRoute } : step;
}

/** NAT instances like to mend themselves at boot, by calls of their user data: whether those succeed is not known. */
function unlessItself(userData: Value, call: RegExp, asWritten: Truth, good: Truth): Truth {
  if (asWritten === good) return asWritten;
  const { parts, unknown } = readUserData(userData);
  return unknown || parts.some((p) => call.test(p.text)) ? 'unknown' : asWritten;
}

/** User data that makes Linux a NAT instance: forwarding on, and addresses translated. */
function forwards(userData: Value): boolean {
  const text = readUserData(userData).parts.map((p) => p.text).join('\n');
  return /ip_forward/.test(text) && /masquerade/i.test(text);
}

function checked(flow: Flow, check: 'yes' | 'no' | 'unknown', name: string, at: ReturnType<typeof written>, data: Translated): Step[] {
  if (check === 'no') return [];
  if (check === 'yes') return [hop(flow, natInstanceUnusable.faults.sourceDestCheck, 'no', { at, data })];
  return [hop(flow, unresolved.natUnknown, 'unknown', { at, data, unknowns: [new Unknown('parameter', `check:${name}`, `whether ${name} drops what is not meant for it (SourceDestCheck)`)] })];
}

function addressed(flow: Flow, address: 'yes' | 'no' | 'unknown', name: string, at: ReturnType<typeof written>, data: Translated): Step[] {
  if (address === 'yes') return [];
  if (address === 'no') return [hop(flow, natInstanceUnusable.faults.natInstanceWithoutAddress, 'no', { at, data })];
  return [hop(flow, unresolved.natUnknown, 'unknown', { at, data, unknowns: [new Unknown('reference', `address:${name}`, `whether ${name} has a public address`)] })];
}

/** Into the instance from the host, and out of it to the service. */
function instanceGroups(flow: Flow, { own }: { own: GroupSet; subnet: Subnet }, name: string, data: Translated): Step[] {
  const { placement } = flow;
  const client = { addresses: addressesOf(placement.subnet, placement.vpc, flow.family, placement.launch.privateAddress), groups: placement.groups };
  const into = groupsAllow(own, 'ingress', client);
  const out = groupsAllow(own, 'egress', { addresses: PUBLIC_SERVICE[4] });
  const step = (answer: typeof into, direction: string): Step[] => {
    const at = written(...answer.deciding.map((d) => d.rule.place ?? d.group.place), ...own.groups.map((g) => g.place));
    const extra = { at, data: { ...data, natGroups: own.groups, direction, target: name } };
    if (answer.answer === 'yes') return [];
    if (answer.answer === 'no') return [hop(flow, natInstanceUnusable.faults.natInstanceGroupsBlock, 'no', extra)];
    const part = new Unknown('attribute', `nat-groups:${name}:${direction}`, `whether the groups of ${name} let the packets ${direction}`);
    return [hop(flow, unresolved.groupsOutUnknown, 'unknown', { ...extra, unknowns: answer.unknowns.length > 0 ? answer.unknowns : [part] })];
  };
  return [...step(into, 'in'), ...step(out, 'out')];
}
