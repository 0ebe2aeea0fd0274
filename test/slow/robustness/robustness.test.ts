import { HOSTILE } from './hostile';
import { Bench, bench, GOOD } from './measure';

/** The smallest run itself varies that much on a busy machine. */
const LEEWAY = 2;

/**
 * Each hostile input is one cold run of the command line beside a well-behaved template. `npx tsx scripts/hostile.ts` prints the figures.
 * They are CPU seconds, and a busy machine needs more of them: the limit grows with what the smallest run takes.
 */
const MAX_SECONDS = 3;
const MAX_MEGABYTES = 500;
/** The smallest run on the machine that MAX_SECONDS is meant for. */
const SMALLEST_SECONDS = 0.25;

let runner: Bench;
let limit: number;
beforeAll(() => {
  runner = bench();
  const { seconds, status } = runner.run({ name: 'nothing hostile', files: () => ({ 't.json': '{"Resources":{}}' }) });
  expect(status).toBe(0);
  limit = LEEWAY * MAX_SECONDS * Math.max(1, seconds / SMALLEST_SECONDS);
});
afterAll(() => runner.close());

test.each(HOSTILE.map((hostile) => [hostile.name, hostile] as const))('%s', (_name, hostile) => {
  const { seconds, megabytes, status, errors, hosts, stderr } = runner.run(hostile);
  expect({ status, hosts, stack: /^\s+at /m.test(stderr) }).toEqual({ status: hostile.error ? 3 : 0, hosts: expect.objectContaining({ [`${GOOD}/Host`]: 'ready' }) as object, stack: false });
  if (hostile.error) {
    const [first] = errors;
    expect(first.message).toMatch(hostile.error);
    expect(first.template).toMatch(/^input/);
  }
  expect(errors.length).toBeLessThanOrEqual(hostile.error ? hostile.errors ?? 1 : 0);
  expect(seconds).toBeLessThan(limit);
  expect(megabytes).toBeLessThan(MAX_MEGABYTES);
});
