import { Step, Truth, Unknown, Value } from '../../core';
import { GroupSet, Model, Route, Subnet } from '../../model';
import { readUserData } from '../../user-data/parts';
import { addressesOf, PUBLIC_SERVICE } from './addresses';
import { blocked, middleAcls, written } from './gateways';
import { Flow, hop } from './hops';
import { outOf, repliesDiverted } from './nat';
import { targetUnknown } from './routes';
import { groupsAllow } from './security-groups';

/**
 * A route to an instance or its network interface: a NAT instance, or some appliance. The network must let the packets through it;
 * whether its software forwards them is seen only where user data or image say so.
 */
export function throughInstance(model: Model, flow: Flow, route: Route, data: Record<string, string>): Step[] {
  const appliance = model.applianceOf(route.target.value);
  if (!appliance) return [hop(flow, 'routeUnknown', 'unknown', { at: [route.place], data: { ...data, target: route.target.property }, unknowns: [targetUnknown(route)] })];
  const { name, place, placement } = appliance;
  const at = written(place, route.place);
  const more = { ...data, nat: name };
  if (placement.subnet.key === flow.placement.subnet.key) return [hop(flow, 'natInstanceInClientSubnet', 'no', { at, data: more })];
  const groups = { own: placement.groups, subnet: placement.subnet };
  const steps = [
    ...checked(flow, unlessItself(placement.launch.userData, /source-?dest-?check/i, placement.launch.sourceDestCheck, 'no'), name, at, more),
    ...instanceGroups(flow, groups, name, more),
    ...addressed(flow, unlessItself(placement.launch.userData, /associate-?address/i, placement.publicAddress, 'yes'), at, more),
    ...outOf(model, flow, placement.subnet, at, more).map((s): Step => (s.reason === 'natWithoutInternetRoute' ? { ...s, reason: 'natInstanceWithoutInternetRoute' } : s)),
    ...blocked(model, flow, placement.subnet, 'direct'),
    ...repliesDiverted(flow, placement.subnet, more),
    ...middleAcls(flow, placement.subnet, 'instance'),
  ];
  const forwarding = forwards(placement.launch.userData);
  if (steps.some((s) => s.answer === 'no') || forwarding) {
    if (forwarding) model.estate.worlds.assume({ kind: 'nat-instance-forwards', subject: name });
    return [hop(flow, 'routeToNatInstance', 'yes', { at, data: more }), ...steps];
  }
  return [hop(flow, 'natUnknown', 'unknown', { at, data: more, unknowns: [new Unknown('attribute', `forwards:${appliance.key}`, `whether ${name} forwards packets`)] }), ...steps];
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

function checked(flow: Flow, check: 'yes' | 'no' | 'unknown', name: string, at: ReturnType<typeof written>, data: Record<string, string>): Step[] {
  if (check === 'no') return [];
  if (check === 'yes') return [hop(flow, 'sourceDestCheck', 'no', { at, data })];
  return [hop(flow, 'natUnknown', 'unknown', { at, data, unknowns: [new Unknown('parameter', `check:${name}`, `whether ${name} drops what is not meant for it (SourceDestCheck)`)] })];
}

function addressed(flow: Flow, address: 'yes' | 'no' | 'unknown', at: ReturnType<typeof written>, data: Record<string, string>): Step[] {
  if (address === 'yes') return [];
  if (address === 'no') return [hop(flow, 'natInstanceWithoutAddress', 'no', { at, data })];
  return [hop(flow, 'natUnknown', 'unknown', { at, data, unknowns: [new Unknown('reference', `address:${data.nat}`, `whether ${data.nat} has a public address`)] })];
}

/** Into the instance from the host, and out of it to the service. */
function instanceGroups(flow: Flow, { own }: { own: GroupSet; subnet: Subnet }, name: string, data: Record<string, string>): Step[] {
  const { placement } = flow;
  const client = { addresses: addressesOf(placement.subnet, placement.vpc, flow.family, placement.launch.privateAddress), groups: placement.groups };
  const into = groupsAllow(own, 'ingress', client);
  const out = groupsAllow(own, 'egress', { addresses: PUBLIC_SERVICE[4] });
  const names = own.groups.map((g) => g.name).join(', ');
  const step = (answer: typeof into, direction: string): Step[] => {
    const extra = { at: written(...answer.deciding.map((d) => d.rule.place ?? d.group.place), ...own.groups.map((g) => g.place)), data: { ...data, natGroups: names, direction } };
    if (answer.answer === 'yes') return [];
    if (answer.answer === 'no') return [hop(flow, 'natInstanceGroupsBlock', 'no', extra)];
    const part = new Unknown('attribute', `nat-groups:${name}:${direction}`, `whether the groups of ${name} let the packets ${direction}`);
    return [hop(flow, 'groupsOutUnknown', 'unknown', { ...extra, unknowns: answer.unknowns.length > 0 ? answer.unknowns : [part] })];
  };
  return [...step(into, 'in'), ...step(out, 'out')];
}
