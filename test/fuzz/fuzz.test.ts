import * as fc from 'fast-check';
import { choicesAddUp } from './choices';
import { copiesTellNothing } from './copies';
import { noiseChangesNothing, survives } from './properties';

// More runs, with a watchdog: npm run test:fuzz -- --runs 10000 --seed 7
test('no template makes the prover throw', () => fc.assert(survives(), { numRuns: 300, seed: 1 }));
test('noise never changes a verdict', () => fc.assert(noiseChangesNothing(), { numRuns: 300, seed: 1 }));
test('choices that nobody made lead to what each of them leads to', () => fc.assert(choicesAddUp(), { numRuns: 500, seed: 1 }));
test('what is left out as a copy has nothing to tell', () => {
  const seen = { left: 0 };
  fc.assert(copiesTellNothing(() => {}, seen), { numRuns: 500, seed: 1 });
  expect(seen.left).toBeGreaterThan(50);
});
