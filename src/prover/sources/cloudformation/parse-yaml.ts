import { CST, Document, isAlias, isMap, isScalar, isSeq, Lexer, LineCounter, Node, parseDocument, visit, YAMLMap } from 'yaml';
import { Budget, InputError, LIMITS, plenty, TooLarge } from '../../core';
import { clip, Locator, MAX_DEPTH, MAX_REPEATED, oneLine, Parsed, RepeatedKey } from './parsed';

// YAML templates. Loaded only where there is one: most are JSON.

/** @throws InputError for what is no YAML, or more than any template holds */
export function parseYaml(name: string, text: string, budget: Budget = new Budget()): Parsed {
  const { doc, lines } = composeYaml(name, text);
  const fault = doc.errors[0];
  if (fault && /Maximum call stack/.test(fault.message)) throw new InputError(name, 'nested too deeply to be read');
  if (fault) {
    const at = fault.linePos?.[0] ?? lines.linePos(fault.pos[0]);
    throw new InputError(name, `not valid YAML: ${oneLine(fault.message.split(' at line ')[0])} at line ${at.line}, column ${at.col}`, at.line);
  }
  const targets = aliasTargets(doc);
  const reader = new YamlReader(name, targets, lines);
  const data = reader.read(doc.contents as Node | null, 0);
  reader.settle(budget);
  return { data, ...reader.repeated.length > 0 ? { repeated: reader.repeated } : {}, locate: yamlLocator(doc, targets, lines) };
}

