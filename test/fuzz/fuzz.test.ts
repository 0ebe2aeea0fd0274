import * as fc from 'fast-check';
import { runs } from '../helpers/runs';
import { choicesAddUp } from './choices';
import { foldersEnd, selfReferencesEnd, yamlEnds } from './expansions';
import { lessIsNeverReady } from './monotony';
import { noiseChangesNothing, survives } from './properties';

// More runs, with a watchdog: npm run test:fuzz -- --runs 10000 --seed 7
test('no template makes the prover throw', () => fc.assert(survives(), { numRuns: runs(300), seed: 1 }));
test('noise never changes a verdict', () => fc.assert(noiseChangesNothing(), { numRuns: runs(300), seed: 1 }));
test('choices that nobody made lead to what each of them leads to', () => fc.assert(choicesAddUp(), { numRuns: runs(500), seed: 1 }));
test('values that refer to themselves or double end soon', () => fc.assert(selfReferencesEnd(), { numRuns: runs(200), seed: 1 }));
test('aliases, merge keys and badly indented texts end soon', () => fc.assert(yamlEnds(), { numRuns: runs(200), seed: 1 }));
test('manifests and templates that name themselves end soon', () => fc.assert(foldersEnd(), { numRuns: runs(60), seed: 1 }));
test('taking away a permission or a path makes no host ready', () => {
  const seen = { removed: 0, lost: 0 };
  fc.assert(lessIsNeverReady(() => {}, seen), { numRuns: runs(300), seed: 1 });
  expect(seen.removed).toBeGreaterThan(runs(300) * 0.6);
  expect(seen.lost).toBeGreaterThan(runs(300) * 0.1);
});
