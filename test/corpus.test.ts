import { judgeCorpus, OWN_CORPUS } from '../scripts/corpus';

// `npm run corpus` judges the corpora beside the checkout as well; CI runs it.
const result = judgeCorpus(OWN_CORPUS)!;

test('no host judged ready by hand comes out never, none judged never comes out ready', () => {
  expect({ falseNever: result.falseNever, falseReady: result.falseReady }).toEqual({ falseNever: 0, falseReady: 0 });
});

test('every verdict made by hand is met, and every host has one', () => {
  expect(result.wrong.map((w) => `${w.judged.file} ${w.judged.logicalId}: ${w.judged.verdict} by hand, got ${w.got}`)).toEqual([]);
  expect(result.extra).toEqual([]);
  expect(result.right).toBe(15);
});
