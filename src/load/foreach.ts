import { isMap, own } from '../core';

/**
 * Expands `Fn::ForEach::Name: [identifier, collection, { key: value }]` (transform AWS::LanguageExtensions) in a map of resources,
 * conditions or outputs. A collection that cannot be known leaves its entry as it is and is reported in `unexpanded`.
 */
export function expandForEach(
  section: Readonly<Record<string, unknown>>,
  collectionOf: (expression: unknown) => readonly string[] | undefined,
): { expanded: Readonly<Record<string, unknown>>; unexpanded: readonly string[] } {
  if (!hasLoop(section)) return { expanded: section, unexpanded: [] };
  const expanded: Record<string, unknown> = Object.create(null);
  const unexpanded: string[] = [];
  for (const [key, value] of Object.entries(section)) {
    if (!key.startsWith('Fn::ForEach::')) {
      expanded[key] = value;
      continue;
    }
    const loop = parseLoop(value, collectionOf);
    if (!loop) {
      unexpanded.push(key);
      continue;
    }
    for (const item of loop.collection) {
      const body = substitute(loop.body, loop.identifier, item) as Record<string, unknown>;
      const inner = expandForEach(body, collectionOf);
      Object.assign(expanded, inner.expanded);
      unexpanded.push(...inner.unexpanded);
    }
  }
  return { expanded, unexpanded };
}

function hasLoop(section: Readonly<Record<string, unknown>>): boolean {
  for (const key in section) if (key.startsWith('Fn::ForEach::')) return true;
  return false;
}

const MAX_ITEMS = 1000;

function parseLoop(value: unknown, collectionOf: (expression: unknown) => readonly string[] | undefined) {
  if (!Array.isArray(value) || value.length !== 3 || typeof value[0] !== 'string' || !isMap(value[2])) return undefined;
  const collection = collectionOf(value[1]);
  if (!collection || collection.length > MAX_ITEMS) return undefined;
  return { identifier: value[0], collection, body: value[2] };
}

/** Puts `item` for `${identifier}`, `&{identifier}` and `{ Ref: identifier }`, in keys and values. */
function substitute(node: unknown, identifier: string, item: string): unknown {
  if (typeof node === 'string') return inText(node, identifier, item);
  if (Array.isArray(node)) return node.map((n) => substitute(n, identifier, item));
  if (!isMap(node)) return node;
  if (own(node, 'Ref') === identifier) return item;
  const result: Record<string, unknown> = Object.create(null);
  for (const [key, value] of Object.entries(node)) result[inText(key, identifier, item)] = substitute(value, identifier, item);
  return result;
}

function inText(text: string, identifier: string, item: string): string {
  return text
    .split(`\${${identifier}}`).join(item)
    // `&{x}` keeps only letters and digits, for logical ids.
    .split(`&{${identifier}}`).join(item.replace(/[^A-Za-z0-9]/g, ''));
}
