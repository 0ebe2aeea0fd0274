import { Place } from './place';
import { Reason } from './reason';
import { all, Truth } from './truth';
import { Unknown } from './value';

/** Something of the input that a step is about. Its key is what is compared; its name is for the report. */
export interface Ref {
  /** Equal keys are the same thing. */
  readonly key: string;
  readonly name: string;
}

export type Evidence = string | Ref | readonly Ref[];
export type Data = Readonly<Record<string, Evidence>>;

const isList = (evidence: Evidence | undefined): evidence is readonly Ref[] => Array.isArray(evidence);

/** Equal texts are the same evidence, whatever two things are called. */
export function evidenceKey(evidence: Evidence | undefined): string {
  if (evidence === undefined || typeof evidence === 'string') return evidence ?? '';
  return isList(evidence) ? evidence.map((ref) => ref.key).join('\u0000') : evidence.key;
}

/** The things a piece of evidence names. */
export function refsOf(evidence: Evidence | undefined): readonly Ref[] {
  if (evidence === undefined || typeof evidence === 'string') return [];
  return isList(evidence) ? evidence : [evidence];
}

/** Whether a piece of evidence names a thing. */
export function isIn(evidence: Evidence | undefined, { key }: { readonly key: string }): boolean {
  return refsOf(evidence).some((ref) => ref.key === key);
}

/** Evidence that is no thing of the input: a service, an action, a number. */
export function textOf(evidence: Evidence | undefined): string | undefined {
  return typeof evidence === 'string' ? evidence : undefined;
}

/** Lists of two steps that are told together. */
export function joinEvidence(a: Evidence | undefined, b: Evidence | undefined): Evidence {
  // An empty text names nothing.
  if (a === '') return joinEvidence(undefined, b);
  if (b === '') return joinEvidence(a, undefined);
  if (typeof a !== 'string' && typeof b !== 'string') return [...new Map([...refsOf(a), ...refsOf(b)].map((ref) => [ref.key, ref])).values()];
  const texts = [a, b].flatMap((evidence) => (textOf(evidence) ?? refsOf(evidence).map((ref) => ref.name).join(', ')).split(', '));
  return [...new Set(texts.filter((text) => text !== ''))].join(', ');
}

/** One step of a proof: data only. Text is made from it in `report/`, in the words of its reason. */
export interface Step {
  /** What was looked at, or why it fails. */
  readonly reason: Reason;
  readonly answer: Truth;
  /** The resources and properties that decide it; the first is where a person would look. */
  readonly at: readonly Place[];
  /** What the sentence is about: things of the input, numbers, addresses, lists of services and actions. */
  readonly data: Data;
  /** What blocked a proof either way, for `unknown`. */
  readonly unknowns?: readonly Unknown[];
}

/** The answer to one question, and what it rests on. */
export interface Answer {
  readonly answer: Truth;
  readonly because: readonly Step[];
}

/** The answer that follows from steps that must all hold. */
export function conjunction(steps: readonly Step[]): Answer {
  return { answer: all(steps.map((s) => s.answer)), because: steps };
}
