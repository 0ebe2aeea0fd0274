import { account } from './account';
import { judged, violationsOf } from './forget';

/** Answers that may be missing whatever is proved: they say what is observed, or serve to recognise. */
const BESIDE_THE_PROOF = new Set(['describe-instance-information', 'describe-instances']);

/** What these say another answer says too. */
const SAID_TWICE = new Set(['describe-managed-prefix-lists', 'get-policy']);

test('a whole account made by hand has hosts of both kinds to lose', () => {
  const verdicts = judged([account()]).hosts.map((host) => host.verdict);
  expect({ ready: verdicts.filter((v) => v === 'ready').length, never: verdicts.filter((v) => v === 'never').length, unknown: verdicts.filter((v) => v === 'unknown').length })
    .toEqual({ ready: 7, never: 10, unknown: 0 });
});

test('without any one answer of a whole account verdicts become unknown only, and the call is named (test/slow/doctor has all mutations)', () => {
  const { tried, violations, unnamed } = violationsOf([account()], true);
  expect(violations).toEqual([]);
  expect(unnamed).toEqual([]);
  expect(tried).toBeGreaterThan(100);
});

test('forgetting an answer of the proof matters: some host becomes unknown', () => {
  const scope = account();
  const before = judged([scope]).hosts;
  for (const operation of new Set(scope.answers.map((a) => a.operation))) {
    if (BESIDE_THE_PROOF.has(operation)) continue;
    const after = judged([{ ...scope, answers: scope.answers.filter((a) => a.operation !== operation) }]).hosts;
    const changed = after.filter((host) => host.verdict === 'unknown' && before.find((b) => b.key === host.key)?.verdict !== 'unknown').length;
    expect({ operation, matters: changed > 0 }).toEqual({ operation, matters: !SAID_TWICE.has(operation) });
  }
});
