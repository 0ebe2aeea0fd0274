import { Node, parse, ParseError, parseTree, printParseErrorCode, visit } from 'jsonc-parser';
import { InputError } from '../../core';
import { Locator, MAX_REPEATED, oneLine, Position, RepeatedKey, spaced } from './parsed';

// Where things stand in a JSON text. Loaded only where something is to be told of it.

/** Turns offsets into positions; the table of line starts is made once. */
function lineTable(text: string): (offset: number) => Position {
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
  const members = new WeakMap<Node, Map<string, Node>>();
  const memberOf = (node: Node, key: string): Node | undefined => {
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

/** What is wrong with a text that `JSON.parse` refused. */
export function jsonError(name: string, text: string, error: Error): InputError {
  const errors: ParseError[] = [];
  try {
    parse(text, errors, { disallowComments: true });
  } catch (thrown) {
    // It goes on after a fault, and takes what follows for ever deeper levels.
    if (!(thrown instanceof RangeError)) throw thrown;
    const at = /at position (\d+)/.exec(error.message);
    const line = at ? lineTable(text)(Number(at[1])).line : undefined;
    return new InputError(name, `not valid JSON: ${oneLine(error.message)}`, line);
  }
  if (errors.length === 0) return new InputError(name, `not valid JSON: ${oneLine(error.message)}`);
  const { line, column } = lineTable(text)(errors[0].offset);
  return new InputError(name, `not valid JSON: ${spaced(printParseErrorCode(errors[0].error))} at line ${line}, column ${column}`, line);
}

/** Keys that stand twice in one object. */
export function repeatedKeys(text: string): RepeatedKey[] {
  const open: Set<string>[] = [];
  const found: RepeatedKey[] = [];
  const position = lineTable(text);
  visit(text, {
    onObjectBegin: () => { open.push(new Set()); },
    onObjectEnd: () => { open.pop(); },
    onObjectProperty: (key, offset, _length, _line, _character, path) => {
      const keys = open[open.length - 1];
      if (keys.has(key) && found.length < MAX_REPEATED) found.push({ path: [...path().map(String), key], line: position(offset).line });
      keys.add(key);
    },
  });
  return found;
}
