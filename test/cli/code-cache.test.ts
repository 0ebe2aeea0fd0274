import { execFileSync } from 'child_process';
import { chmodSync, chownSync, copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, truncateSync, utimesSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join, resolve } from 'path';
import * as zlib from 'zlib';
import { buildSync } from 'esbuild';
import { cacheFolder, runCached } from '../../src/cli/code-cache';

const root = mkdtempSync(join(tmpdir(), 'code-cache-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

let n = 0;
/** A script that answers, and an empty place for what is kept. */
function place(source = 'exports.twice = function twice(x) { return x * 2; };') {
  const folder = join(root, String(n++));
  mkdirSync(folder);
  const script = join(folder, 'script.js');
  writeFileSync(script, source);
  return { script, cache: join(folder, 'cache') };
}

/** Runs it, and tells what it said and whether it wrote. */
function run(script: string, cache: string | undefined) {
  const before = cache !== undefined && existsSync(cache) ? readdirSync(cache).map((f) => `${f} ${statSync(join(cache, f)).mtimeMs}`) : [];
  const loaded = runCached(script, cache);
  const answer = (loaded.exports as { twice: (x: number) => number }).twice(21);
  loaded.keep();
  const after = cache !== undefined && existsSync(cache) ? readdirSync(cache).map((f) => `${f} ${statSync(join(cache, f)).mtimeMs}`) : [];
  return { answer, wrote: JSON.stringify(before) !== JSON.stringify(after) };
}

const only = (cache: string) => join(cache, readdirSync(cache)[0]);
const hasCrc = 'crc32' in zlib;
const where = hasCrc ? test : test.skip;
if (!hasCrc) test.skip('skipped: this Node.js has no zlib.crc32, so nothing is kept', () => {});

where('the first run keeps the code, and the next one uses it', () => {
  const { script, cache } = place();
  expect(run(script, cache)).toEqual({ answer: 42, wrote: true });
  expect(readdirSync(cache)).toHaveLength(1);
  expect(run(script, cache)).toEqual({ answer: 42, wrote: false });
});

where('a changed script has code of its own, although it is as long as before', () => {
  const { script, cache } = place();
  run(script, cache);
  writeFileSync(script, readFileSync(script, 'utf8').replace('x * 2', 'x * 3'));
  expect(run(script, cache)).toEqual({ answer: 63, wrote: true });
  expect(readdirSync(cache)).toHaveLength(2);
});

where.each([
  ['damaged', (file: string) => writeFileSync(file, readFileSync(file).map((byte, i) => (i > 100 && i < 140 ? byte ^ 0x5a : byte)))],
  ['cut off', (file: string) => truncateSync(file, 60)],
  ['empty', (file: string) => truncateSync(file, 0)],
  ['of something else', (file: string) => writeFileSync(file, 'something else')],
])('code that is %s is made again', (_what, harm) => {
  const { script, cache } = place();
  run(script, cache);
  const good = readFileSync(only(cache));
  harm(only(cache));
  expect(run(script, cache).answer).toBe(42);
  expect(readFileSync(only(cache)).subarray(4, 12)).toEqual(good.subarray(4, 12));
  expect(run(script, cache)).toEqual({ answer: 42, wrote: false });
});

if (process.platform === 'win32') {
  test.skip('skipped: Windows has no permission bits', () => {});
} else {
  where('what others may write to is neither read nor written', () => {
    const { script, cache } = place();
    run(script, cache);
    writeFileSync(only(cache), 'planted');
    chmodSync(cache, 0o777);
    expect(run(script, cache)).toEqual({ answer: 42, wrote: false });
    chmodSync(cache, 0o700);
    chmodSync(only(cache), 0o666);
    expect(run(script, cache).answer).toBe(42);
    expect(statSync(only(cache)).mode & 0o777).toBe(0o600);
    expect(statSync(cache).mode & 0o777).toBe(0o700);
  });

  // Only root can make files of somebody else.
  const asRoot = process.getuid?.() === 0 ? where : test.skip;
  asRoot('a folder of somebody else is left alone, and none is made in his home', () => {
    const { script, cache } = place();
    const home = mkdtempSync(join(root, 'home-'));
    chownSync(home, 12345, 12345);
    expect(run(script, join(home, '.cache', 'cdk-ssm-ready'))).toEqual({ answer: 42, wrote: false });
    expect(readdirSync(home)).toEqual([]);
    run(script, cache);
    chownSync(cache, 12345, 12345);
    writeFileSync(script, `${readFileSync(script, 'utf8')} `);
    expect(run(script, cache)).toEqual({ answer: 42, wrote: false });
  });

  where('a link in the place of the folder is not followed', () => {
    const { script, cache } = place();
    const elsewhere = mkdtempSync(join(root, 'elsewhere-'));
    symlinkSync(elsewhere, cache);
    expect(run(script, cache)).toEqual({ answer: 42, wrote: false });
    expect(readdirSync(elsewhere)).toEqual([]);
  });
}

where('a place that cannot be written to costs nothing but time', () => {
  const { script, cache } = place();
  writeFileSync(cache, 'a file');
  const loaded = runCached(script, cache);
  expect((loaded.exports as { twice: (x: number) => number }).twice(21)).toBe(42);
  expect(loaded.keep).not.toThrow();
  expect(readFileSync(cache, 'utf8')).toBe('a file');
});

where('the code of the last eight scripts is kept, and nobody else\'s files are touched', () => {
  const { script, cache } = place();
  run(script, cache);
  writeFileSync(join(cache, 'notes.txt'), 'mine');
  for (let i = 0; i < 10; i++) {
    for (const file of readdirSync(cache)) utimesSync(join(cache, file), 1000 + i, 1000 + i);
    writeFileSync(script, `exports.twice = (x) => x * 2; // ${i}`);
    run(script, cache);
  }
  expect(readdirSync(cache).filter((f) => f.endsWith('.bin'))).toHaveLength(8);
  expect(readFileSync(join(cache, 'notes.txt'), 'utf8')).toBe('mine');
});

test('without a place nothing is kept', () => {
  const { script, cache } = place();
  expect(run(script, undefined).answer).toBe(42);
  expect(existsSync(cache)).toBe(false);
});

test('a script requires what stands beside it, and knows where it is', () => {
  const { script } = place('exports.twice = require("./other").twice; exports.at = [__filename, __dirname]; exports.self = module.exports === exports;');
  writeFileSync(join(script, '../other.js'), 'exports.twice = (x) => 2 * x;');
  const { exports } = runCached(script, undefined);
  expect(exports).toMatchObject({ at: [script, resolve(script, '..')], self: true });
});

test('the place is the user\'s cache folder', () => {
  expect(cacheFolder({ XDG_CACHE_HOME: '/caches' })).toBe(join('/caches', 'cdk-ssm-ready'));
  expect(cacheFolder({ XDG_CACHE_HOME: '/caches', NODE_DISABLE_COMPILE_CACHE: '1' })).toBeUndefined();
  expect(cacheFolder({ XDG_CACHE_HOME: 'caches' })).toBe(cacheFolder({}));
  expect(cacheFolder({})).toMatch(/cdk-ssm-ready$/);
  const of = (home: string) => execFileSync(process.execPath, ['-r', resolve(__dirname, '../../node_modules/tsx/dist/cjs/index.cjs'), '-e', `console.log(require(${JSON.stringify(resolve(__dirname, '../../src/cli/code-cache.ts'))}).cacheFolder({}))`], { encoding: 'utf8', env: { PATH: process.env.PATH, HOME: home } }).trim();
  if (process.platform !== 'win32') expect([of(''), of('relative')]).toEqual(['undefined', 'undefined']);
});

/** The starter as it is installed, with a bundle that says something. */
function install(says: string) {
  const folder = join(root, `installed-${n++}`);
  for (const name of ['bin', 'lib/cli']) mkdirSync(join(folder, name), { recursive: true });
  copyFileSync(join(__dirname, '../../bin/cdk-ssm-ready'), join(folder, 'bin/cdk-ssm-ready'));
  buildSync({ platform: 'node', format: 'cjs', logLevel: 'error', entryPoints: [join(__dirname, '../../src/cli/code-cache.ts')], outfile: join(folder, 'lib/cli/code-cache.js') });
  writeFileSync(join(folder, 'lib/cli/main.js'), 'exports.run = (args, { out }) => { out("from two hundred files"); return 0; };');
  writeFileSync(join(folder, 'lib/cli/bundle.js'), `exports.run = (args, { out }) => { out("${says}: " + args); return 3; };`);
  const start = () => {
    try {
      return execFileSync(process.execPath, [join(folder, 'bin/cdk-ssm-ready'), 'a', 'b'], { encoding: 'utf8', env: { ...process.env, XDG_CACHE_HOME: folder, NODE_DISABLE_COMPILE_CACHE: '' }, stdio: 'pipe' });
    } catch (error) {
      const { status, stdout } = error as { status: number; stdout: string };
      return `${stdout} ended with ${status}`;
    }
  };
  return { folder, start, cache: join(folder, 'cdk-ssm-ready') };
}

where('the starter keeps the code of the bundle it starts', () => {
  const { folder, start, cache } = install('from one file');
  expect(start()).toBe('from one file: a,b ended with 3');
  expect(readdirSync(cache)).toHaveLength(1);
  expect(start()).toBe('from one file: a,b ended with 3');
  utimesSync(join(folder, 'lib/cli/bundle.js'), 1000, 1000);
  expect(start()).toBe('from two hundred files');
});

if (process.platform !== 'win32') {
  where('code that was kept is run, and code that others may have planted is not', () => {
    const { start, cache } = install('what was meant');
    const planted = install('what is wrong ');
    for (const one of [start, planted.start]) one();
    // V8 takes the code of any script that is as long.
    copyFileSync(only(planted.cache), only(cache));
    expect(start()).toBe('what is wrong : a,b ended with 3');
    chmodSync(only(cache), 0o666);
    expect(start()).toBe('what was meant: a,b ended with 3');
    copyFileSync(only(planted.cache), only(cache));
    chmodSync(only(cache), 0o600);
    chmodSync(cache, 0o777);
    expect(start()).toBe('what was meant: a,b ended with 3');
  });
}
