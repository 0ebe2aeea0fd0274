/**
 * What a template expression comes to. Plain JavaScript values are known. The three classes below stand for what is known only in
 * part: an identity without a literal ({@link Link}), a string with holes ({@link Text}), and nothing at all ({@link Unknown}).
 */
export type Value = null | undefined | boolean | number | string | readonly Value[] | ValueMap | Link | Text | Unknown;
export interface ValueMap { readonly [key: string]: Value }

/** Why a value cannot be known before deployment. */
export type UnknownWhy =
  | 'parameter'
  | 'import'
  | 'attribute'
  | 'dynamic-reference'
  | 'ssm-parameter'
  | 'pseudo'
  | 'macro'
  | 'mapping'
  | 'reference'
  | 'cycle'
  | 'malformed'
  | 'too-large';

/** What is no plain value. */
abstract class Special {
  /** Equal keys are the same thing. */
  public abstract readonly key: string;

  /** Inside a larger value that is printed, a name will do. */
  public toJSON(): string {
    return this.key;
  }
}

/** Longer keys are shortened to a digest: keys hold those of what they are made from, and double with every two uses of one. */
const MAX_KEY = 4096;
const MAX_WHAT = 1000;

const clipped = (words: string) => (words.length > MAX_WHAT ? `${words.slice(0, MAX_WHAT)}…` : words);

function shortKey(key: string): string {
  if (key.length <= MAX_KEY) return key;
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- hardly any input needs it
  const { createHash } = require('crypto') as typeof import('crypto');
  return `${key.slice(0, 200)}…${createHash('sha256').update(key).digest('hex')}`;
}

/** A value nobody can know from the input. Equal `key`s are the same (unknown) value. */
export class Unknown extends Special {
  public readonly key: string;
  /** What to call it in a sentence, e.g. `parameter SubnetId`. */
  public readonly what: string;

  constructor(
    public readonly why: UnknownWhy,
    key: string,
    what: string,
    /** Literals it is known not to be. */
    public readonly excludes: readonly string[] = [],
    /** What it may be, where these are all. */
    public readonly oneOf?: readonly Value[],
  ) {
    super();
    this.key = shortKey(key);
    this.what = clipped(what);
  }
}

/** A reference to something made by a resource of the input; its literal exists only after deployment. */
export class Link<R = unknown> extends Special {
  constructor(
    public readonly resource: R,
    /** The resource's key, e.g. `stack/LogicalId`. */
    public readonly target: string,
    /** `Ref`, or the attribute name of a `Fn::GetAtt`. */
    public readonly attribute: string,
  ) {
    super();
  }

  public get key(): string {
    return this.attribute === 'Ref' ? `${this.target}` : `${this.target}.${this.attribute}`;
  }
}

/** A string some of whose pieces are not literal. */
export class Text extends Special {
  /** Long texts are compared over and over. */
  #key?: string;

  constructor(public readonly parts: readonly (string | Link | Unknown)[]) {
    super();
  }

  public get key(): string {
    return this.#key ??= this.parts.map((p) => (typeof p === 'string' ? p : `\${${p.key}}`)).join('');
  }
}

/** A plain object (not one of the classes above, not a list). */
export function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Special);
}

/** A member of `map` under `key`; never something inherited, so a logical id `constructor` is harmless. */
export function own<T>(map: Readonly<Record<string, T>> | undefined, key: string): T | undefined {
  return map !== undefined && map !== null && Object.hasOwn(map, key) ? map[key] : undefined;
}

/** One string for the identity of a value: equal strings are the same thing in every deployment of this input. */
export function identity(value: Value): string {
  if (typeof value === 'string') return value;
  if (value instanceof Special) return value.key;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null);
  let text = identities.get(value);
  if (text === undefined) {
    text = JSON.stringify(value);
    if (text.length > LONG) identities.set(value, text);
  }
  return text;
}

/** Of long lists and objects, which are compared over and over. */
const identities = new WeakMap<object, string>();
const LONG = 10_000;

/** The content of a value as one text, where all of it is literal: equal texts are equal values, in whatever input. */
export function literalContent(value: Value): string | undefined {
  return isLiteral(value) ? JSON.stringify(value) : undefined;
}

function isLiteral(value: Value): boolean {
  if (typeof value !== 'object' || value === null) return true;
  if (value instanceof Special) return false;
  return Object.values(value as ValueMap).every(isLiteral);
}

/** The same in words: what nobody knows is said as people say it, not by its key. */
export function wordOf(value: Value): string {
  if (value instanceof Unknown) return `named by ${value.what}`;
  if (value instanceof Text) return textWords(value);
  return clipped(identity(value)) || 'an empty text';
}

function textWords({ parts }: Text): string {
  let words = '';
  for (const part of parts) {
    words += typeof part === 'string' ? part : `\${${part instanceof Unknown ? part.what.replace(/^parameter /, '') : lastOf(part.key)}}`;
    if (words.length > MAX_WHAT) break;
  }
  return clipped(words);
}

const lastOf = (key: string) => key.slice(key.lastIndexOf('/') + 1);

/** The literal text of a scalar, as CloudFormation would pass it on. */
export function scalar(value: Value): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return undefined;
}

/** CloudFormation takes booleans as words too. */
export function asBoolean(value: Value): boolean | undefined {
  const text = scalar(value)?.toLowerCase();
  // CloudFormation's YAML is version 1.1, where these words are booleans too.
  if (text === 'true' || text === 'yes' || text === 'on') return true;
  if (text === 'false' || text === 'no' || text === 'off') return false;
  return undefined;
}

/** Whole numbers, also as words. */
export function asInteger(value: Value): number | undefined {
  if (typeof value === 'number' && Number.isSafeInteger(value)) return Math.abs(value) < 1e15 ? value : undefined;
  const text = scalar(value)?.trim();
  return text !== undefined && /^[+-]?\d{1,15}$/.test(text) ? Number(text) : undefined;
}

/** One value or a list of them, as a list; nothing stays nothing. */
export function asList(value: Value): readonly Value[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value as readonly Value[] : [value];
}

/** Whether any part of a value is not known. */
export function holdsUnknown(value: Value): Unknown | undefined {
  if (value instanceof Unknown) return value;
  if (value instanceof Text) return value.parts.find((p): p is Unknown => p instanceof Unknown);
  if (Array.isArray(value)) {
    for (const item of value) {
      const found = holdsUnknown(item);
      if (found) return found;
    }
  }
  return undefined;
}

/** How many values and characters a value holds where everything in it is written out. */
export interface Extent {
  readonly nodes: number;
  readonly characters: number;
}

const extents = new WeakMap<object, Extent>();

/** The extent of a value whose parts may be shared; each part is looked at once. */
export function extentOf(value: Value): Extent {
  if (typeof value === 'string') return { nodes: 1, characters: value.length };
  const items = partsOf(value);
  if (!items) return ONE;
  let extent = extents.get(value as object);
  if (!extent) {
    const sum = { nodes: 1, characters: 0 };
    for (const item of items) {
      const { nodes, characters } = extentOf(item);
      sum.nodes += nodes;
      sum.characters += characters;
    }
    extents.set(value as object, extent = sum);
  }
  return extent;
}

function partsOf(value: Value): readonly Value[] | undefined {
  if (value instanceof Text) return value.parts;
  if (Array.isArray(value)) return value as readonly Value[];
  return isMap(value) ? Object.values(value as ValueMap) : undefined;
}

const ONE: Extent = { nodes: 1, characters: 0 };
