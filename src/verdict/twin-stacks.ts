import { isDeepStrictEqual } from 'util';
import { own } from '../core';
import { environmentKey, Estate, referencesIn, referencesOf, Resource, Stack } from '../load';
import { runsPrograms, writesRoutes } from '../model';
import { ASIDE, isPlain, Reads } from './reads';
import { isShown, StandingAlone, WORDS } from './standing-alone';

interface Twin {
  readonly stack: Stack;
  /** Its logical ids by those of the other. */
  readonly ids: ReadonlyMap<string, string>;
}

/**
 * Stacks that stand alone and say the same, as one cell of a system is deployed many times. Where nothing of the first is named from
 * elsewhere, asks for its own stack's name or names what is elsewhere, the same holds for the others, which say the same; swapping two of
 * them leaves the whole input as it is. What is proved of a host of the first is then proved of its partner in each other.
 */
export class TwinStacks {
  private readonly firsts = new Map<Stack, Twin>();
  private readonly alone: StandingAlone;

  constructor(estate: Estate, private readonly reads: Reads) {
    this.alone = new StandingAlone(reads);
    if (estate.stacks.length < 2) return;
    const byKind = new Map<string, Stack[]>();
    for (const stack of estate.stacks) {
      const kind = `${environmentKey(stack.account, stack.region)} ${stack.resources.size}`;
      const others = byKind.get(kind) ?? [];
      byKind.set(kind, others);
      const twin = this.twinAmong(others, stack);
      // It is dear to ask, and mostly there is no twin.
      if (twin && this.alone.has(twin.stack)) this.firsts.set(stack, twin);
      else if (others.length < MAX_KINDS) others.push(stack);
    }
  }

  /** The resource of the first stack that says the same, if it is another. */
  public firstOf(resource: Resource): Resource | undefined {
    const first = this.firsts.get(resource.stack);
    return first?.stack.resources.get(first.ids.get(resource.logicalId) ?? '');
  }

  private twinAmong(others: readonly Stack[], stack: Stack): Twin | undefined {
    for (const first of others) {
      const ids = this.pair(first, stack);
      if (ids) return { stack: first, ids };
    }
    return undefined;
  }

  /** The resources of the first by those of the second, matched in their order: CDK makes some logical ids from the name of the stack. */
  private pair(first: Stack, stack: Stack): ReadonlyMap<string, string> | undefined {
    if (first.parent || stack.parent || isShown(first) || isShown(stack)) return undefined;
    const sections = new Set([...Object.keys(first.data), ...Object.keys(stack.data)].filter((name) => !WORDS.has(name)));
    for (const name of sections) if (!isSame(own(first.data, name), own(stack.data, name))) return undefined;
    const ids = new Map<string, string>();
    const others = stack.resources.keys();
    for (const id of first.resources.keys()) ids.set(others.next().value!, id);
    const comparison = new Comparison(ids, first);
    for (const resource of stack.resources.values()) if (!this.areSame(first.resources.get(ids.get(resource.logicalId)!)!, resource, comparison)) return undefined;
    return ids;
  }

  private areSame(a: Resource, b: Resource, comparison: Comparison): boolean {
    if (a.type !== b.type) return false;
    for (const key in a.raw) if (!ASIDE.has(key) && !(key === 'DependsOn' ? comparison.names(a.raw[key], own(b.raw, key)) : isSame(a.raw[key], own(b.raw, key)))) return false;
    for (const key in b.raw) if (!ASIDE.has(key) && own(a.raw, key) === undefined) return false;
    const one = own(a.raw, 'Properties');
    const two = own(b.raw, 'Properties');
    if (!isPlain(one) || !isPlain(two)) return one === undefined && two === undefined;
    if (runsPrograms(a.type) && writesRoutes(a) !== writesRoutes(b)) return false;
    // What is not read may still say what is made before what.
    if (!comparison.names(referencesOf(a), referencesOf(b))) return false;
    for (const key of this.reads.of(a.type) ?? NONE) if (!comparison.values(own(one, key), own(two, key))) return false;
    return true;
  }
}

const NONE: readonly string[] = [];

/** More kinds of stacks of one size than this are not compared with each other. */
const MAX_KINDS = 8;

/** Whether the text of two stacks is the same once the resources of the second have the names of the first's. */
class Comparison {
  constructor(private readonly ids: ReadonlyMap<string, string>, private readonly first: Stack) {}

  /** Logical ids, one or a list. */
  public names(a: unknown, b: unknown): boolean {
    if (Array.isArray(a) && Array.isArray(b)) return this.lists(a, b, true);
    if (typeof a !== 'string' || typeof b !== 'string') return a === undefined && b === undefined;
    const name = this.ids.get(b);
    return name === undefined ? a === b && !this.first.resources.has(a) : name === a;
  }

  public values(a: unknown, b: unknown): boolean {
    if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b;
    if (Array.isArray(a) || Array.isArray(b)) return Array.isArray(a) && Array.isArray(b) && this.lists(a, b, false);
    const one = a as Record<string, unknown>;
    const two = b as Record<string, unknown>;
    let keys = 0;
    for (const key in one) {
      if (!Object.hasOwn(two, key) || !this.entries(key, one[key], two[key])) return false;
      keys++;
    }
    for (const _ in two) keys--;
    return keys === 0;
  }

  private lists(a: readonly unknown[], b: readonly unknown[], areNames: boolean): boolean {
    if (a.length !== b.length) return false;
    for (let i = 0; i < a.length; i++) if (!(areNames ? this.names(a[i], b[i]) : this.values(a[i], b[i]))) return false;
    return true;
  }

  private entries(key: string, a: unknown, b: unknown): boolean {
    if (key === 'Ref') return this.names(a, b);
    if (key === 'Fn::GetAtt' && Array.isArray(a) && Array.isArray(b)) return this.names(a[0], b[0]) && isSame(a.slice(1), b.slice(1));
    // Names inside of a text must be the same in both.
    if (key === 'Fn::GetAtt' || key === 'Fn::Sub') return referencesIn({ [key]: a }).every((id) => this.names(id, id)) && this.values(a, b);
    return this.values(a, b);
  }
}

function isSame(a: unknown, b: unknown): boolean {
  return a === b || isDeepStrictEqual(a, b);
}
