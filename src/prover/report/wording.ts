import { Data, Evidence, Named, refsOf, textOf } from '../core';

/** What the things a step is about are called. */
export function named(evidence: Data): Named {
  return Object.fromEntries(Object.entries(evidence).map(([key, value]) => [key, nameOf(value)]));
}

export function nameOf(evidence: Evidence | undefined): string {
  return textOf(evidence) ?? [...new Set(refsOf(evidence).map((ref) => ref.name))].join(', ');
}
