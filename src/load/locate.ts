import { Node as JsonNode, parseTree } from 'jsonc-parser';
import { Document, isAlias, isMap, isScalar, isSeq, LineCounter, Node, YAMLMap } from 'yaml';

/** Line and column, both from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

export type Locator = (path: readonly string[]) => Position | undefined;

/** Turns offsets into positions; the table of line starts is made once. */
export function lineTable(text: string): (offset: number) => Position {
  const starts = [0];
  for (let i = text.indexOf('\n'); i >= 0; i = text.indexOf('\n', i + 1)) starts.push(i + 1);
  return (offset) => {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (starts[middle] <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - starts[low] + 1 };
  };
}

/** Finds the value at a path of a JSON text, or the deepest part of the path that exists. */
export function jsonLocator(text: string): Locator {
  const root = parseTree(text, undefined, { disallowComments: true });
  const position = lineTable(text);
  const members = new WeakMap<JsonNode, Map<string, JsonNode>>();
  const memberOf = (node: JsonNode, key: string): JsonNode | undefined => {
    let map = members.get(node);
    if (!map) members.set(node, map = new Map((node.children ?? []).map((p) => [String(p.children?.[0].value), p])));
    return map.get(key);
  };
  return (path) => {
    let node = root;
    let best = root;
    for (const step of path) {
      if (node?.type === 'object') {
        const property = memberOf(node, step);
        if (!property) break;
        best = property;
        node = property.children?.[1];
      } else {
        node = node?.type === 'array' ? node.children?.[Number(step)] : undefined;
        if (!node) break;
        best = node;
      }
    }
    return best && position(best.offset);
  };
}

/** The same for YAML, through aliases and short-form tags. */
export function yamlLocator(doc: Document, lines: LineCounter): Locator {
  const members = new WeakMap<YAMLMap, Map<string, { key: Node; value: Node | null }>>();
  const memberOf = (node: YAMLMap, key: string) => {
    let map = members.get(node);
    if (!map) {
      members.set(node, map = new Map(node.items.filter((p) => isScalar(p.key))
        .map((p) => [String((p.key as { value?: unknown }).value), { key: p.key as Node, value: p.value as Node | null }])));
    }
    return map.get(key);
  };
  return (path) => {
    let node = doc.contents as Node | null;
    let best = node;
    for (const step of path) {
      if (node && isAlias(node)) node = node.resolve(doc) ?? null;
      // The long form of a tag is one step that the text does not have.
      if (node && /^(Fn::|Ref$|Condition$)/.test(step) && node.tag?.startsWith('!') && !(isMap(node) && memberOf(node, step))) continue;
      if (node && isMap(node)) {
        const member = memberOf(node, step);
        if (!member) break;
        best = member.key;
        node = member.value;
      } else {
        node = node && isSeq(node) ? (node.items[Number(step)] as Node | undefined) ?? null : null;
        if (!node) break;
        best = node;
      }
    }
    if (!best?.range) return undefined;
    const { line, col } = lines.linePos(best.range[0]);
    return { line, column: col };
  };
}
