import * as fc from 'fast-check';
import { runs } from '../helpers/runs';
import { choicesAddUp } from './choices';
import { noiseChangesNothing, survives } from './properties';

// More runs, with a watchdog: npm run test:fuzz -- --runs 10000 --seed 7
test('no template makes the prover throw', () => fc.assert(survives(), { numRuns: runs(500), seed: 1 }));
test('noise never changes a verdict', () => fc.assert(noiseChangesNothing(), { numRuns: runs(500), seed: 1 }));
test('choices that nobody made lead to what each of them leads to', () => fc.assert(choicesAddUp(), { numRuns: runs(500), seed: 1 }));
