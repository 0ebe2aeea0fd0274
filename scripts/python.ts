/** npm run test:python: builds the wheel, installs it into an environment of its own, and runs scripts/python with pytest. */
import { spawnSync } from 'child_process';
import { existsSync, mkdirSync, readdirSync } from 'fs';
import { join } from 'path';

const root = join(__dirname, '..');
const work = join(root, '.cache/python');

function run(command: string, args: string[], cwd = root): void {
  const done = spawnSync(command, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'], encoding: 'utf8', env: { ...process.env, CDK_VALIDATION: 'false', JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION: '1', JSII_SILENCE_WARNING_UNTESTED_NODE_VERSION: '1' } });
  if (done.status !== 0) throw new Error(`${command} ${args.join(' ')}\n${done.stdout}${done.stderr}`);
  if (command.endsWith('pytest')) process.stdout.write(done.stdout);
}

function main(): number {
  if (spawnSync('python3', ['-m', 'venv', '--help']).status !== 0) {
    process.stdout.write('skipped: there is no python3 with venv here\n');
    return 0;
  }
  try {
    mkdirSync(work, { recursive: true });
    if (!existsSync(join(root, '.jsii'))) run('npx', ['projen', 'compile']);
    run('npx', ['jsii-pacmak', '--target', 'python', '--outdir', join(work, 'dist'), '--force']);
    const dist = join(work, 'dist/python');
    const wheel = readdirSync(dist).find((f) => f.endsWith('.whl'))!;
    run('python3', ['-m', 'venv', join(work, 'venv')]);
    run(join(work, 'venv/bin/pip'), ['install', '-q', '--force-reinstall', '--no-deps', join(dist, wheel)]);
    run(join(work, 'venv/bin/pip'), ['install', '-q', join(dist, wheel), 'aws-cdk-lib==2.260.0', 'pytest']);
    run(join(work, 'venv/bin/pytest'), ['-q', '-p', 'no:cacheprovider', join(root, 'scripts/python')], work);
    process.stdout.write('python: 1 passed, 0 failed\n');
    return 0;
  } catch (error) {
    process.stdout.write(`${(error as Error).message}\npython: 0 passed, 1 failed\n`);
    return 1;
  }
}

process.exitCode = main();
