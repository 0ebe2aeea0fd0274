import { isMap, own } from '../../core';

/** An object of an answer. Nothing in it can be relied on: a member may be absent, null or of another kind. */
export type Json = Readonly<Record<string, unknown>>;

export const mapOf = (value: unknown): Json => (isMap(value) ? value : {});
export const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value as unknown[] : []);
export const mapsOf = (value: unknown): readonly Json[] => listOf(value).filter(isMap);
export const textOf = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

/** A member that is a text; a number counts as one. */
export function text(item: unknown, ...path: string[]): string | undefined {
  const value = member(item, ...path);
  return typeof value === 'number' ? String(value) : textOf(value);
}

export function flag(item: unknown, ...path: string[]): boolean | undefined {
  const value = member(item, ...path);
  return typeof value === 'boolean' ? value : value === 'true' ? true : value === 'false' ? false : undefined;
}

export function member(item: unknown, ...path: string[]): unknown {
  let value: unknown = item;
  for (const step of path) value = isMap(value) ? own(value, step) : undefined;
  return value ?? undefined;
}

export const maps = (item: unknown, ...path: string[]): readonly Json[] => mapsOf(member(item, ...path));

/** A policy document: an object, JSON text, or JSON text as a URL holds it. Undefined: none of these. */
export function documentOf(value: unknown): unknown {
  if (isMap(value)) return value;
  const given = textOf(value);
  if (given === undefined) return undefined;
  for (const read of [(t: string) => t, decodeURIComponent]) {
    try {
      const parsed: unknown = JSON.parse(read(given));
      if (isMap(parsed)) return parsed;
    } catch {
      // Written the other way.
    }
  }
  return undefined;
}

/** The value of a tag. */
export function tag(item: Json, key: string): string | undefined {
  for (const property of ['Tags', 'TagSet']) {
    const found = maps(item, property).find((t) => own(t, 'Key') === key);
    if (found) return textOf(own(found, 'Value'));
  }
  return undefined;
}
