import * as fc from 'fast-check';
import { choicesAddUp } from './choices';
import { copiesTellNothing } from './copies';
import { foldersEnd, selfReferencesEnd, yamlEnds } from './expansions';
import { lessIsNeverReady } from './monotony';
import { noiseChangesNothing, survives } from './properties';

// More runs, with a watchdog: npm run test:fuzz -- --runs 10000 --seed 7
test('no template makes the prover throw', () => fc.assert(survives(), { numRuns: 300, seed: 1 }));
test('noise never changes a verdict', () => fc.assert(noiseChangesNothing(), { numRuns: 300, seed: 1 }));
test('choices that nobody made lead to what each of them leads to', () => fc.assert(choicesAddUp(), { numRuns: 500, seed: 1 }));
test('values that refer to themselves or double end soon', () => fc.assert(selfReferencesEnd(), { numRuns: 200, seed: 1 }));
test('aliases, merge keys and badly indented texts end soon', () => fc.assert(yamlEnds(), { numRuns: 200, seed: 1 }));
test('manifests and templates that name themselves end soon', () => fc.assert(foldersEnd(), { numRuns: 60, seed: 1 }));
test('taking away a permission or a path makes no host ready', () => {
  const seen = { removed: 0, lost: 0 };
  fc.assert(lessIsNeverReady(() => {}, seen), { numRuns: 300, seed: 1 });
  expect(seen.removed).toBeGreaterThan(200);
  expect(seen.lost).toBeGreaterThan(30);
});
test('what is left out as a copy has nothing to tell', () => {
  const seen = { left: 0 };
  fc.assert(copiesTellNothing(() => {}, seen), { numRuns: 500, seed: 1 });
  expect(seen.left).toBeGreaterThan(50);
});
