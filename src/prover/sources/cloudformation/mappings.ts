import { isMap, own, scalar, Value } from '../../core';
import { dynamicReference } from './functions';

/** The entries of a mapping that a look-up may come to. */
export interface Candidates {
  /** Each different one once, as written. */
  readonly distinct: readonly unknown[];
  /** Their values, where none of them depends on anything. */
  readonly literals?: readonly Value[];
}

/** Many look-ups ask the same of one mapping, which may have thousands of rows. */
const known = new WeakMap<object, Map<string, Candidates>>();

/** The entries under two keys; a key that is not known may be each of those there are, or (with a default) none. */
export function candidatesOf(map: Readonly<Record<string, unknown>>, first: Value, second: Value, fallback?: unknown): Candidates {
  let ofMap = known.get(map);
  if (!ofMap) known.set(map, ofMap = new Map());
  const key = JSON.stringify([scalar(first) ?? null, scalar(second) ?? null, fallback]);
  let found = ofMap.get(key);
  if (!found) ofMap.set(key, found = read(map, first, second, fallback));
  return found;
}

function read(map: Readonly<Record<string, unknown>>, first: Value, second: Value, fallback: unknown): Candidates {
  const entries = entriesUnder(map, first).flatMap((row) => entriesUnder(row, second));
  return different(fallback === undefined ? entries : [...entries, fallback]);
}

function different(entries: readonly unknown[]): Candidates {
  const distinct = [...new Map(entries.map((entry) => [JSON.stringify(entry), entry])).values()];
  if (distinct.some((entry) => typeof entry === 'object' && entry !== null)) return { distinct };
  return { distinct, literals: distinct.map((entry) => (typeof entry === 'string' ? dynamicReference(entry) : entry as Value)) };
}

function entriesUnder(map: unknown, key: Value): unknown[] {
  if (!isMap(map)) return [];
  const literal = scalar(key);
  if (literal === undefined) return Object.values(map);
  const found = own(map, literal);
  return found === undefined ? [] : [found];
}
