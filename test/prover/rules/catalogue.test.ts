import { existsSync, readFileSync } from 'fs';
import { join } from 'path';
import { checksIndex } from '../../../scripts/docs/check-pages';
import { kebab } from '../../../scripts/docs/names';
import { AGENT_REASONS, NET_REASONS } from '../../../src/prover/analysis';
import { REASONS_WITH_OPEN_WORDS, REASONS_WITH_WORDS } from '../../../src/prover/report';
import { type Check, CHECK_GROUPS, CHECKS } from '../../../src/prover/rules';

const reasons = { ...NET_REASONS, ...AGENT_REASONS };
const undecided = Object.entries(reasons).filter(([reason, code]) => /UNKNOWN$|PARTIAL$|COVERS_PART/.test(code) || reason === 'subnetElsewhere').map(([reason]) => reason);
const failing = Object.entries(reasons).filter(([reason, code]) => code !== 'OK' && !undecided.includes(reason)).map(([reason]) => reason);

test('ids are PascalCase, unique, and free of ::', () => {
  for (const check of CHECKS) expect(check.id).toMatch(/^[A-Z][A-Za-z0-9]+$/);
  expect(new Set(CHECKS.map((c) => c.id)).size).toBe(CHECKS.length);
});

test.each(CHECKS.map((c) => [c.id, c] as const))('%s tells why it matters, what people see of it, and who says so', (_, check) => {
  for (const text of [check.why, check.symptom]) expect(text).toMatch(/^\S[^]{20,}[.`"]$/);
  expect(check.title).toMatch(/^[A-Z].*[^.]$/);
  expect(check.why).not.toBe(check.title);
  expect(check.links.length).toBeGreaterThan(0);
  for (const link of check.links) expect(link).toMatch(/^https:\/\/docs\.aws\.amazon\.com\/[\w/-]+\.html$/);
  expect(new Set(check.links).size).toBe(check.links.length);
});

test('every check lies in the folder of its group, in a file of its name', () => {
  for (const [group, checks] of Object.entries(CHECK_GROUPS)) {
    for (const { id } of checks as readonly Check[]) expect([id, existsSync(join(__dirname, '../../../src/prover/rules', group, `${kebab(id)}.ts`))]).toEqual([id, true]);
  }
});

test('docs/checks/README.md is up to date', () => {
  if (readFileSync(join(__dirname, '../../../docs/checks/README.md'), 'utf8') !== checksIndex()) throw new Error('docs/checks/README.md is stale: npm run docs:generate');
  for (const { id, title } of CHECKS) expect(checksIndex()).toContain(`| [${id}](${id}.md) | ${CHECKS.find((c) => c.id === id)!.severity} | ${title} |`);
});

test('codes are those of the reasons', () => {
  for (const check of CHECKS) for (const reason of check.reasons) expect(check.codes).toContain(reasons[reason]);
});

test('every reason that can fail belongs to exactly one check and has words', () => {
  expect(failing.length).toBeGreaterThan(25);
  for (const reason of failing) {
    expect([reason, CHECKS.filter((c) => (c.reasons as readonly string[]).includes(reason)).map((c) => c.id)]).toEqual([reason, [expect.any(String)]]);
    expect(REASONS_WITH_WORDS).toContain(reason);
  }
});

test('every reason that can stay open has words', () => {
  for (const reason of undecided) expect(REASONS_WITH_OPEN_WORDS).toContain(reason);
});
