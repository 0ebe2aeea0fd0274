/**
 * npm run test:fresh [-- --full]: what somebody sees who has Node.js and nothing else. Clones this repository into an empty folder, with
 * an empty home and an empty npm cache, and runs the commands README begins with: the demo, and with --full the tests too. Says how long
 * each took.
 */
import { spawnSync } from 'child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join, resolve } from 'path';

const root = resolve(__dirname, '..');

/** The commands of README's first block, as they stand there. */
function commands(): string[] {
  const [, block = ''] = /```sh\n([\s\S]*?)```/.exec(readFileSync(join(root, 'README.md'), 'utf8')) ?? [];
  return block.split('\n').map((line) => line.split(' #')[0].trim()).filter((line) => line.startsWith('npm ci && '));
}

function main(): number {
  const full = process.argv.includes('--full');
  const work = mkdtempSync(join(tmpdir(), 'ssm-ready-fresh-'));
  const home = join(work, 'home');
  mkdirSync(home);
  const registry = spawnSync('npm', ['config', 'get', 'registry'], { cwd: root, encoding: 'utf8' }).stdout.trim();
  // Only what a login would set, and where packages come from.
  const keep = Object.fromEntries(Object.entries(process.env).filter(([name]) => /^(PATH|LANG|TERM|CI|TMPDIR|.*_PROXY|.*_proxy|NODE_EXTRA_CA_CERTS)$/.test(name)));
  const env = { ...keep, HOME: home, npm_config_cache: join(work, 'cache'), npm_config_registry: registry };
  let passed = 0;
  let failed = 0;
  try {
    const clone = spawnSync('git', ['clone', '--quiet', root, join(work, 'clone')], { encoding: 'utf8' });
    if (clone.status !== 0) throw new Error(clone.stderr);
    const wanted = commands().filter((command) => full || command.endsWith('npm run demo'));
    if (wanted.length === 0) throw new Error('README begins with no command');
    for (const command of wanted) {
      const started = Date.now();
      const { status, stdout, stderr } = spawnSync('sh', ['-c', command], { cwd: join(work, 'clone'), encoding: 'utf8', env, maxBuffer: 1 << 28 });
      process.stdout.write(`${command}: ${Math.round((Date.now() - started) / 1000)} s\n`);
      if (status === 0) {
        passed++;
        continue;
      }
      failed++;
      process.stdout.write(`ended with ${status}:\n${`${stdout}${stderr}`.trim().split('\n').slice(-30).join('\n')}\n`);
    }
  } catch (error) {
    failed++;
    process.stdout.write(`${(error as Error).message}\n`);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  process.stdout.write(`fresh-machine: ${passed} passed, ${failed} failed\n`);
  return failed > 0 ? 1 : 0;
}

process.exitCode = main();
