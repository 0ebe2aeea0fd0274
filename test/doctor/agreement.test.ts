import { Agreement, agreementOf, Comparison } from '../../src/doctor';
import { agreementWords } from '../../src/prover/report/doctor-words';

/** Proof, observation, what they make together: every cell of the table. */
const CELLS: readonly (readonly [Comparison['verdict'], Comparison['state'], Partial<Comparison>, Agreement])[] = [
  ['ready', 'online', {}, 'agrees'],
  ['ready', 'online', { session: 'connected' }, 'agrees'],
  ['ready', 'online', { session: 'not-connected' }, 'agrees'],
  ['never', 'online', {}, 'online-though-never'],
  ['never', 'online', { session: 'connected', onlySessionsFail: true }, 'online-though-never'],
  ['never', 'online', { session: 'not-connected', onlySessionsFail: true }, 'agrees'],
  ['never', 'online', { session: 'not-connected', onlySessionsFail: false }, 'online-though-never'],
  ['unknown', 'online', {}, 'works-unproved'],
  ['ready', 'lost', {}, 'lost-though-ready'],
  ['never', 'lost', {}, 'lost-agrees'],
  ['unknown', 'lost', {}, 'agrees'],
  ['ready', 'not-registered', {}, 'unregistered-though-ready'],
  ['never', 'not-registered', {}, 'agrees'],
  ['unknown', 'not-registered', {}, 'agrees'],
  ['ready', 'not-registered', { hybrid: 'mi-1' }, 'registered-as-hybrid'],
  ['never', 'not-registered', { hybrid: 'mi-1' }, 'registered-as-hybrid'],
  ['unknown', 'not-registered', { hybrid: 'mi-1' }, 'registered-as-hybrid'],
  ...(['ready', 'never', 'unknown'] as const).flatMap((verdict) => [[verdict, 'stopped', {}, 'stopped'], [verdict, 'not-asked', {}, 'not-asked']] as const),
];

test.each(CELLS)('%s and %s %j: %s', (verdict, state, more, agreement) => {
  expect(agreementOf({ verdict, state, onlySessionsFail: false, ...more })).toBe(agreement);
});

test('each outcome is in the table, and has words of its own', () => {
  const outcomes = [...new Set(CELLS.map((cell) => cell[3]))];
  expect(outcomes.sort()).toEqual(['agrees', 'lost-agrees', 'lost-though-ready', 'not-asked', 'online-though-never', 'registered-as-hybrid', 'stopped', 'unregistered-though-ready', 'works-unproved']);
  expect(new Set(outcomes.map(agreementWords)).size).toBe(outcomes.length);
});
