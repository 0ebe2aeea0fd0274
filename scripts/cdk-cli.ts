/**
 * npm run test:cdk-cli: the plugin under the real `cdk synth`, of several command lines, with the oldest and a newer aws-cdk-lib. It installs them into .cache/cdk-cli from the registry; everything afterwards works offline.
 */
import { spawn, spawnSync } from 'child_process';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'fs';
import { join, resolve } from 'path';

const { bundle } = require('./bundle') as { bundle: (entry: string, outfile: string) => string };

const root = resolve(__dirname, '..');
const work = join(root, '.cache/cdk-cli');
const RULE = 'EndpointIngressBlocked';

/** What works with what: a library newer than the command line is refused by the command line itself. */
const PAIRS = [['2.1144.0', '2.260.0'], ['2.1148.1', '2.260.0'], ['2.1148.1', '2.276.0']] as const;

interface Case { readonly name: string; readonly env: Record<string, string>; readonly select?: string; readonly fails: boolean; readonly said?: string }

const CASES: readonly Case[] = [
  { name: 'both fleets are ready', env: {}, fails: false },
  { name: 'a fault inside the Stage', env: { FAULTS: 'One' }, fails: true },
  { name: 'acknowledged at the host inside the Stage', env: { FAULTS: 'One', ACKNOWLEDGED: 'One' }, fails: false },
  { name: 'acknowledged in one stack, the same fault in another', env: { FAULTS: 'One,Two', ACKNOWLEDGED: 'One' }, fails: true },
  { name: 'the stacks of the Stage asked for by name', env: { FAULTS: 'One' }, select: 'Prod/**', fails: true },
  { name: 'the same, ready', env: {}, select: 'Prod/**', fails: false },
  { name: 'the same, acknowledged', env: { FAULTS: 'One', ACKNOWLEDGED: 'One' }, select: 'Prod/**', fails: false },
  { name: 'no Stage, a fault', env: { TOP: '1', FAULTS: 'Two' }, fails: true },
  { name: 'no Stage, acknowledged in one stack, the same fault in another', env: { TOP: '1', FAULTS: 'One,Two', ACKNOWLEDGED: 'One' }, fails: true },
  { name: 'no Stage, acknowledged', env: { TOP: '1', FAULTS: 'Two', ACKNOWLEDGED: 'Two' }, fails: false },
  { name: 'the aspect on an App with a Stage', env: { ASPECT: '1', FAULTS: 'One' }, fails: true, said: 'SsmReadyAspect does not see the Stages Prod' },
  { name: 'the aspect on an App with a Stage that is ready', env: { ASPECT: '1' }, fails: true, said: 'SsmReadyAspect does not see the Stages Prod' },
  { name: 'the aspect, no Stage, a fault', env: { ASPECT: '1', TOP: '1', FAULTS: 'Two' }, fails: true },
  { name: 'the aspect, no Stage, ready', env: { ASPECT: '1', TOP: '1' }, fails: false },
  { name: 'acknowledged in both stacks', env: { FAULTS: 'One,Two', ACKNOWLEDGED: 'One,Two' }, fails: false },
];

/** Installs packages into a folder of their own, once. */
function install(name: string, ...packages: readonly string[]): void {
  const folder = join(work, name);
  if (existsSync(join(folder, 'node_modules', packages[0].slice(0, packages[0].lastIndexOf('@'))))) return;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
  const { status, stderr } = spawnSync('npm', ['install', '--no-audit', '--no-fund', '--no-package-lock', '--ignore-scripts', ...packages], { cwd: folder, encoding: 'utf8' });
  if (status !== 0) throw new Error(`cannot install ${packages.join(' ')}: ${stderr.trim().split('\n').slice(-3).join(' ')}`);
}

async function synth(commandLine: string, library: string, { env, select }: Case, worker: number): Promise<{ status: number | null; said: string }> {
  const folder = join(work, `lib-${library}`);
  const output = join(folder, `out-${worker}`);
  rmSync(output, { recursive: true, force: true });
  const cdk = join(work, `cli-${commandLine}`, 'node_modules/aws-cdk/bin/cdk');
  const child = spawn(process.execPath, [cdk, 'synth', ...(select === undefined ? [] : [select]), '--quiet', '--no-notices', '--app', 'node app.js', '--output', output], {
    cwd: folder,
    // The validator that comes with newer CDK versions is not what is asked about here.
    env: { ...process.env, CDK_VALIDATION: 'false', CDK_DISABLE_CLI_TELEMETRY: 'true', AWS_EC2_METADATA_DISABLED: 'true', CI: 'true', NO_COLOR: '1', JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION: '1', ...env },
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => { said += text; });
  const status = await new Promise<number | null>((done) => child.on('close', done));
  return { status, said };
}

async function main(): Promise<void> {
  let passed = 0;
  let failed = 0;
  for (const [commandLine, library] of PAIRS) {
    install(`cli-${commandLine}`, `aws-cdk@${commandLine}`);
    install(`lib-${library}`, `aws-cdk-lib@${library}`, 'constructs@10');
    bundle(join(root, 'scripts/cdk-cli/app.ts'), join(work, `lib-${library}`, 'app.js'));
    const judge = async (each: Case, worker: number) => {
      const { status, said } = await synth(commandLine, library, each, worker);
      const ok = each.fails ? status === 1 && said.includes(each.said ?? RULE) : status === 0;
      if (ok) passed++;
      else failed++;
      process.stdout.write(`${ok ? 'ok    ' : 'FAILED'} aws-cdk ${commandLine}, aws-cdk-lib ${library}: ${each.name}: exit ${status}\n`);
      if (!ok) process.stdout.write(`${said.trim().split('\n').slice(-30).join('\n')}\n`);
    };
    const waiting = [...CASES];
    const inTurn = async (worker: number) => {
      for (let each = waiting.shift(); each; each = waiting.shift()) await judge(each, worker);
    };
    await Promise.all([inTurn(0), inTurn(1)]);
  }
  process.stdout.write(`${passed} passed, ${failed} failed\n`);
  process.exitCode = failed === 0 ? 0 : 1;
}

void main();
