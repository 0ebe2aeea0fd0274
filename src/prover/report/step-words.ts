import { Step } from '../core';
import { openWords } from './open-words';
import { named } from './wording';

/** A step as a sentence: what holds, what fails, or what is not known. */
export function stepWords({ reason, answer, data, unknowns, at }: Step): string {
  if (answer === 'unknown') {
    const [unknown] = unknowns ?? [];
    return unknown ? `${unknown.what}: ${openWords({ unknown, reason, data }).why}` : reason.name;
  }
  const evidence = named(data);
  // What decides is told where it is not the thing itself.
  const decider = at[at.length - 1]?.logicalId;
  return reason.says(answer === 'yes' && decider !== undefined && decider !== evidence.acl ? { ...evidence, decider } : evidence);
}
