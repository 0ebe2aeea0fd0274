/** npm run docs:rosetta: every snippet of README and of the docstrings compiles. Compiles the library first where that is out of date. */
import { spawnSync } from 'child_process';
import { readdirSync, rmSync, statSync } from 'fs';
import { join } from 'path';

const root = join(__dirname, '..');
const env = { ...process.env, JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION: '1', JSII_SILENCE_WARNING_UNTESTED_NODE_VERSION: '1' };

function run(...args: string[]): number {
  return spawnSync('npx', args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'], env }).status ?? 1;
}

/** `.jsii` holds README and the docstrings as they were when the library was compiled. */
function outOfDate(): boolean {
  const assembly = statSync(join(root, '.jsii'), { throwIfNoEntry: false });
  const sources = (readdirSync(join(root, 'src'), { recursive: true }) as string[]).map((name) => join('src', name));
  return assembly === undefined || ['README.md', ...sources].some((path) => statSync(join(root, path)).mtimeMs > assembly.mtimeMs);
}

function main(): number {
  if (outOfDate() && run('projen', 'compile') !== 0) return 1;
  const status = run('jsii-rosetta', 'extract', '--strict', '.');
  rmSync(join(root, '.jsii.tabl.json'), { force: true }); // translations, which jsii-pacmak makes by itself
  process.stdout.write(status === 0 ? 'rosetta: 1 passed, 0 failed\n' : 'rosetta: 0 passed, 1 failed\n');
  return status;
}

process.exitCode = main();
