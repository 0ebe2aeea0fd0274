import { HELP } from '../../../src/cli/help';
import { facts, RULES, unresolved } from '../../../src/prover/rules';
import { inboundReasons } from '../../../src/prover/rules/inbound';

/** Words of a dialect that was spoken here once, and what AWS's documentation says instead. */
const BANNED: Readonly<Record<string, RegExp>> = {
  'is in, is': /\bstands?\b/,
  'a named thing': /\b(?:nobody|somebody|whoever|whatever)\b/,
  'fix': /\b(?:mends?|mended|cures?|cured)\b/,
  'path': /\bthe way (?:from|out|in|to|back|ends)\b|\bno way\b/,
  'external': /\bmade elsewhere\b/,
  'requires no': /\bneeds? not\b/,
  'unresolved': /\b(?:cannot be told|is not known)\b/,
  'assumed': /\bas you say\b/,
  'allows': /\b(?:admits?|lets? (?:in|out)|lets? the host)\b/,
  'creates': /\bmakes? (?:one|it|a new)\b/,
};

const evidence = new Proxy({} as Record<string, string>, { get: (_, part) => ({ miss: 'value', system: 'linux', own: 'windows' } as Record<string, string>)[String(part)] ?? `‹${String(part)}›` });
const spoken = [
  ...RULES.flatMap((rule) => [rule.title, rule.why, rule.symptom, ...Object.values(rule.faults).flatMap((fault) => Object.values(fault.words(evidence)))]),
  ...[facts, unresolved, inboundReasons].flatMap((reasons) => Object.values(reasons).map((reason) => reason.says(evidence))),
  ...HELP.split('\n'),
];

test.each(Object.entries(BANNED))('what is printed says: %s', (_, word) => {
  expect(spoken.length).toBeGreaterThan(300);
  expect(spoken.filter((text) => word.test(text))).toEqual([]);
});
