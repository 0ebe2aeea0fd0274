import { spawnSync } from 'child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { dirname, join, resolve } from 'path';
import { bundleFixture } from '../../helpers/bundle';
import { isolated } from '../../helpers/templates';

const ROOT = resolve(__dirname, '../../..');
const folder = mkdtempSync(join(tmpdir(), 'ssm-ready-bin-'));
const bin = join(folder, 'package/bin/cdk-ssm-ready');

/** The package as it is published, as far as the command line needs it. */
beforeAll(() => {
  const lib = join(folder, 'package/lib/cli');
  bundleFixture(join(ROOT, 'src/cli/main.ts'), join(lib, 'main.js'));
  copyFileSync(join(lib, 'main.js'), join(lib, 'bundle.js'));
  // Once it kept bytecode between runs, by a module of its own.
  const cache = join(ROOT, 'src/cli/code-cache.ts');
  if (existsSync(cache)) bundleFixture(cache, join(lib, 'code-cache.js'));
  mkdirSync(dirname(bin), { recursive: true });
  copyFileSync(join(ROOT, 'bin/cdk-ssm-ready'), bin);
  copyFileSync(join(ROOT, 'package.json'), join(folder, 'package/package.json'));
  writeFileSync(join(folder, 'template.json'), JSON.stringify(isolated()));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const sh = (command: string, env: NodeJS.ProcessEnv = {}) => spawnSync('bash', ['-c', command], { cwd: folder, encoding: 'utf8', env: { ...process.env, ...env } });
const check = `"${process.execPath}" "${bin}" check --no-config`;

test('a report that cannot be written to standard output is told in one line, with 3', () => {
  const { status, stderr } = sh(`${check} template.json > /dev/full`);
  expect({ status, stderr }).toEqual({ status: 3, stderr: expect.stringMatching(/^cdk-ssm-ready: cannot write to standard output: ENOSPC[^\n]*\n$/) as unknown });
});

test('a reader that has enough ends it quietly', () => {
  const resources = Object.fromEntries(Array.from({ length: 400 }, (_, i) => [`Host${i}`, { Type: 'AWS::EC2::Instance', Properties: { ImageId: 'ami-12345678' } }]));
  writeFileSync(join(folder, 'many.json'), JSON.stringify({ Resources: resources }));
  const { stdout, stderr } = sh(`${check} --verbose many.json | head -1`);
  expect(stdout.split('\n').filter((line) => line !== '')).toHaveLength(1);
  expect(stderr).toBe('');
});

test('standard error that is closed makes no difference', () => {
  expect(sh(`${check} template.json 2>&-`).status).toBe(0);
  expect(sh(`${check} nowhere.json 2>/dev/full`).status).toBe(3);
});

test('no code is read from a cache that a checkout may have planted', () => {
  const bundle = join(folder, 'package/lib/cli/bundle.js');
  const wrapped = `(function (exports, require, module, __filename, __dirname) {${readFileSync(bundle, 'utf8')}\n})`;
  const head = '(function (exports, require, module, __filename, __dirname) {module.exports.run = () => { process.stdout.write("PWNED"); return 0; };/*';
  const payload = `${head}${' '.repeat(wrapped.length - head.length - '*/\n})'.length)}*/\n})`;
  expect(payload).toHaveLength(wrapped.length);
  writeFileSync(join(folder, 'payload.js'), payload);
  // What V8 makes of the payload passes for what it makes of the bundle: it compares lengths and flags only.
  const plant = `
    if (process.versions.v8.startsWith('11.')) require('v8').setFlagsFromString('--interrupt-budget=500000');
    const { Script } = require('vm'); const { crc32 } = require('zlib'); const fs = require('fs');
    const sum = (data) => { const b = Buffer.alloc(4); b.writeUInt32BE(crc32(data)); return b; };
    const source = fs.readFileSync(${JSON.stringify(bundle)}, 'utf8');
    const script = new Script(fs.readFileSync('payload.js', 'utf8'));
    const module_ = { exports: {} }; script.runInThisContext()(module_.exports, require, module_); 
    const code = script.createCachedData();
    for (const home of ['home/.cache', 'xdg']) {
      fs.mkdirSync(home + '/cdk-ssm-ready', { recursive: true, mode: 0o700 });
      fs.writeFileSync(home + '/cdk-ssm-ready/' + process.version + '-' + process.arch + '-' + source.length + '-' + sum(source).toString('hex') + '.bin', Buffer.concat([sum(code), code]), { mode: 0o600 });
    }`;
  expect(spawnSync(process.execPath, ['-e', plant], { cwd: folder, encoding: 'utf8' })).toMatchObject({ status: 0, stderr: '' });
  for (const env of [{ HOME: join(folder, 'home'), XDG_CACHE_HOME: '' }, { XDG_CACHE_HOME: join(folder, 'xdg') }, { NODE_COMPILE_CACHE: join(folder, 'xdg') }]) {
    const { stdout, status } = sh(`${check} template.json`, env);
    expect({ status, stdout }).toEqual({ status: 0, stdout: expect.stringContaining('1 host: 1 ready') as unknown });
  }
});
