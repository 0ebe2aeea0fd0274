// Makes the default template of every construct, and templates with every grant made more than once, and lets cfn-lint judge them. cfn-lint is Python: it lives in .venv/cfn-lint, which this
// script makes if need be. Without python3, or without a way to install, it says so; in CI it fails then.
import { execFile, spawnSync } from 'child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'fs';
import { availableParallelism, tmpdir } from 'os';
import { join, resolve } from 'path';
import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { DEFAULTS, defaultStack } from '../test/constructs/defaults';
import { grantsTwice, MINIMIZE_POLICIES, sharedKey } from '../test/constructs/grants';
import { skip } from './skip';

const VERSION = '1.58.0';
const VENV = resolve(__dirname, '../.venv/cfn-lint');
const REGIONS = ['eu-west-1', 'us-gov-west-1', undefined];

/** Findings that are no fault of the template, each with its reason. Everything else fails. */
const ACCEPTED: readonly string[] = [
  'W3010', // zones by name: CDK writes them wherever the stack has a Region, here stand-ins because nothing is looked up
  'W3005', // a function depends on its role by name beside GetAtt: CDK writes it so of every function
];

interface Case { readonly name: string; readonly make: (stack: Stack) => void; readonly context?: Record<string, unknown> }

/** What is linted: IAM rejects policies that repeat a Sid (E3510), with and without the feature flag that merges statements. */
const CASES: readonly Case[] = [
  ...Object.entries(DEFAULTS).map(([name, make]) => ({ name, make })),
  ...[false, true].flatMap((minimize) => Object.entries({ 'Every grant twice': grantsTwice, 'A key that constructs share': sharedKey })
    .map(([name, make]) => ({ name: `${name}${minimize ? ' with minimizePolicies' : ''}`, make, context: { [MINIMIZE_POLICIES]: minimize } }))),
];

/** The program, or why there is none. */
function findLinter(): { program?: string; reason?: string } {
  const program = join(VENV, 'bin/cfn-lint');
  if (existsSync(program)) return { program };
  if (spawnSync('python3', ['--version']).status !== 0) return { reason: 'python3 is not here' };
  for (const [command, ...args] of [['python3', '-m', 'venv', VENV], [join(VENV, 'bin/pip'), 'install', '--quiet', `cfn-lint==${VERSION}`]]) {
    const { status, stderr } = spawnSync(command, args, { encoding: 'utf8' });
    if (status !== 0) return { reason: `cfn-lint ${VERSION} could not be installed: ${(stderr ?? '').trim().split('\n').at(-1)}` };
  }
  return { program };
}

interface Match { readonly Rule: { readonly Id: string }; readonly Message: string; readonly Location: { readonly Path: readonly string[] | null } }

async function lint(program: string, file: string, region: string | undefined): Promise<string[]> {
  const { stdout, stderr, status } = await new Promise<{ stdout: string; stderr: string; status: number }>((done) => {
    const args = ['--format', 'json', '--include-checks', 'W', ...region ? ['--regions', region] : [], '--', file];
    execFile(program, args, { encoding: 'utf8', maxBuffer: 1 << 26 }, (error, out, err) => done({ stdout: out, stderr: err, status: error === null ? 0 : 1 }));
  });
  if (stdout.trim() === '') return status === 0 ? [] : [`cfn-lint failed: ${stderr.trim().split('\n').at(-1)}`];
  return (JSON.parse(stdout) as Match[])
    .map(({ Rule, Message, Location }) => `${Rule.Id} ${Message} (${Location.Path?.join('/') ?? ''})`)
    .filter((text) => !ACCEPTED.some((id) => text.startsWith(`${id} `)));
}

async function main(): Promise<void> {
  const { program, reason } = findLinter();
  if (!program) {
    process.exitCode = skip(reason!);
    return;
  }
  const folder = mkdtempSync(join(tmpdir(), 'cfn-lint-'));
  const counts = { passed: 0, failed: 0 };
  const waiting = CASES.flatMap((each) => REGIONS.map((region) => ({ ...each, region })));
  const work = async (worker: number) => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const { name, make, context, region } = next;
      const stack = defaultStack(region, context);
      make(stack);
      const file = join(folder, `template-${worker}.json`);
      writeFileSync(file, JSON.stringify(Template.fromStack(stack).toJSON(), undefined, 2));
      const found = await lint(program, file, region);
      counts[found.length === 0 ? 'passed' : 'failed']++;
      if (found.length > 0) process.stdout.write(`${name} in ${region ?? 'no Region'}:\n  ${found.join('\n  ')}\n`);
    }
  };
  try {
    await Promise.all(availableParallelism() > 1 ? [work(0), work(1)] : [work(0)]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  process.stdout.write(`${counts.passed} passed, ${counts.failed} failed\n`);
  process.exitCode = counts.failed === 0 ? 0 : 1;
}

void main();
