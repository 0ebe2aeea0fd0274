import { CORPUS, judgeCorpus } from '../scripts/corpus';

const result = judgeCorpus();

if (!result) {
  test.skip(`skipped: the corpus of public templates is not at ${CORPUS}`, () => {});
} else {
  test('no host judged ready by hand comes out never, none judged never comes out ready', () => {
    expect({ falseNever: result.falseNever, falseReady: result.falseReady }).toEqual({ falseNever: 0, falseReady: 0 });
  });

  test('every verdict made by hand is met', () => {
    expect(result.wrong.map((w) => `${w.judged.file} ${w.judged.logicalId}: ${w.judged.verdict} by hand, got ${w.got}`)).toEqual([]);
    expect(result.right).toBeGreaterThanOrEqual(54);
  });
}
