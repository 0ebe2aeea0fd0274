import { join } from 'path';
import { REASONS_WITH_OPEN_WORDS, REASONS_WITH_STEP_WORDS, REASONS_WITH_WORDS, stepWords, wordsFor } from '../../src/present';
import { expectFile } from '../helpers/expectations';

/** Parts that choose words rather than stand in them. */
const CHOSEN: Record<string, string> = { miss: 'value', system: 'linux', own: 'windows' };

/** Evidence of which every part is there, named by itself: `‹host›`. */
const evidence = new Proxy(CHOSEN, { get: (chosen, key) => chosen[String(key)] ?? `‹${String(key)}›`, has: () => true });

/** The words of every fault and of every step that holds, each once and in one file: a changed sentence changes it, and not the tests of what is concluded. */
test('words of all faults', () => {
  const faults = [...REASONS_WITH_WORDS].sort().map((reason) => {
    const { message, cdk, cloudFormation } = wordsFor(reason, evidence);
    return `${reason}\n  message: ${message}\n  CDK: ${cdk}\n  CloudFormation: ${cloudFormation}\n`;
  });
  const steps = [...REASONS_WITH_STEP_WORDS].sort().map((reason) => `${reason}: ${stepWords({ reason, answer: 'yes', at: [], data: evidence })}\n`);
  expect(faults.length).toBeGreaterThan(70);
  expect(REASONS_WITH_OPEN_WORDS.length).toBeGreaterThan(5);
  expectFile(join(__dirname, 'faults.txt'), `${faults.join('')}\n${steps.join('')}`);
});
