import { Document, isAlias, isMap, isScalar, isSeq, LineCounter, Node, parseDocument, YAMLMap } from 'yaml';
import { InputError } from '../core';
import { clip, Locator, MAX_DEPTH, MAX_REPEATED, oneLine, Parsed, RepeatedKey } from './parsed';

// YAML templates. Loaded only where there is one: most are JSON.

/** Nodes that aliases may add in all (a "billion laughs" file stops here). */
const MAX_NODES = 3_000_000;

/** @throws InputError for what is no YAML, or more than any template holds */
export function parseYaml(name: string, text: string): Parsed {
  const { doc, lines } = composeYaml(text);
  const fault = doc.errors[0];
  if (fault && /Maximum call stack/.test(fault.message)) throw new InputError(name, 'nested too deeply to be read');
  if (fault) {
    const at = fault.linePos?.[0] ?? lines.linePos(fault.pos[0]);
    throw new InputError(name, `not valid YAML: ${oneLine(fault.message.split(' at line ')[0])} at line ${at.line}, column ${at.col}`, at.line);
  }
  const reader = new YamlReader(name, doc, lines);
  const data = reader.read(doc.contents as Node | null, 0);
  return { data, ...reader.repeated.length > 0 ? { repeated: reader.repeated } : {}, locate: yamlLocator(doc, lines) };
}

/** More such scalars than any real template has. */
const MAX_MENDED = 500;

function composeYaml(source: string): { doc: Document; lines: LineCounter } {
  let text = source;
  for (let n = 0; ; n++) {
    const lines = new LineCounter();
    const doc = parseDocument(text, { lineCounter: lines, logLevel: 'silent', merge: true, strict: false, uniqueKeys: false }) as Document;
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
  public readonly repeated: RepeatedKey[] = [];
  private nodes = 0;
  private readonly path: string[] = [];
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
    if (isSeq(node)) return node.items.map((item, i) => this.member(String(i), item as Node, depth));
    if (!isMap(node)) return undefined;
    const result: Record<string, unknown> = Object.create(null);
    const keys = new Set<string>();
    for (const pair of node.items) {
      const key = pair.key;
      if (key && isScalar(key) && (key.value === '<<' || typeof key.value === 'symbol')) {
        this.merge(result, pair.value as Node, depth);
        continue;
      }
      const name = isScalar(key) ? String(key.value) : JSON.stringify(this.read(key as Node, depth + 1));
      if (keys.has(name)) this.repeat(name, key as Node);
      keys.add(name);
      result[name] = this.member(name, pair.value as Node | null, depth);
    }
    return result;
  }

  private member(name: string, node: Node | null, depth: number): unknown {
    this.path.push(name);
    const value = this.read(node, depth + 1);
    this.path.pop();
    return value;
  }

  private repeat(name: string, { range }: Node): void {
    // What an alias names is read as often as it is named.
    const line = range ? this.lines.linePos(range[0]).line : 1;
    if (this.repeated.length < MAX_REPEATED && !this.repeated.some((r) => r.line === line)) this.repeated.push({ path: [...this.path, name], line });
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

/** Finds the value at a path, through aliases and short-form tags. */
function yamlLocator(doc: Document, lines: LineCounter): Locator {
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
