import { isMap, own } from '../core';
import { Assumed, Loaded } from '../sources/cloudformation';
import { Judgement } from './types';

/** Something that the options name and the input does not have. */
export interface Unmatched {
  readonly kind: 'exclude' | 'images' | 'parameters' | keyof Assumed;
  readonly name: string;
}

/** What the caller names in its options. */
export interface NamedInOptions {
  readonly exclude?: readonly string[];
  readonly assume?: { readonly [kind in Exclude<Unmatched['kind'], 'exclude'>]?: Readonly<Record<string, string>> };
}

/**
 * Options that name what the input does not have: mostly a misspelt name. An assumption counts as used if a value came to its name, or if its name
 * occurs in a template or in the value of a parameter: a host that fails early may not need it.
 */
export function unmatchedOptions({ estate }: Loaded, judgement: Judgement, { exclude = [], assume = {} }: NamedInOptions): Unmatched[] {
  const assumed = (['images', 'roles', 'securityGroups', 'subnets'] as const).flatMap((kind) => Object.keys(assume[kind] ?? {}).map((name) => ({ kind, name })));
  const open = assumed.filter(({ name }) => !estate.usedAssumptions.has(name));
  const missing = new Set(absentFrom(open.map(({ name }) => name), [...Object.values(estate.options.parameters ?? {}), ...estate.stacks.map((stack) => stack.data)]));
  return [
    ...exclude.filter((pattern) => judgement.unmatchedExclusions.includes(pattern)).map((name) => ({ kind: 'exclude' as const, name })),
    ...open.filter(({ name }) => missing.has(name)),
    ...Object.keys(assume.parameters ?? {}).filter((name) => !estate.stacks.some((stack) => own(stack.section('Parameters'), name) !== undefined))
      .map((name) => ({ kind: 'parameters' as const, name })),
  ];
}

/** The sentence for a reader, after the name of the option. */
export function unmatchedWords({ kind }: Unmatched): string {
  return kind === 'exclude' ? 'no instance has such a construct path or logical id'
    : kind === 'parameters' ? 'no template has such a parameter'
      : 'this name does not occur in any template';
}

/** The names that occur in no text of some values, as whole names. Of an ARN its last part suffices. */
function absentFrom(names: readonly string[], values: readonly unknown[]): string[] {
  const looked = new Map(names.map((name) => [name, name.slice(name.lastIndexOf('/') + 1) || name]));
  const waiting = looked.size === 0 ? [] : [...values];
  while (waiting.length > 0 && looked.size > 0) {
    const value = waiting.pop();
    if (typeof value === 'string') for (const [name, part] of looked) if (holdsName(value, part)) looked.delete(name);
    if (Array.isArray(value)) for (const item of value as unknown[]) waiting.push(item);
    else if (isMap(value)) for (const key in value) waiting.push(key, value[key]);
  }
  return [...looked.keys()];
}

/** `ami-1` is not in `ami-12`. */
function holdsName(text: string, name: string): boolean {
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
    if (![text[at - 1], text[at + name.length]].some((beside) => beside !== undefined && /[\w-]/.test(beside))) return true;
  }
  return false;
}