function composeYaml(name: string, text: string): { doc: Document; lines: LineCounter } {
  // To compose a large text twice takes longer than to look for such scalars first.
  if (text.length > LARGE) return compose(indentQuotedScalars(name, text) ?? text);
  const first = compose(text);
  if (!first.doc.errors.some((e) => e.code === 'MISSING_CHAR' && /closing ['"]/.test(e.message))) return first;
  const indented = indentQuotedScalars(name, text);
  return indented === undefined ? first : compose(indented);
}

const LARGE = 100_000;

function compose(text: string): { doc: Document; lines: LineCounter } {
  const lines = new LineCounter();
  const { stackTraceLimit } = Error;
  // A text may have a fault in each of its lines, and a trace for each is most of the time.
  Error.stackTraceLimit = 0;
  try {
    return { doc: parseDocument(text, { lineCounter: lines, prettyErrors: false, logLevel: 'silent', merge: true, strict: false, uniqueKeys: false }) as Document, lines };
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}

/** Tokens that stand for no text. */
const SILENT: ReadonlySet<string> = new Set([CST.BOM, CST.DOCUMENT, CST.FLOW_END, CST.SCALAR]);

/** Blanks that may be added to a text in all: deep within a template each of its lines needs many. */
const MAX_BLANKS = 2_000_000;

/**
 * CloudFormation (like PyYAML) accepts a quoted text whose further lines are indented no deeper than its key; YAML 1.2 does not. Leading
 * blanks of such lines mean nothing, so adding some changes neither value nor line numbers. One pass over the tokens finds all of them,
 * since the lexer is told to go on to the closing quote. Undefined: there is none.
 *
 * @throws InputError where there are more of them than any template holds
 */
function indentQuotedScalars(name: string, text: string): string | undefined {
  /* eslint-disable dot-notation -- members that yaml keeps to itself: nothing public tells the lexer to go on */
  const lexer = new Lexer();
  const known = lexer['continueScalar'].bind(lexer) as (offset: number) => number;
  let isUnindented = false;
  let indent = '';
  lexer['continueScalar'] = (offset: number): number => {
    const next = known(offset);
    if (next >= 0 || lexer['indentNext'] === 0 || !/['"]/.test(String(lexer['buffer'][lexer['pos']]))) return next;
    isUnindented = true;
    indent = ' '.repeat(lexer['indentNext']);
    return offset;
  };
  /* eslint-enable dot-notation */
  let found = false;
  let blanks = 0;
  let result = '';
  for (const token of lexer.lex(text)) {
    if (SILENT.has(token)) continue;
    const isQuoted = isUnindented && (token[0] === '"' || token[0] === "'");
    if (!isQuoted) {
      result += token;
      continue;
    }
    const indented = token.replace(/\n(?=[ \t]*\S)/g, `\n${indent}`);
    blanks += indented.length - token.length;
    if (blanks > MAX_BLANKS) throw new InputError(name, 'not valid YAML: the lines of quoted texts must be indented deeper than their keys');
    result += indented;
    found = true;
    isUnindented = false;
  }
  return found ? result : undefined;
}

/** What each alias names: the last anchor of that name before it. One walk, where asking the alias itself is a walk for each of them. */
function aliasTargets(doc: Document): (alias: Node) => Node | undefined {
  let targets: Map<Node, Node | undefined> | undefined;
  return (alias) => {
    if (!targets) {
      targets = new Map();
      const anchors = new Map<string, Node>();
      visit(doc, {
        Node: (_key, node) => {
          if (isAlias(node)) targets!.set(node, anchors.get(node.source));
          else if (node.anchor !== undefined) anchors.set(node.anchor, node);
        },
      });
    }
    return targets.get(alias);
  };
}

/** How much a value holds where everything in it is written out. */
interface Extent {
  readonly nodes: number;
  readonly characters: number;
  readonly height: number;
}

class YamlReader {
  public readonly repeated: RepeatedKey[] = [];
  private readonly path: string[] = [];
  private readonly open = new Set<Node>();
  /** What anchors name. Aliases share it: a copy for each of them would double with every level of them. */
  private readonly named = new Map<Node, unknown>();
  private readonly extents = new Map<object, Extent>();
  /** What aliases add to the nodes and characters of the text. */
  private readonly added = { nodes: 0, characters: 0 };

  constructor(private readonly name: string, private readonly targetOf: (alias: Node) => Node | undefined, private readonly lines: LineCounter) {}

  public read(node: Node | null, depth: number): unknown {
    if (!node) return null;
    if (depth > MAX_DEPTH) this.fail(node, `nested deeper than ${MAX_DEPTH} levels`);
    if (isAlias(node)) {
      const target = this.targetOf(node);
      if (!target) this.fail(node, `the alias *${clip(node.source)} names no anchor`);
      return this.shared(node, target!, depth);
    }
    this.open.add(node);
    const plain = this.plain(node, depth);
    this.open.delete(node);
    const value = tagged(node.tag, plain);
    if (node.anchor !== undefined) this.named.set(node, value);
    return value;
  }

  /** Counts what aliases added to the run. */
  public settle(budget: Budget): void {
    try {
      budget.spend(this.added.nodes);
    } catch (error) {
      if (!(error instanceof TooLarge)) throw error;
      throw new InputError(this.name, `aliases expand to more than ${error.limit}; the template is not evaluated`);
    }
  }

  private shared(alias: Node, target: Node, depth: number): unknown {
    if (this.open.has(target)) this.fail(alias, 'an alias that holds itself');
    const value = this.named.get(target);
    const { nodes, characters, height } = this.extentOf(value);
    if (depth + height > MAX_DEPTH) this.fail(alias, `nested deeper than ${MAX_DEPTH} levels`);
    this.added.nodes += nodes;
    this.added.characters += characters;
    if (this.added.nodes > LIMITS.nodesOfTemplate) this.fail(alias, this.expansion(target, plenty(LIMITS.nodesOfTemplate, 'nodes')));
    if (this.added.characters > LIMITS.characters) this.fail(alias, this.expansion(target, plenty(LIMITS.characters, 'characters')));
    return value;
  }

  private expansion(target: Node, limit: string): string {
    const line = target.range ? ` at line ${this.lines.linePos(target.range[0]).line}` : '';
    return `aliases expand to more than ${limit} (anchor ${clip(String((target as { anchor?: string }).anchor))}${line}); the template is not evaluated`;
  }

  private extentOf(value: unknown): Extent {
    if (typeof value !== 'object' || value === null) return { nodes: 1, characters: typeof value === 'string' ? value.length : 0, height: 0 };
    let extent = this.extents.get(value);
    if (!extent) {
      const sum = { nodes: 1, characters: 0, height: 0 };
      for (const [key, item] of Object.entries(value)) {
        const { nodes, characters, height } = this.extentOf(item);
        sum.nodes += nodes;
        sum.characters += characters + key.length;
        sum.height = Math.max(sum.height, height + 1);
      }
      this.extents.set(value, extent = sum);
    }
    return extent;
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
function yamlLocator(doc: Document, targetOf: (alias: Node) => Node | undefined, lines: LineCounter): Locator {
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
      if (node && isAlias(node)) node = targetOf(node) ?? null;
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
