import { isMap, Link, Text, Unknown, Value } from '../../core';

/** Characters of Unicode's private use area: no policy has a reason to hold them. */
const OPEN = '\uE000';
const CLOSE = '\uE001';

/**
 * A policy document given as JSON text, read. Holes of the text may stand inside its strings; undefined: it is no JSON, or a hole
 * stands elsewhere.
 */
export function readJson(document: string | Text): Value {
  const holes: (Link | Unknown)[] = [];
  const parts = typeof document === 'string' ? [document] : document.parts;
  if (parts.some((part) => typeof part === 'string' && (part.includes(OPEN) || part.includes(CLOSE)))) return undefined;
  const text = parts.map((part) => (typeof part === 'string' ? part : `${OPEN}${holes.push(part) - 1}${CLOSE}`)).join('');
  try {
    return fillIn(JSON.parse(text) as Value, holes);
  } catch {
    // Not JSON, or nested deeper than the stack: nothing can be said of it either way.
    return undefined;
  }
}

function fillIn(value: Value, holes: readonly (Link | Unknown)[]): Value {
  if (typeof value === 'string') return withHoles(value, holes);
  if (Array.isArray(value)) return value.map((item: Value) => fillIn(item, holes));
  if (!isMap(value)) return value;
  const result: Record<string, Value> = Object.create(null);
  for (const [key, item] of Object.entries(value)) result[key] = fillIn(item as Value, holes);
  return result;
}

function withHoles(text: string, holes: readonly (Link | Unknown)[]): Value {
  if (!text.includes(OPEN)) return text;
  const parts: (string | Link | Unknown)[] = [];
  let rest = text;
  for (let open = rest.indexOf(OPEN); open >= 0; open = rest.indexOf(OPEN)) {
    const close = rest.indexOf(CLOSE);
    if (open > 0) parts.push(rest.slice(0, open));
    parts.push(holes[Number(rest.slice(open + 1, close))]);
    rest = rest.slice(close + 1);
  }
  if (rest !== '') parts.push(rest);
  return parts.length === 1 ? parts[0] : new Text(parts);
}
