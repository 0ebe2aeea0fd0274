import { Place } from './place';
import { all, Truth } from './truth';
import { Unknown } from './value';

/** One step of a proof: data only. Text is made from it in `present/`. */
export interface Step {
  /** What was looked at, or why it fails: a name in the reason table of its domain. */
  readonly reason: string;
  readonly answer: Truth;
  /** The resources and properties that decide it; the first is where a person would look. */
  readonly at: readonly Place[];
  /** Names, numbers and addresses for the sentence. */
  readonly data: Readonly<Record<string, string>>;
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
