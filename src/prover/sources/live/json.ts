import { isMap, own } from '../../core';

/** An object of an answer. Nothing in it can be relied on: a member may be absent, null or of another kind. */
export type Json = Readonly<Record<string, unknown>>;

export const mapOf = (value: unknown): Json => (isMap(value) ? value : {});
export const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value as unknown[] : []);
export const mapsOf = (value: unknown): readonly Json[] => listOf(value).filter(isMap);
export const textOf = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

/** A member that is a text. */
export function text(item: unknown, ...path: string[]): string | undefined {
  return textOf(member(item, ...path));
}

/** A member that is a number, or a text that is one. */
export function number(item: unknown, ...path: string[]): number | undefined {
  const value = member(item, ...path);
  if (typeof value === 'number') return Number.isSafeInteger(value) ? value : undefined;
  return typeof value === 'string' && /^-?\d{1,10}$/.test(value) ? Number(value) : undefined;
}

/** A list of objects; undefined for anything else, of which nothing may be left out silently. */
export function wholeList(item: unknown, ...path: string[]): readonly Json[] | undefined {
  const value = member(item, ...path);
  return Array.isArray(value) && value.every(isMap) ? value as Json[] : undefined;
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
  if (isMap(value)) return isPlainData(value) ? value : undefined;
  const given = textOf(value);
  if (given === undefined) return undefined;
  for (const read of [(t: string) => t, decodeURIComponent]) {
    try {
      const parsed: unknown = JSON.parse(read(given));
      if (isMap(parsed)) return isPlainData(parsed) ? parsed : undefined;
    } catch {
      // Written the other way.
    }
  }
  return undefined;
}

/** Whether data holds nothing that a template would evaluate. */
function isPlainData(value: unknown): boolean {
  if (Array.isArray(value)) return value.every(isPlainData);
  if (!isMap(value)) return true;
  return Object.entries(value).every(([key, item]) => key !== 'Ref' && !key.startsWith('Fn::') && isPlainData(item));
}

/** The value of a tag. */
export function tag(item: Json, key: string): string | undefined {
  for (const property of ['Tags', 'TagSet']) {
    const found = maps(item, property).find((t) => own(t, 'Key') === key);
    if (found) return textOf(own(found, 'Value'));
  }
  return undefined;
}
