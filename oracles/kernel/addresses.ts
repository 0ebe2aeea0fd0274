/** Addresses as numbers. Written for this oracle alone: sharing the prover's arithmetic would share its mistakes. */

export type Family = 4 | 6;

export interface Cidr {
  readonly family: Family;
  readonly first: bigint;
  readonly prefix: number;
}

const WIDTH = { 4: 32, 6: 128 } as const;

export const familyOf = (text: string): Family => (text.includes(':') ? 6 : 4);

export function parseAddress(text: string): bigint {
  if (familyOf(text) === 4) {
    const parts = text.split('.').map(Number);
    if (parts.length !== 4 || parts.some((p) => !Number.isInteger(p) || p < 0 || p > 255)) throw new Error(`${text} is no IPv4 address`);
    return parts.reduce((sum, part) => sum * 256n + BigInt(part), 0n);
  }
  const [head, tail] = text.split('::').map((half) => half.split(':').filter((word) => word !== ''));
  const missing = 8 - head.length - (tail?.length ?? 0);
  if (missing < 0 || (tail === undefined && missing !== 0)) throw new Error(`${text} is no IPv6 address`);
  const words = [...head, ...Array<string>(missing).fill('0'), ...(tail ?? [])];
  return words.reduce((sum, word) => sum * 65536n + BigInt(parseInt(word, 16)), 0n);
}

export function formatAddress(family: Family, value: bigint): string {
  const [count, size] = family === 4 ? [4, 8n] : [8, 16n];
  const parts = Array.from({ length: count }, (_, i) => (value >> (size * BigInt(count - 1 - i))) & ((1n << size) - 1n));
  return family === 4 ? parts.join('.') : parts.map((p) => p.toString(16)).join(':');
}

export function parseCidr(text: string): Cidr {
  const [address, length] = text.split('/');
  const family = familyOf(address);
  const prefix = Number(length);
  if (!Number.isInteger(prefix) || prefix < 0 || prefix > WIDTH[family]) throw new Error(`${text} is no CIDR block`);
  const first = parseAddress(address);
  if (first % sizeOf(family, prefix) !== 0n) throw new Error(`${text} has bits set beyond its prefix`);
  return { family, first, prefix };
}

const sizeOf = (family: Family, prefix: number) => 1n << BigInt(WIDTH[family] - prefix);

export function contains(cidr: string, address: string): boolean {
  const { family, first, prefix } = parseCidr(cidr);
  const value = parseAddress(address);
  return familyOf(address) === family && value >= first && value < first + sizeOf(family, prefix);
}

/** The address VPC routers have in a subnet: the second one. */
export function routerAddress(cidr: string): string {
  const { family, first } = parseCidr(cidr);
  return formatAddress(family, first + 1n);
}

/** A CIDR block cut into `2 ** bits` equal ones. */
export function pieces(cidr: string, bits: number): string[] {
  const { family, first, prefix } = parseCidr(cidr);
  const size = sizeOf(family, prefix + bits);
  return Array.from({ length: 2 ** bits }, (_, i) => `${formatAddress(family, first + size * BigInt(i))}/${prefix + bits}`);
}

/** AWS keeps the first four addresses of a subnet and the last one for itself. */
const KEPT_FIRST = 4n;

/**
 * Addresses the `slot`th interface of a subnet may have: one in each quarter, the lowest and the highest that AWS gives among them,
 * so that a rule for a part of the subnet meets some of them and misses others.
 */
export function samplesOf(cidr: string, slot: number): string[] {
  const { family, first, prefix } = parseCidr(cidr);
  const quarter = sizeOf(family, prefix + 2);
  const step = BigInt(slot);
  const middle = quarter / 3n + step;
  const values = [first + KEPT_FIRST + step, first + quarter + middle, first + 2n * quarter + middle, first + 4n * quarter - 2n - step];
  return values.map((value) => formatAddress(family, value));
}
