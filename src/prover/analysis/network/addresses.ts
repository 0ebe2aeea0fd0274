import { Address4, Address6 } from 'ip-address';
import { identity, lazily, scalar, Value } from '../../core';
import { Family, Subnet, Vpc } from '../../model';
import { Interval, IntervalSet, Point } from './intervals';

/** A CIDR block as an interval of addresses: numbers for IPv4, bigints for IPv6. The two are never mixed. */
export interface Block {
  readonly family: Family;
  readonly interval: Interval<Point>;
  /** The same as a set. */
  readonly set: AddressSet;
  readonly prefix: number;
}

export type AddressSet = IntervalSet<Point>;

const cache = new Map<string, Block | undefined>();

/** The block a CIDR text stands for; undefined where it is no CIDR. A bare address is a block of one. */
export function parseCidr(text: string): Block | undefined {
  if (cache.has(text)) return cache.get(text);
  const block = parse(text.trim());
  if (cache.size < 100_000) cache.set(text, block);
  return block;
}

function parse(text: string): Block | undefined {
  try {
    if (text.includes(':')) {
      const address = new Address6(text);
      const size = 1n << BigInt(128 - address.subnetMask);
      const from = address.startAddress().bigInt();
      return blockAt(6, { from, to: from + size }, address.subnetMask);
    }
    const address = new Address4(text);
    const from = Number(address.startAddress().bigInt());
    return blockAt(4, { from, to: from + 2 ** (32 - address.subnetMask) }, address.subnetMask);
  } catch {
    return undefined;
  }
}

function blockAt(family: Family, interval: Interval<Point>, prefix: number): Block {
  return { family, interval, set: IntervalSet.of<Point>(interval), prefix };
}

function setOf(...cidrs: string[]): AddressSet {
  return IntervalSet.of<Point>(...cidrs.map((c) => parseCidr(c)!.interval));
}

const NOTHING: AddressSet = IntervalSet.of<Point>();

// Most networks have no IPv6, and its blocks are slow to read.
const everyV6 = lazily(() => setOf('::/0'));

/** Every address of a family. */
export const EVERYTHING: Readonly<Record<Family, AddressSet>> = { 4: setOf('0.0.0.0/0'), get 6() { return everyV6(); } };

/** What never is an address of an AWS service: private, shared, loopback, link-local, documentation, multicast and reserved space. */
const NEVER_PUBLIC_V4 = setOf('0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.0.0.0/24',
  '192.0.2.0/24', '192.168.0.0/16', '198.18.0.0/15', '198.51.100.0/24', '203.0.113.0/24', '224.0.0.0/3');

/** Global unicast without documentation space. */
const publicV6 = lazily(() => setOf('2000::/3').subtract(setOf('2001:db8::/32', '2002::/16')));

/** The addresses something may have: all of `set` as far as is known; `within` are CIDRs known by name only. */
export interface AddressSpace {
  readonly family: Family;
  /** A superset of the real addresses. */
  readonly set: AddressSet;
  /** Identities of blocks that are known to contain all of the real addresses, for comparing unknown CIDRs with each other. */
  readonly within: readonly string[];
  /** What to call it. */
  readonly name: string;
  /** Equal for spaces of one family and the same addresses. */
  readonly key: string;
}

/** A public AWS service, wherever it is. */
export const PUBLIC_SERVICE: Readonly<Record<Family, AddressSpace>> = {
  4: { family: 4, set: EVERYTHING[4].subtract(NEVER_PUBLIC_V4), within: [], name: 'the public service', key: 'public' },
  6: { family: 6, get set() { return publicV6(); }, within: [], name: 'the public service', key: 'public' },
};

const translated = lazily(() => setOf('64:ff9b::/96'));

/** Where IPv4 addresses appear to hosts that have only IPv6: DNS64 makes the addresses, NAT64 takes them back. */
export const NAT64: AddressSpace = { family: 6, get set() { return translated(); }, within: [], name: 'the public service (as 64:ff9b::/96)', key: 'translated' };

/** Any address of a subnet that something may have. An unknown subnet CIDR lies within the VPC's; an unknown VPC CIDR may be anything. */
export function addressesOf(subnet: Pick<Subnet, 'cidr' | 'ipv6Cidr' | 'name'>, vpc: Vpc | undefined, family: Family = 4, fixed?: Value): AddressSpace {
  const cidr = family === 4 ? subnet.cidr : subnet.ipv6Cidr;
  const cidrs = (family === 4 ? vpc?.cidrs : vpc?.ipv6Cidrs) ?? [];
  const within = [...cidr === undefined ? [] : [identity(cidr)], ...(cidrs.length === 1 ? [identity(cidrs[0])] : [])];
  const one = fixed === undefined ? undefined : blockOf(fixed, family);
  const known = one ?? usable(blockOf(cidr, family), family);
  if (known) return spaceOf(family, known, within, one ? identity(fixed) : subnet.name);
  const blocks = cidrs.map((c) => blockOf(c, family));
  const set = blocks.length > 0 && blocks.every((b) => b !== undefined) ? blocks.reduce<AddressSet>((sum, b) => sum.union(b!), NOTHING) : EVERYTHING[family];
  return spaceOf(family, set, within, subnet.name);
}

/** An address space of some addresses. */
export function spaceOf(family: Family, set: AddressSet, within: readonly string[], name: string): AddressSpace {
  return { family, set, within, name, key: `${set.intervals.map((i) => `${i.from}-${i.to}`).join(' ')} in ${within.join(' ')}` };
}

/** AWS keeps the first four addresses of a subnet and the last one (https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html). */
function usable(block: AddressSet | undefined, family: Family): AddressSet | undefined {
  if (!block) return undefined;
  const [{ from, to }] = block.intervals;
  const inner = family === 4 ? { from: Number(from) + 4, to: Number(to) - 1 } : { from: BigInt(from) + 4n, to: BigInt(to) - 1n };
  return inner.from < inner.to ? IntervalSet.of<Point>(inner) : block;
}

/** The addresses of a CIDR value; undefined where it is not known or not of the family. */
export function blockOf(cidr: Value, family: Family): AddressSet | undefined {
  const text = scalar(cidr);
  const block = text === undefined ? undefined : parseCidr(text);
  return block?.family === family ? block.set : undefined;
}

/** How a CIDR rule meets a space: the part of it that is surely meant, and whether it may be more. */
export function meets(cidr: Value, space: AddressSpace): { sure: AddressSet; maybeMore: boolean } {
  const text = scalar(cidr);
  if (text !== undefined) {
    const block = parseCidr(text);
    // A rule of the other family says nothing about this one, a malformed one matches nothing.
    return { sure: block?.family === space.family ? block.set.intersect(space.set) : NOTHING, maybeMore: false };
  }
  if (space.within.includes(identity(cidr))) return { sure: space.set, maybeMore: false };
  return { sure: NOTHING, maybeMore: true };
}
