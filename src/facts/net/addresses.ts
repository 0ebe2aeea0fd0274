import { Address4, Address6 } from 'ip-address';
import { identity, scalar, Value } from '../../core';
import { Subnet, Vpc } from '../../model';
import { Interval, IntervalSet } from './intervals';

/** A CIDR block as an interval of addresses. */
export type Block = { readonly family: 4; readonly interval: Interval<number>; readonly prefix: number }
  | { readonly family: 6; readonly interval: Interval<bigint>; readonly prefix: number };

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
      return { family: 6, interval: { from, to: from + size }, prefix: address.subnetMask };
    }
    const address = new Address4(text);
    const from = Number(address.startAddress().bigInt());
    return { family: 4, interval: { from, to: from + 2 ** (32 - address.subnetMask) }, prefix: address.subnetMask };
  } catch {
    return undefined;
  }
}

function v4(...cidrs: string[]): IntervalSet {
  return IntervalSet.of(...cidrs.map((c) => parseCidr(c)!.interval as Interval<number>));
}

/** Every IPv4 address. */
export const ALL_V4 = v4('0.0.0.0/0');

/** What never is an address of an AWS service: private, shared, loopback, link-local, documentation, multicast and reserved space. */
export const NEVER_PUBLIC_V4 = v4('0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.0.0.0/24',
  '192.0.2.0/24', '192.168.0.0/16', '198.18.0.0/15', '198.51.100.0/24', '203.0.113.0/24', '224.0.0.0/3');

/** Where a public AWS service may be. */
export const PUBLIC_V4 = ALL_V4.subtract(NEVER_PUBLIC_V4);

/** The addresses something may have: all of `set` as far as is known; `identities` are CIDRs known by name only. */
export interface AddressSpace {
  /** A superset of the real addresses. */
  readonly set: IntervalSet;
  /** Identities of blocks that are known to contain all of the real addresses, for comparing unknown CIDRs with each other. */
  readonly within: readonly string[];
  /** What to call it. */
  readonly name: string;
}

/** A public AWS service, wherever it is. */
export const PUBLIC_SERVICE: AddressSpace = { set: PUBLIC_V4, within: [], name: 'the public service' };

/** Any address of a subnet. An unknown subnet CIDR lies within the VPC's; an unknown VPC CIDR may be anything. */
export function addressesOf(subnet: Pick<Subnet, 'cidr' | 'name'>, vpc: Vpc | undefined): AddressSpace {
  const known = blockOf(subnet.cidr);
  const cidrs = vpc?.cidrs ?? [];
  const within = [identity(subnet.cidr), ...(cidrs.length === 1 ? [identity(cidrs[0])] : [])];
  if (known) return { set: known, within, name: subnet.name };
  const blocks = cidrs.map(blockOf);
  const set = blocks.length > 0 && blocks.every((b) => b !== undefined)
    ? blocks.reduce<IntervalSet>((sum, b) => sum.union(b!), IntervalSet.of()) : ALL_V4;
  return { set, within, name: subnet.name };
}

/** The IPv4 addresses of a CIDR value; undefined where it is not known or not IPv4. */
export function blockOf(cidr: Value): IntervalSet | undefined {
  const text = scalar(cidr);
  const block = text === undefined ? undefined : parseCidr(text);
  return block?.family === 4 ? IntervalSet.of(block.interval) : undefined;
}

/** How a CIDR rule meets a space: the part of it that is surely meant, and whether it may be more. */
export function meets(cidr: Value, space: AddressSpace): { sure: IntervalSet; maybeMore: boolean } {
  const text = scalar(cidr);
  if (text !== undefined) {
    const block = parseCidr(text);
    // An IPv6 rule says nothing about IPv4, a malformed one matches nothing.
    return { sure: block?.family === 4 ? IntervalSet.of(block.interval).intersect(space.set) : IntervalSet.of(), maybeMore: false };
  }
  if (space.within.includes(identity(cidr))) return { sure: space.set, maybeMore: false };
  return { sure: IntervalSet.of(), maybeMore: true };
}
