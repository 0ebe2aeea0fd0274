import { asInteger, Place, Truth, Unknown, Value } from '../../core';
import { AclEntry, Family, NetworkAcl } from '../../model';
import { AddressSet, AddressSpace, meets } from './addresses';
import { IntervalSet } from './intervals';
import { ALL_PORTS, coversTcp, portsOf } from './ports';

/** What a network ACL does with TCP packets of some addresses and ports. */
export interface AclAnswer {
  readonly answer: Truth;
  /** The entry that decides, as far as one does; undefined: the final rule, which denies. */
  readonly entry?: AclEntry;
  readonly unknowns: readonly Unknown[];
  /** Lets some of the packets through. */
  readonly partial: boolean;
}

/** A rectangle of packets: addresses by ports. */
interface Box {
  readonly addresses: AddressSet;
  readonly ports: IntervalSet;
}

/** AWS's own first rule of a default network ACL. */
const DEFAULT_ENTRY_NUMBER = 100;

/**
 * Network ACLs are stateless and ordered: the first entry that matches a packet decides it, and what matches none is denied.
 * `remote` is the far end (the destination going out, the source coming in), `ports` the destination ports.
 */
export function aclAllows(acl: NetworkAcl, egress: boolean, remote: AddressSpace, ports: IntervalSet): AclAnswer {
  if (!acl.made && !acl.isDefault) {
    return { answer: 'unknown', unknowns: [new Unknown('reference', acl.key, acl.name)], partial: false };
  }
  const entries = relevant(acl, egress, remote.family);
  const unordered = entries.find((e) => e.entry && asInteger(e.entry.number) === undefined);
  if (unordered) return { answer: 'unknown', entry: unordered.entry, unknowns: [unknownEntry(unordered.entry!, remote.family)], partial: false };
  const worst = run(entries, remote, ports, 'pessimistic');
  if (worst.denied.length === 0) return { answer: 'yes', entry: worst.decidingAllow, unknowns: [], partial: false };
  const best = run(entries, remote, ports, 'optimistic');
  if (best.allowed.length === 0) return { answer: 'no', entry: best.decidingDeny, unknowns: [], partial: false };
  const doubtful = entries.filter((e) => e.entry && isDoubtful(e.entry, remote.family)).map((e) => unknownEntry(e.entry!, remote.family));
  return { answer: 'unknown', entry: worst.decidingDeny, unknowns: doubtful, partial: doubtful.length === 0 };
}

interface Ordered {
  readonly number: number;
  readonly entry?: AclEntry;
}

/** An entry is for one family; one that names no block at all is malformed and may be for either. */
function blockFor(entry: AclEntry, family: Family): Value {
  return family === 4 ? entry.cidr : entry.ipv6Cidr;
}

function relevant(acl: NetworkAcl, egress: boolean, family: Family): Ordered[] {
  const wanted: Truth = egress ? 'yes' : 'no';
  const entries: Ordered[] = acl.entries
    .filter((e) => (e.egress === wanted || e.egress === 'unknown') && (blockFor(e, family) !== undefined || (e.cidr === undefined && e.ipv6Cidr === undefined)))
    .map((entry) => ({ number: asInteger(entry.number) ?? Number.MAX_SAFE_INTEGER, entry }));
  if (acl.isDefault) entries.push({ number: DEFAULT_ENTRY_NUMBER });
  return entries.sort((a, b) => a.number - b.number);
}

function isDoubtful(entry: AclEntry, family: Family): boolean {
  return entry.egress === 'unknown' || entry.allow === 'unknown' || coversTcp(entry.protocol).tcp === 'unknown'
    || typeof blockFor(entry, family) !== 'string' || (coversTcp(entry.protocol).tcp === 'yes' && portsOf(entry.protocol, entry.from, entry.to) === undefined);
}

interface Run {
  readonly allowed: Box[];
  readonly denied: Box[];
  decidingAllow?: AclEntry;
  decidingDeny?: AclEntry;
}

/** Deals the packets out to the entries in order. What is not known is taken to deny (pessimistic) or to allow (optimistic). */
function run(entries: readonly Ordered[], remote: AddressSpace, ports: IntervalSet, mode: 'pessimistic' | 'optimistic'): Run {
  const result: Run = { allowed: [], denied: [] };
  let open: Box[] = [{ addresses: remote.set, ports }];
  for (const { entry } of entries) {
    const match = entry ? matchOf(entry, remote, mode) : { allow: true, addresses: remote.set, ports };
    if (!match || match.addresses.isEmpty || match.ports.isEmpty) continue;
    const rest: Box[] = [];
    for (const box of open) {
      const taken: Box = { addresses: box.addresses.intersect(match.addresses), ports: box.ports.intersect(match.ports) };
      if (taken.addresses.isEmpty || taken.ports.isEmpty) {
        rest.push(box);
        continue;
      }
      (match.allow ? result.allowed : result.denied).push(taken);
      if (match.allow) result.decidingAllow ??= entry;
      else result.decidingDeny ??= entry;
      const aside = box.addresses.subtract(match.addresses);
      if (!aside.isEmpty) rest.push({ addresses: aside, ports: box.ports });
      const above = box.ports.subtract(match.ports);
      if (!above.isEmpty) rest.push({ addresses: taken.addresses, ports: above });
    }
    open = rest;
  }
  result.denied.push(...open);
  return result;
}

function matchOf(entry: AclEntry, remote: AddressSpace, mode: 'pessimistic' | 'optimistic'): { allow: boolean; addresses: AddressSet; ports: IntervalSet } | undefined {
  const { tcp } = coversTcp(entry.protocol);
  if (tcp === 'no') return undefined;
  const known = portsOf(entry.protocol, entry.from, entry.to);
  const cidr = meets(blockFor(entry, remote.family), remote);
  const sure = tcp === 'yes' && known !== undefined && !cidr.maybeMore && entry.egress !== 'unknown';
  if (sure && entry.allow !== 'unknown') return { allow: entry.allow === 'yes', addresses: cidr.sure, ports: known };
  const reach = { addresses: cidr.maybeMore ? remote.set : cidr.sure, ports: known ?? ALL_PORTS };
  if (entry.allow === 'unknown') return { allow: mode === 'optimistic', ...reach };
  // Doubt about an entry that allows hurts in the worst case only by not matching; one that denies, by matching all it may.
  const takes = (entry.allow === 'yes') === (mode === 'optimistic');
  return takes ? { allow: entry.allow === 'yes', ...reach } : undefined;
}

function unknownEntry(entry: AclEntry, family: Family): Unknown {
  const blank = [blockFor(entry, family), entry.number, entry.protocol].find((v): v is Unknown => v instanceof Unknown);
  return blank ?? new Unknown('malformed', `acl-entry:${entry.place.template}:${entry.place.logicalId}`, `the network ACL entry ${entry.place.logicalId}`);
}

/** The network ACL itself and the entry that decides. */
export function aclPlaces(acl: NetworkAcl, answer: AclAnswer): Place[] {
  const place = answer.entry?.place ?? acl.place;
  return place ? [place] : [];
}
