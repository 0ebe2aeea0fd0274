import { CHECKS } from '../../src/checks';
import { AGENT_REASONS, NET_REASONS } from '../../src/facts';
import { REASONS_WITH_OPEN_WORDS, REASONS_WITH_WORDS } from '../../src/present';

const reasons = { ...NET_REASONS, ...AGENT_REASONS };
const undecided = Object.entries(reasons).filter(([reason, code]) => /UNKNOWN$|PARTIAL$|COVERS_PART/.test(code) || reason === 'subnetElsewhere').map(([reason]) => reason);
const failing = Object.entries(reasons).filter(([reason, code]) => code !== 'OK' && !undecided.includes(reason)).map(([reason]) => reason);

test('ids are PascalCase, unique, and free of ::', () => {
  for (const check of CHECKS) expect(check.id).toMatch(/^[A-Z][A-Za-z0-9]+$/);
  expect(new Set(CHECKS.map((c) => c.id)).size).toBe(CHECKS.length);
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
