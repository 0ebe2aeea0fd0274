/**
 * npm run package [-- --targets js,python,java]: compiles, builds the npm tarball, the Python wheel and source distribution, and the jar
 * into dist/, and says what they weigh. Fails where the tarball holds what users do not need, or lacks what they do.
 */
import { spawnSync } from 'child_process';
import { existsSync, readdirSync, rmSync, statSync } from 'fs';
import { join, resolve } from 'path';
import { parseArgs } from 'util';
import { skip } from '../skip';

const root = resolve(__dirname, '../..');
const dist = join(root, 'dist');

const QUIET = { JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION: '1', JSII_SILENCE_WARNING_UNTESTED_NODE_VERSION: '1' };

function run(command: string, args: readonly string[]): void {
  const { status, stdout, stderr, error } = spawnSync(command, args, { cwd: root, encoding: 'utf8', env: { ...process.env, ...QUIET }, maxBuffer: 1 << 28 });
  if (error || status !== 0) throw new Error(`${command} ${args.join(' ')}\n${error?.message ?? `${stdout}${stderr}`.split('\n').slice(-40).join('\n')}`);
}

/** Files of the tarball by their path; the library's own, and whole folders of bundled packages. */
const WANTED = /^package\/(?:lib\/.*\.(?:js|d\.ts)|lib\/data\/[\w-]+\.json|assets\/handlers\/[\w-]+\/index\.js|schemas\/[\w.]+\.json|bin\/cdk-ssm-ready|\.jsii|package\.json|README\.md|CHANGELOG\.md|LICENSE|THIRD_PARTY_LICENSES|node_modules\/(?:ip-address|jsonc-parser|picocolors|yaml)\/.*)$/;
const NEEDED = ['.jsii', 'package.json', 'README.md', 'LICENSE', 'THIRD_PARTY_LICENSES', 'lib/index.js', 'lib/index.d.ts', 'lib/cli/main.js', 'lib/cli/bundle.js', 'bin/cdk-ssm-ready', 'schemas/report.schema.json', 'schemas/config.schema.json'];

/** What is wrong with the files of a tarball; nothing is best. */
export function faultsOf(files: readonly string[]): string[] {
  const known = new Set(files);
  return [
    ...files.filter((f) => !f.endsWith('/') && !WANTED.test(f)).map((f) => `nobody needs ${f}`),
    ...NEEDED.filter((f) => !known.has(`package/${f}`)).map((f) => `${f} is missing`),
  ];
}

/** The files that a target's folder holds, those people install. */
export function artifacts(target: string): string[] {
  const found: string[] = [];
  const walk = (folder: string) => {
    for (const entry of existsSync(folder) ? readdirSync(folder, { withFileTypes: true }) : []) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) walk(path);
      else if (/\.(tgz|whl|tar\.gz)$/.test(entry.name) || (/\.jar$/.test(entry.name) && !/-(javadoc|sources)\.jar$/.test(entry.name))) found.push(path);
    }
  };
  walk(join(dist, target));
  return found;
}

export function build(targets: readonly string[], compiles = true): void {
  if (compiles) run('npx', ['projen', 'compile']);
  // What is compiled by itself lacks the bundles. Where they are newer they stay: another build may be packing them.
  const changed = (file: string) => statSync(join(root, 'lib/cli', file), { throwIfNoEntry: false })?.mtimeMs ?? -1;
  if (compiles || changed('bundle.js') < changed('main.js')) run('node', ['scripts/after-compile.js']);
  for (const target of targets) {
    rmSync(join(dist, target), { recursive: true, force: true });
    const started = Date.now();
    run('npx', ['jsii-pacmak', '--target', target, '--outdir', dist]);
    process.stdout.write(`${target}: built in ${Math.round((Date.now() - started) / 1000)} s\n`);
    for (const file of artifacts(target)) process.stdout.write(`  ${file.slice(root.length + 1)}: ${(statSync(file).size / 1e6).toFixed(2)} MB\n`);
  }
}

/** @throws Error where the tarball is not what it should be */
export function checkTarball(): void {
  const [tarball] = artifacts('js');
  const { stdout } = spawnSync('tar', ['-tzf', tarball], { encoding: 'utf8', maxBuffer: 1 << 26 });
  const files = stdout.trim().split('\n');
  const maps = spawnSync('sh', ['-c', `tar -xzOf "${tarball}" package/lib/index.js package/lib/verdict/judge.js | grep -c sourceMappingURL || true`], { encoding: 'utf8' }).stdout.trim();
  const faults = [...faultsOf(files), ...(maps === '0' ? [] : ['source maps stand in lib/'])];
  if (faults.length > 0) throw new Error(`the tarball: ${faults.slice(0, 20).join('; ')}`);
  process.stdout.write(`the tarball holds ${files.length} files, all of them wanted\n`);
}

if (require.main === module) {
  const { values } = parseArgs({ options: { targets: { type: 'string', default: 'js,python,java' } } });
  try {
    const targets = values.targets.split(',').filter((target) => target === 'js' || hasTools(target));
    build(targets);
    if (targets.includes('js')) checkTarball();
    process.stdout.write('package: 1 passed, 0 failed\n');
  } catch (error) {
    process.stdout.write(`${(error as Error).message}\npackage: 0 passed, 1 failed\n`);
    process.exitCode = 1;
  }
}

/** Whether this machine can build for a language; says so where it cannot. */
export function hasTools(target: string): boolean {
  const needs: Readonly<Record<string, readonly [string, string]>> = { python: ['python3', '-m venv --help'], java: ['mvn', '--version'] };
  const [command, args] = needs[target] ?? ['true', ''];
  if (spawnSync(command, args.split(' ')).status === 0) return true;
  if (skip(`${target}: there is no ${command} here that works`) !== 0) throw new Error(`${target} cannot be built`);
  return false;
}
