import { existsSync, readFileSync } from 'fs';
import { join } from 'path';
import { checksIndex } from '../../../scripts/docs/check-pages';
import { kebab } from '../../../scripts/docs/names';
import { facts, isFault, type Rule, RULE_GROUPS, RULES, unresolved } from '../../../src/prover/rules';
import { inboundReasons } from '../../../src/prover/rules/inbound';

const faults = RULES.flatMap((rule) => Object.values(rule.faults));

test('ids are PascalCase, unique, and free of ::', () => {
  for (const check of RULES) expect(check.id).toMatch(/^[A-Z][A-Za-z0-9]+$/);
  expect(new Set(RULES.map((c) => c.id)).size).toBe(RULES.length);
});

test.each(RULES.map((c) => [c.id, c] as const))('%s tells why it matters, what people see of it, and who says so', (_, check) => {
  for (const text of [check.why, check.symptom]) expect(text).toMatch(/^\S[^]{20,}[.`"]$/);
  expect(check.title).toMatch(/^[A-Z].*[^.]$/);
  expect(check.why).not.toBe(check.title);
  expect(check.links.length).toBeGreaterThan(0);
  for (const link of check.links) expect(link).toMatch(/^https:\/\/docs\.aws\.amazon\.com\/[\w/-]+\.html$/);
  expect(new Set(check.links).size).toBe(check.links.length);
});

test('every check lies in the folder of its group, in a file of its name', () => {
  for (const [group, checks] of Object.entries(RULE_GROUPS)) {
    for (const { id } of checks as readonly Rule[]) expect([id, existsSync(join(__dirname, '../../../src/prover/rules', group, `${kebab(id)}.ts`))]).toEqual([id, true]);
  }
});

test('docs/checks/README.md is up to date', () => {
  if (readFileSync(join(__dirname, '../../../docs/checks/README.md'), 'utf8') !== checksIndex()) throw new Error('docs/checks/README.md is stale: npm run docs:generate');
  for (const { id, title } of RULES) expect(checksIndex()).toContain(`| [${id}](${id}.md) | ${RULES.find((c) => c.id === id)!.severity} | ${title} |`);
});

test('a rule knows the codes of its faults, and each fault its name', () => {
  expect(faults.length).toBeGreaterThan(80);
  for (const { codes, faults: own } of RULES) {
    for (const [name, fault] of Object.entries(own)) expect([fault.name, codes.includes(fault.code)]).toEqual([name, true]);
  }
});

test('every reason has a name of its own, and a code that says whether it is a fault', () => {
  const all = [...faults, ...Object.values(facts), ...Object.values(unresolved), ...Object.values(inboundReasons)];
  expect(new Set(all.map((reason) => reason.name)).size).toBe(all.length);
  for (const { code } of all) expect(code).toMatch(/^[A-Z][A-Z0-9_]+$/);
  for (const fact of Object.values(facts)) expect([fact.name, fact.code, isFault(fact)]).toEqual([fact.name, 'OK', false]);
  for (const open of Object.values(unresolved)) expect([open.name, open.code, isFault(open)]).toEqual([open.name, expect.stringMatching(/UNKNOWN$|PARTIAL$|COVERS_PART/), false]);
  for (const fault of faults) expect([fault.name, fault.code]).toEqual([fault.name, expect.not.stringMatching(/^OK$/)]);
});
