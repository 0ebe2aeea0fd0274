import { Budget, isMap, LIMITS, own, plenty, TooLarge } from '../../core';

/** A section of a template with its loops written out. */
export interface Expanded {
  readonly expanded: Readonly<Record<string, unknown>>;
  /** Loops whose collection is not known. */
  readonly unexpanded: readonly string[];
  /** Loops that expand to more than any template may hold, with what is too much. */
  readonly tooLarge: readonly { readonly key: string; readonly limit: string }[];
}

type CollectionOf = (expression: unknown) => readonly string[] | undefined;

/**
 * Expands `Fn::ForEach::Name: [identifier, collection, { key: value }]` (transform AWS::LanguageExtensions) in a map of resources,
 * conditions or outputs. A loop that cannot be written out is left out and reported by the caller.
 */
export function expandForEach(section: Readonly<Record<string, unknown>>, collectionOf: CollectionOf, budget: Budget): Expanded {
  if (!hasLoop(section)) return { expanded: section, unexpanded: [], tooLarge: [] };
  const expanded: Record<string, unknown> = Object.create(null);
  const unexpanded: string[] = [];
  const tooLarge: { key: string; limit: string }[] = [];
  for (const [key, value] of Object.entries(section)) {
    if (!key.startsWith('Fn::ForEach::')) {
      expanded[key] = value;
      continue;
    }
    const writer = new LoopWriter(collectionOf, budget);
    const limit = writer.write(value);
    if (limit === undefined) {
      Object.assign(expanded, writer.entries);
      unexpanded.push(...writer.isUnknown ? [key] : writer.unexpanded);
    } else {
      tooLarge.push({ key, limit });
    }
  }
  return { expanded, unexpanded, tooLarge };
}

function hasLoop(section: Readonly<Record<string, unknown>>): boolean {
  for (const key in section) if (key.startsWith('Fn::ForEach::')) return true;
  return false;
}

const MAX_ITEMS = 1000;

/** Writes out one loop with those within it, and counts what it writes. */
class LoopWriter {
  public readonly entries: Record<string, unknown> = Object.create(null);
  /** Inner loops whose collection is not known. */
  public readonly unexpanded: string[] = [];
  /** The collection of the loop itself is not known. */
  public isUnknown = false;
  private nodes = 0;
  private characters = 0;

  constructor(private readonly collectionOf: CollectionOf, private readonly budget: Budget) {}

  /** Returns the limit that the loop exceeds. */
  public write(loop: unknown): string | undefined {
    const refused = isObject(loop) ? this.budget.refused.get(loop) : undefined;
    if (refused !== undefined) return refused;
    try {
      this.isUnknown = !this.writeLoop(loop);
      if (isObject(loop)) this.budget.spendOnce(loop, this.nodes);
      return undefined;
    } catch (error) {
      if (!(error instanceof TooLarge)) throw error;
      if (isObject(loop)) this.budget.refused.set(loop, error.limit);
      return error.limit;
    }
  }

  /** Returns false where the collection is not known. */
  private writeLoop(loop: unknown): boolean {
    if (!Array.isArray(loop) || loop.length !== 3 || typeof loop[0] !== 'string' || !isMap(loop[2])) return false;
    const collection = this.collectionOf(loop[1]);
    if (!collection || collection.length > MAX_ITEMS) return false;
    for (const item of collection) {
      for (const [key, value] of Object.entries(loop[2])) {
        const name = this.inText(key, loop[0], item);
        const written = this.substitute(value, loop[0], item);
        if (!name.startsWith('Fn::ForEach::')) this.entries[name] = written;
        else if (!this.writeLoop(written)) this.unexpanded.push(name);
      }
    }
    return true;
  }

  /** Puts `item` for `${identifier}`, `&{identifier}` and `{ Ref: identifier }`, in keys and values. */
  private substitute(node: unknown, identifier: string, item: string): unknown {
    if (++this.nodes > LIMITS.nodesOfTemplate) throw new TooLarge(plenty(LIMITS.nodesOfTemplate, 'nodes'));
    if (typeof node === 'string') return this.inText(node, identifier, item);
    if (Array.isArray(node)) return node.map((n) => this.substitute(n, identifier, item));
    if (!isMap(node)) return node;
    if (own(node, 'Ref') === identifier) return item;
    const result: Record<string, unknown> = Object.create(null);
    for (const [key, value] of Object.entries(node)) result[this.inText(key, identifier, item)] = this.substitute(value, identifier, item);
    return result;
  }

  private inText(text: string, identifier: string, item: string): string {
    if (!text.includes('{')) return text;
    const result = text
      .split(`\${${identifier}}`).join(item)
      // `&{x}` keeps only letters and digits, for logical ids.
      .split(`&{${identifier}}`).join(item.replace(/[^A-Za-z0-9]/g, ''));
    this.characters += result.length;
    if (this.characters > LIMITS.characters) throw new TooLarge(plenty(LIMITS.characters, 'characters'));
    return result;
  }
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;
