import { parse as parseJsonc, printParseErrorCode, visit, ParseError } from 'jsonc-parser';
import { LineCounter, parseDocument, isMap as isYamlMap, isScalar, isSeq, isAlias, Document, Node } from 'yaml';
import { InputError } from '../core';
import { jsonLocator, lineTable, yamlLocator } from './locate';

/** A template's data, and a way back from a path in it to a line. */
export interface Parsed {
  readonly data: unknown;
  /** Line and column (1-based) of the value at `path`, or of the deepest part of it that exists. */
  readonly locate: (path: readonly string[]) => { line: number; column: number } | undefined;
}

/** Deeper than any real template, shallow enough for every recursion here. */
const MAX_DEPTH = 500;
/** Nodes that aliases may add in all (a "billion laughs" file stops here). */
const MAX_NODES = 3_000_000;

/**
 * Reads CloudFormation JSON or YAML. Short-form tags (`!Ref x`) come out in their long form (`{ "Ref": x }`).
 *
 * @throws InputError one line that says what is wrong and where
 */
export function parseTemplate(name: string, text: string, options: { trusted?: boolean } = {}): Parsed {
  const body = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
  if (body.trim() === '') throw new InputError(name, 'the file is empty');
  if (body.includes('\u0000')) throw new InputError(name, 'the file holds NUL characters: it is no text file');
  const first = body.trimStart()[0];
  if (first === '[') throw new InputError(name, 'a template is an object, not a list', 1);
  try {
    return first === '{' ? parseJson(name, body, options.trusted ?? false) : parseYaml(name, body);
  } catch (error) {
    // What looks for the fault goes down as deep as the text does.
    if (error instanceof RangeError) throw new InputError(name, 'nested too deeply to be read');
    throw error;
  }
}

