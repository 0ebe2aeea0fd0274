import { identity, Place, Truth, Unknown, Value } from '../../core';
import { describe, GroupRule, GroupSet, Peer, RuleSet, SecurityGroup } from '../../model';
import { AddressSet, AddressSpace, meets } from './addresses';
import { IntervalSet, Point } from './intervals';
import { HTTPS, letsThrough } from './ports';

/** The other end of a connection, as a security group rule sees it. */
export interface Counterpart {
  readonly addresses: AddressSpace;
  /** Groups on its interface; undefined for what has none (a public service), or whose groups do not count from here. */
  readonly groups?: GroupSet;
  /** Whether rules may name groups across what lies between: peering of one Region yes, a transit gateway only if told so. */
  readonly groupsCount?: Truth;
  /** The AWS service it is, where it has addresses of its own: a rule may name these by AWS's prefix list. */
  readonly service?: string;
  /** Default: 443. */
  readonly port?: number;
}

/** What the rules of some groups, taken together, do with TCP 443 to or from a counterpart. */
export interface GroupsAnswer {
  readonly answer: Truth;
  /** The rule that lets it through, or those that come near. */
  readonly deciding: readonly { readonly group: SecurityGroup; readonly rule: GroupRule }[];
  readonly unknowns: readonly Unknown[];
  /** No group has any rule in this direction. */
  readonly noRules: boolean;
  /** Lets a part of the counterpart's possible addresses through. */
  readonly partial: boolean;
}

const NOTHING: AddressSet = IntervalSet.of<Point>();

/** Groups unite: one rule of one group is enough. */
export function groupsAllow(groups: GroupSet, direction: 'egress' | 'ingress', other: Counterpart): GroupsAnswer {
  let covered = NOTHING;
  let maybe = false;
  const deciding: { group: SecurityGroup; rule: GroupRule }[] = [];
  const unknowns: Unknown[] = groups.unknown ? [groups.unknown] : [];
  let ruleCount = 0;
  for (const group of groups.groups) {
    const set: RuleSet = group[direction];
    ruleCount += set.rules.length;
    if (set.open || (set.openForIpv6 && other.addresses.family === 6)) unknowns.push(unknownRules(group, direction));
    for (const rule of set.rules) {
      const verdict = ruleAllows(rule, other);
      if (verdict.truth === 'yes') return { answer: 'yes', deciding: [{ group, rule }], unknowns: [], noRules: false, partial: false };
      if (verdict.truth === 'unknown') {
        maybe = true;
        if (verdict.unknown) unknowns.push(verdict.unknown);
      }
      if (!verdict.sure.isEmpty) {
        covered = covered.union(verdict.sure);
        deciding.push({ group, rule });
      }
    }
  }
  if (!covered.isEmpty && covered.covers(other.addresses.set)) return { answer: 'yes', deciding, unknowns: [], noRules: false, partial: false };
  const partial = !covered.isEmpty;
  const answer: Truth = maybe || unknowns.length > 0 || partial ? 'unknown' : 'no';
  return { answer, deciding, unknowns, noRules: ruleCount === 0, partial };
}

interface RuleVerdict {
  readonly truth: Truth;
  readonly sure: AddressSet;
  readonly unknown?: Unknown;
}

function ruleAllows(rule: GroupRule, other: Counterpart): RuleVerdict {
  const through = letsThrough(rule.protocol, rule.from, rule.to, other.port ?? HTTPS);
  if (through === 'no') return { truth: 'no', sure: NOTHING };
  const { peer } = rule;
  if (peer.kind === 'group') {
    const member = isMember(peer.group, other);
    return { truth: through === 'yes' ? member : member === 'no' ? 'no' : 'unknown', sure: NOTHING };
  }
  // The lists of two services have no address in common.
  if (peer.kind === 'prefix-list' && peer.service !== undefined) return { truth: peer.service === other.service ? through : 'no', sure: NOTHING };
  const blocks = blocksOf(peer);
  if (blocks) return blocksAllow(blocks, through, other);
  const unknown = peer.value instanceof Unknown ? peer.value : new Unknown('reference', `peer:${identity(peer.value)}`, `what ${peer.kind === 'prefix-list' ? 'prefix list' : 'peer'} ${describe(peer.value)} holds`);
  return { truth: 'unknown', sure: NOTHING, unknown };
}

function blocksOf(peer: Exclude<Peer, { kind: 'group' }>): readonly Value[] | undefined {
  if (peer.kind === 'cidr') return [peer.value];
  return peer.kind === 'prefix-list' ? peer.listed : undefined;
}

function blocksAllow(blocks: readonly Value[], through: Truth, { addresses }: Counterpart): RuleVerdict {
  let sure = NOTHING;
  let unknown: Unknown | undefined;
  let maybeMore = false;
  for (const block of blocks) {
    const met = meets(block, addresses);
    sure = sure.union(met.sure);
    maybeMore ||= met.maybeMore;
    if (met.maybeMore && block instanceof Unknown) unknown ??= block;
  }
  if (through !== 'yes') return { truth: maybeMore || !sure.isEmpty ? 'unknown' : 'no', sure: NOTHING, ...unknown ? { unknown } : {} };
  if (!sure.isEmpty && sure.covers(addresses.set)) return { truth: 'yes', sure };
  return { truth: maybeMore ? 'unknown' : 'no', sure, ...unknown ? { unknown } : {} };
}

type GroupId = Pick<SecurityGroup, 'key' | 'made'>;

/** Whether the counterpart's interface is a member of `group`. */
function isMember(group: GroupId, { groups, groupsCount = 'yes' }: Counterpart): Truth {
  if (!groups || groupsCount === 'no') return 'no';
  let result: Truth = groups.unknown ? 'unknown' : 'no';
  for (const other of groups.groups) {
    const same = sameGroup(group, other);
    if (same === 'yes') return groupsCount;
    if (same === 'unknown') result = 'unknown';
  }
  return result;
}

/** What the input makes cannot be what it is given by id; two ids in different words may be one. */
function sameGroup(a: GroupId, b: GroupId): Truth {
  if (a.key === b.key) return 'yes';
  if (a.made || b.made) return 'no';
  const literal = (g: GroupId) => /^group:sg-[0-9a-f]+$/.test(g.key);
  return literal(a) && literal(b) ? 'no' : 'unknown';
}

function unknownRules(group: SecurityGroup, direction: 'egress' | 'ingress'): Unknown {
  return new Unknown('reference', `${group.key}:${direction}`, `the ${direction} rules of ${group.name}`);
}

/** Where to look: the deciding rules, or the groups themselves. */
export function placesOf(groups: GroupSet, answer: GroupsAnswer): Place[] {
  const rules = answer.deciding.map((d) => d.rule.place ?? d.group.place).filter((p): p is Place => p !== undefined);
  if (rules.length > 0) return rules;
  const made = groups.groups.map((g) => g.place).filter((p): p is Place => p !== undefined);
  return made.length > 0 ? made : groups.place ? [groups.place] : [];
}
