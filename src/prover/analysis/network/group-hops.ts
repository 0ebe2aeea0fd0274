import { Evidence, Place, Ref, refsOf, Step, Unknown } from '../../core';
import { Endpoint, GroupSet, NetworkModel } from '../../model';
import { facts } from '../../rules/facts';
import { endpointIngressBlocked } from '../../rules/network/endpoint-ingress-blocked';
import { securityGroupEgressBlocked } from '../../rules/network/security-group-egress-blocked';
import { unresolved } from '../../rules/unresolved';
import { Flow, hop } from './hops';
import { Counterpart, GroupsAnswer, groupsAllow, placesOf } from './security-groups';

/** Out of the host's own groups. */
export function egressHop(model: NetworkModel, flow: Flow, there: Counterpart, target: Evidence): Step {
  const { groups } = flow.placement;
  const answer = asked(model, groups, 'egress', there);
  const data = { groups: groupRefs(groups), target, rule: ruleName(answer) };
  const at: Place[] = placesOf(groups, answer);
  if (answer.answer === 'yes') return hop(flow, facts.groupsLetOut, 'yes', { at, data });
  if (answer.answer === 'no') return hop(flow, answer.noRules ? securityGroupEgressBlocked.faults.groupsHaveNoEgress : securityGroupEgressBlocked.faults.groupsBlockOut, 'no', { at, data });
  return hop(flow, unresolved.groupsOutUnknown, 'unknown', { at, data, unknowns: answer.unknowns.length > 0 ? answer.unknowns : [partOf(typeof target === 'string' ? target : refsOf(target)[0].name, groupNames(groups), 'lets out to')] });
}

/** Into an endpoint's groups. */
export function ingressHop(model: NetworkModel, flow: Flow, endpoint: Endpoint, here: Counterpart): Step {
  const entry = asked(model, endpoint.groups, 'ingress', here);
  const data = { endpoint, endpointGroups: groupRefs(endpoint.groups), groups: groupRefs(flow.placement.groups), rule: ruleName(entry) };
  const at = placesOf(endpoint.groups, entry);
  if (entry.answer === 'yes') return hop(flow, facts.endpointLetsIn, 'yes', { at, data });
  if (entry.answer === 'no') return hop(flow, endpointIngressBlocked.faults.endpointBlocksIn, 'no', { at, data });
  return hop(flow, unresolved.endpointInUnknown, 'unknown', { at, data, unknowns: entry.unknowns.length > 0 ? entry.unknowns : [partOf(flow.placement.subnet.name, groupNames(endpoint.groups), 'admits')] });
}

/** Endpoints of several services mostly share their groups and subnets. */
function asked(model: NetworkModel, groups: GroupSet, direction: 'egress' | 'ingress', other: Counterpart): GroupsAnswer {
  const { family, key: addresses } = other.addresses;
  const ids = `${model.idOf(keyOf(groups))} ${other.groups ? model.idOf(keyOf(other.groups)) : ''}`;
  const key = `groups ${direction} ${ids} ${family} ${addresses} ${other.groupsCount ?? ''} ${other.service ?? ''}`;
  return model.memo(key, () => groupsAllow(groups, direction, other));
}

const keys = new WeakMap<GroupSet, string>();

function keyOf(set: GroupSet): string {
  let key = keys.get(set);
  if (key === undefined) keys.set(set, key = `${set.groups.map((g) => g.key).join(',')}${set.unknown ? `?${set.unknown.key}` : ''}`);
  return key;
}

/** Rules that cover some of the addresses something may have. */
function partOf(what: string, groups: string, verb: string): Unknown {
  return new Unknown('attribute', `part:${what}:${groups}`, `whether the address in ${what} is one of those ${groups} ${verb}`);
}

/** Security groups as the evidence of a step. */
export function groupRefs(groups: Pick<GroupSet, 'groups' | 'unknown'>): Evidence {
  const list: Ref[] = [...groups.groups];
  if (groups.unknown) list.push({ key: groups.unknown.key, name: groups.unknown.what });
  return list.length > 0 ? list : 'no security group';
}

export function groupNames(groups: Pick<GroupSet, 'groups' | 'unknown'>): string {
  const list = groups.groups.map((g) => g.name);
  if (groups.unknown) list.push(groups.unknown.what);
  return list.length > 0 ? [...new Set(list)].join(', ') : 'no security group';
}

function ruleName(answer: GroupsAnswer): string {
  const [first] = answer.deciding;
  if (!first) return '';
  if (first.rule.index !== undefined) return `rule #${first.rule.index} of ${first.group.name}`;
  return first.rule.place?.logicalId ? `rule ${first.rule.place.logicalId}` : `the default rule of ${first.group.name}`;
}