function parseJson(name: string, text: string, trusted: boolean): Parsed {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch (error) {
    // YAML in flow style also begins with a brace; its own error is only better where JSON was surely not meant.
    if (!/^\s*\{\s*"/.test(text)) return parseYaml(name, text);
    throw jsonError(name, text, error as Error);
  }
  const keys = countKeys(data, MAX_DEPTH);
  if (keys === undefined) throw new InputError(name, `nested deeper than ${MAX_DEPTH} levels`);
  // A key that stands twice is lost when the text is read, so that there are fewer keys then.
  if (!trusted && writtenKeys(text) !== keys) refuseDuplicateKeys(name, text);
  let locate: Parsed['locate'] | undefined;
  // Positions cost as much as parsing again, and most runs report few or none.
  return { data, locate: (path) => (locate ??= jsonLocator(text))(path) };
}

function jsonError(name: string, text: string, error: Error): InputError {
  const errors: ParseError[] = [];
  parseJsonc(text, errors, { disallowComments: true });
  if (errors.length === 0) return new InputError(name, `not valid JSON: ${oneLine(error.message)}`);
  const { line, column } = lineTable(text)(errors[0].offset);
  return new InputError(name, `not valid JSON: ${spaced(printParseErrorCode(errors[0].error))} at line ${line}, column ${column}`, line);
}

/** How many keys stand in a JSON text: its strings before a colon. */
function writtenKeys(text: string): number {
  let count = 0;
  for (let open = text.indexOf('"'); open >= 0;) {
    let close = text.indexOf('"', open + 1);
    while (isEscaped(text, close)) close = text.indexOf('"', close + 1);
    let after = close + 1;
    while (text.charCodeAt(after) <= 32) after++;
    if (text.charCodeAt(after) === 58) count++;
    open = text.indexOf('"', after);
  }
  return count;
}

function isEscaped(text: string, at: number): boolean {
  let backslashes = 0;
  while (text.charCodeAt(at - 1 - backslashes) === 92) backslashes++;
  return backslashes % 2 === 1;
}

/** How many keys there are in some data; undefined: it is nested deeper than it may be. */
function countKeys(node: unknown, left: number): number | undefined {
  if (typeof node !== 'object' || node === null) return 0;
  if (left === 0) return undefined;
  const isList = Array.isArray(node);
  const values = isList ? node as readonly unknown[] : Object.values(node);
  let count = isList ? 0 : values.length;
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (typeof value !== 'object' || value === null) continue;
    const below = countKeys(value, left - 1);
    if (below === undefined) return undefined;
    count += below;
  }
  return count;
}

function refuseDuplicateKeys(name: string, text: string): void {
  const open: Set<string>[] = [];
  let found: { key: string; offset: number } | undefined;
  visit(text, {
    onObjectBegin: () => { open.push(new Set()); },
    onObjectEnd: () => { open.pop(); },
    onObjectProperty: (key, offset) => {
      const keys = open[open.length - 1];
      if (keys.has(key)) found ??= { key, offset };
      keys.add(key);
    },
  });
  if (found) {
    const { line } = lineTable(text)(found.offset);
    throw new InputError(name, `the key ${JSON.stringify(clip(found.key))} stands twice in one object (line ${line})`, line);
  }
}

function parseYaml(name: string, text: string): Parsed {
  const { doc, lines } = composeYaml(text);
  const fault = doc.errors[0];
  if (fault && /Maximum call stack/.test(fault.message)) throw new InputError(name, 'nested too deeply to be read');
  if (fault) {
    const at = fault.linePos?.[0] ?? lines.linePos(fault.pos[0]);
    throw new InputError(name, `not valid YAML: ${oneLine(fault.message.split(' at line ')[0])} at line ${at.line}, column ${at.col}`, at.line);
  }
  const data = new YamlReader(name, doc, lines).read(doc.contents as Node | null, 0);
  return { data, locate: yamlLocator(doc, lines) };
}

/** More such scalars than any real template has. */
const MAX_MENDED = 500;

function composeYaml(source: string): { doc: Document; lines: LineCounter } {
  let text = source;
  for (let n = 0; ; n++) {
    const lines = new LineCounter();
    const doc = parseDocument(text, { lineCounter: lines, logLevel: 'silent', merge: true, strict: false, uniqueKeys: true }) as Document;
    const fault = doc.errors.find((e) => e.code === 'MISSING_CHAR' && /closing ['"]/.test(e.message));
    const mended = fault && n < MAX_MENDED ? indentQuotedScalar(text, fault.pos[0]) : undefined;
    if (mended === undefined) return { doc, lines };
    text = mended;
  }
}

/**
 * CloudFormation (like PyYAML) accepts a quoted text whose further lines are indented no deeper than its key; YAML 1.2 does not.
 * Leading blanks of such lines mean nothing, so adding some changes neither value nor line numbers.
 */
function indentQuotedScalar(text: string, near: number): string | undefined {
  const lineStart = text.lastIndexOf('\n', near - 1) + 1;
  const lineEnd = text.indexOf('\n', near);
  const opening = /(?:^|[:\-[,{]\s+|\s)(['"])(?=[^'"]*$)/.exec(text.slice(lineStart, lineEnd < 0 ? undefined : lineEnd));
  if (!opening) return undefined;
  const quote = opening[1];
  const open = lineStart + opening.index + opening[0].length - 1;
  let close = open + 1;
  for (; close < text.length; close++) {
    if (quote === '"' && text[close] === '\\') close++;
    else if (text[close] === quote && quote === "'" && text[close + 1] === "'") close++;
    else if (text[close] === quote) break;
  }
  const body = text.slice(open, close);
  if (close >= text.length || !body.includes('\n')) return undefined;
  const mended = body.replace(/\n(?=[ \t]*\S)/g, `\n${' '.repeat(opening.index + 40)}`);
  return `${text.slice(0, open)}${mended}${text.slice(close)}`;
}

class YamlReader {
  private nodes = 0;
  private readonly open = new Set<Node>();

  constructor(private readonly name: string, private readonly doc: Document, private readonly lines: LineCounter) {}

  public read(node: Node | null, depth: number): unknown {
    if (!node) return null;
    if (++this.nodes > MAX_NODES) this.fail(node, 'too many nodes (aliases that multiply?)');
    if (depth > MAX_DEPTH) this.fail(node, `nested deeper than ${MAX_DEPTH} levels`);
    if (isAlias(node)) {
      const target = node.resolve(this.doc);
      if (!target) this.fail(node, `the alias *${clip(node.source)} names no anchor`);
      return this.read(target!, depth + 1);
    }
    if (this.open.has(node)) this.fail(node, 'an alias that holds itself');
    this.open.add(node);
    const plain = this.plain(node, depth);
    this.open.delete(node);
    return tagged(node.tag, plain);
  }

  private plain(node: Node, depth: number): unknown {
    if (isScalar(node)) {
      // An unquoted date or number with leading zeros is text to CloudFormation.
      if (typeof node.value === 'number' && node.source !== undefined && /^[-+]?0\d/.test(node.source)) return node.source;
      return typeof node.value === 'bigint' ? node.source : node.value;
    }
    if (isSeq(node)) return node.items.map((item) => this.read(item as Node, depth + 1));
    if (!isYamlMap(node)) return undefined;
    const result: Record<string, unknown> = Object.create(null);
    for (const pair of node.items) {
      const key = pair.key;
      if (key && isScalar(key) && (key.value === '<<' || typeof key.value === 'symbol')) {
        this.merge(result, pair.value as Node, depth);
        continue;
      }
      result[isScalar(key) ? String(key.value) : JSON.stringify(this.read(key as Node, depth + 1))] = this.read(pair.value as Node | null, depth + 1);
    }
    return result;
  }

  private merge(into: Record<string, unknown>, from: Node, depth: number): void {
    const value = this.read(from, depth + 1);
    for (const part of Array.isArray(value) ? value : [value]) {
      if (typeof part !== 'object' || part === null) continue;
      for (const [key, item] of Object.entries(part)) if (!Object.hasOwn(into, key)) into[key] = item;
    }
  }

  private fail(node: Node, message: string): never {
    const line = node.range ? this.lines.linePos(node.range[0]).line : undefined;
    throw new InputError(this.name, message, line);
  }
}

/** `!Sub x` as `{ "Fn::Sub": x }`. A tag nobody knows (`!Rain::Module`) is kept under its own name. */
function tagged(tag: string | undefined, value: unknown): unknown {
  if (!tag || !tag.startsWith('!') || tag === '!') return value;
  const word = tag.slice(1);
  if (word === 'Ref' || word === 'Condition') return wrap(word, value);
  if (word === 'GetAtt') {
    if (typeof value !== 'string') return wrap('Fn::GetAtt', value);
    const dot = value.indexOf('.');
    return wrap('Fn::GetAtt', dot < 0 ? [value] : [value.slice(0, dot), value.slice(dot + 1)]);
  }
  return wrap(KNOWN_TAGS.has(word) ? `Fn::${word}` : tag, value);
}

const KNOWN_TAGS = new Set(['Sub', 'Join', 'Select', 'Split', 'If', 'And', 'Or', 'Not', 'Equals', 'FindInMap', 'GetAZs', 'Cidr', 'Base64',
  'ImportValue', 'Transform', 'ForEach', 'Length', 'ToJsonString', 'Contains', 'EachMemberEquals', 'EachMemberIn', 'RefAll', 'ValueOf', 'ValueOfAll']);

function wrap(key: string, value: unknown): unknown {
  const result: Record<string, unknown> = Object.create(null);
  result[key] = value;
  return result;
}

const oneLine = (text: string) => clip(text.replace(/\s+/g, ' ').trim(), 200);
const spaced = (code: string) => code.replace(/([a-z])([A-Z])/g, (_, a: string, b: string) => `${a} ${b.toLowerCase()}`);
const clip = (text: string, length = 80) => (text.length > length ? `${text.slice(0, length)}…` : text);
