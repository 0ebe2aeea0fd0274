/**
 * Compares `src/prover/analysis/iam` with an IAM evaluation we did not write: moto's `IAMPolicy.is_action_permitted`, on random identity
 * policies and requests. Prints `N passed, N failed`; the first disagreement is shrunk and printed, and the exit code is 1.
 *
 *   npm run test:iam-oracle -- --runs 5000 --seed 1
 *
 * The generator keeps to what moto evaluates as AWS does: Action or NotAction, Resource with `*`, one case of letters, no character
 * that means something in a regular expression, no condition. (moto makes a regular expression of a pattern without escaping it,
 * tells cases apart, has no `?`, ignores NotResource, and takes a condition that does not hold for a Deny.) All else has tables
 * from AWS's documentation in test/prover/analysis/iam.
 */
import { execFileSync, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import * as fc from 'fast-check';
import { MOTO_VERSION } from '../../scripts/data/moto';
import { skip } from '../../scripts/skip';
import { evaluate, NO_CONTEXT, readPolicy } from '../../src/prover/analysis/iam';

interface Statement {
  readonly Effect: 'Allow' | 'Deny';
  readonly Action?: string | string[];
  readonly NotAction?: string | string[];
  readonly Resource: string | string[];
}

/** A policy, and the requests it is asked about. */
interface Case {
  readonly policy: { readonly Version: '2012-10-17'; readonly Statement: Statement | Statement[] };
  readonly action: string;
  readonly resource: string;
}

type Ask = (question: Case) => Promise<string>;

const VENV = join(__dirname, '../../.venv/iam-oracle');

function has(command: string, ...args: string[]): boolean {
  try {
    execFileSync(command, args, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** A Python that can import moto, the one of the path or of a virtual environment that is created once; else why there is none. */
function pythonWithMoto(): { readonly command: string } | { readonly why: string } {
  if (!has('python3', '--version')) return { why: 'python3 is not installed' };
  const venvPython = join(VENV, 'bin', 'python3');
  const usable = (python: string) => has(python, '-c', 'import moto.iam.access_control');
  const found = ['python3', venvPython].find((python) => usable(python));
  if (found !== undefined) return { command: found };
  console.log(`installing moto ${MOTO_VERSION} into ${VENV}`);
  try {
    execFileSync('python3', ['-m', 'venv', VENV], { stdio: 'inherit' });
    execFileSync(venvPython, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', `moto==${MOTO_VERSION}`], { stdio: 'inherit' });
  } catch (error) {
    return { why: `moto ${MOTO_VERSION} could not be installed: ${(error as Error).message.split('\n')[0]}` };
  }
  return { command: venvPython };
}

/** Starts the Python side. Answers come in the order of the questions. */
async function startOracle(python: string): Promise<{ readonly ask: Ask; readonly stop: () => void }> {
  const child = spawn(python, [join(__dirname, 'evaluate.py')], { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async () => {
    const { value, done } = await lines.next();
    if (done) throw new Error('the Python side has ended');
    return value as string;
  };
  await next();
  return {
    ask: async (question) => {
      child.stdin.write(`${JSON.stringify(question)}\n`);
      return next();
    },
    stop: () => child.stdin.end(),
  };
}

function ours({ policy, action, resource }: Case): string {
  const placed = { policy: readPolicy(JSON.parse(JSON.stringify(policy))), place: { template: 'oracle' }, name: 'oracle' };
  const { allowed, denied } = evaluate([placed], { action, resource, context: NO_CONTEXT });
  if (denied.truth === 'unknown' || allowed.truth === 'unknown') return 'unknown';
  if (denied.truth === 'yes') return 'denied';
  return allowed.truth === 'yes' ? 'permitted' : 'neutral';
}

/** Few letters, so that patterns match often; stars anywhere. */
const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), minLength: 1, maxLength: 4 });
const patternWord = fc.string({ unit: fc.constantFrom('a', 'b', 'c', '*'), minLength: 1, maxLength: 5 });
const service = fc.constantFrom('ssm', 's3', 'ec2');
const action = fc.tuple(service, word).map(([s, w]) => `${s}:${w}`);
const actionPattern = fc.oneof(
  { weight: 1, arbitrary: fc.constant('*') },
  { weight: 6, arbitrary: fc.tuple(service, patternWord).map(([s, w]) => `${s}:${w}`) },
  { weight: 2, arbitrary: action },
);
const resource = fc.tuple(service, word, word).map(([s, a, b]) => `arn:aws:${s}:::${a}/${b}`);
const resourcePattern = fc.oneof(
  { weight: 3, arbitrary: fc.constant('*') },
  { weight: 4, arbitrary: fc.tuple(service, patternWord, patternWord).map(([s, a, b]) => `arn:aws:${s}:::${a}/${b}`) },
  { weight: 2, arbitrary: fc.tuple(service, patternWord).map(([s, a]) => `arn:aws:${s}:::${a}*`) },
  { weight: 1, arbitrary: resource },
);
const oneOrMore = (arbitrary: fc.Arbitrary<string>) => fc.oneof(arbitrary, fc.array(arbitrary, { minLength: 1, maxLength: 4 }));
const statement: fc.Arbitrary<Statement> = fc.record({
  effect: fc.constantFrom('Allow' as const, 'Allow' as const, 'Deny' as const),
  negated: fc.boolean(),
  actions: oneOrMore(actionPattern),
  resources: oneOrMore(resourcePattern),
}).map(({ effect, negated, actions, resources }) => ({
  Effect: effect, ...(negated ? { NotAction: actions } : { Action: actions }), Resource: resources,
}));
const cases: fc.Arbitrary<Case> = fc.record({
  policy: fc.oneof(statement, fc.array(statement, { minLength: 1, maxLength: 5 })).map((s) => ({ Version: '2012-10-17' as const, Statement: s })),
  action,
  resource,
});

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { runs: { type: 'string', default: '5000' }, seed: { type: 'string', default: '1' } } });
  const [runs, seed] = [Number(values.runs), Number(values.seed)];
  if (!Number.isInteger(runs) || runs < 1 || !Number.isInteger(seed)) throw new Error('--runs and --seed take whole numbers');
  const python = pythonWithMoto();
  if ('why' in python) {
    process.exitCode = skip(python.why);
    return;
  }
  const { ask, stop } = await startOracle(python.command);
  const tally = new Map<string, number>();
  const failed: Case[] = [];
  for (const question of fc.sample(cases, { numRuns: runs, seed })) {
    const [theirs, own] = [await ask(question), ours(question)];
    tally.set(theirs, (tally.get(theirs) ?? 0) + 1);
    if (theirs !== own) failed.push(question);
  }
  console.log(`${runs - failed.length} passed, ${failed.length} failed (${[...tally].sort().map(([name, n]) => `${n} ${name}`).join(', ')})`);
  if (failed.length > 0) {
    process.exitCode = 1;
    await shrink(ask, runs, seed);
  }
  stop();
}

/** Lets fast-check find the smallest case of a disagreement. */
async function shrink(ask: Ask, runs: number, seed: number): Promise<void> {
  const agree = fc.asyncProperty(cases, async (question) => await ask(question) === ours(question));
  const details = await fc.check(agree, { numRuns: runs, seed });
  if (!details.counterexample) return;
  const [question] = details.counterexample;
  console.log(`${JSON.stringify(question, undefined, 2)}\nmoto: ${await ask(question)}\nours: ${ours(question)}`);
}

void main();
