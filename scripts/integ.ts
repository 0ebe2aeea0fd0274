/**
 * npm run integ:snapshots: every snapshot of integ/ holds, and a change makes integ-runner fail. npm run update integ writes them. Both work
 * without an account. Deploying for real: TESTING.md.
 */
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join, resolve } from 'path';
import { integRunner, testsOf, withoutAssets } from './integ/runner';

const root = resolve(__dirname, '..');
/** What an app of integ/ is made of. */
const PARTS = ['integ', 'scripts/integ', 'src', 'assets', 'package.json', 'tsconfig.json', 'test/tsconfig.json'];

/** One change of a copy for each way a template changes, and the test that must see it. */
const CHANGES = [
  { what: 'a construct', test: 'integ.inventory-sync', file: 'src/constructs/inventory/sync.ts', from: 'Duration.days(365)', to: 'Duration.days(364)' },
  { what: 'a snapshot', test: 'integ.session-access', file: 'integ/integ.session-access.ts.snapshot/SsmReadyIntegAccess.template.json', from: 'ssm:StartSession', to: 'ssm:ResumeSession' },
  { what: 'a handler of a custom resource', test: 'integ.ssh-recovery', file: 'assets/handlers/serial-console/index.js', from: 'var __defProp', to: '/* changed */ var __defProp' },
];
/** No change touches it: it must hold, although the copy lies elsewhere. */
const UNTOUCHED = 'integ.organization-host-management';

function snapshotsHold(): boolean {
  const tests = testsOf(root);
  const { status, unchanged, said } = integRunner(root, tests);
  const ok = status === 0 && unchanged.join() === tests.join();
  process.stdout.write(ok ? `${tests.length} snapshots hold\n` : said);
  return ok;
}

function changesAreSeen(): boolean {
  const copy = mkdtempSync(join(tmpdir(), 'integ-'));
  try {
    for (const part of PARTS) cpSync(join(root, part), join(copy, part), { recursive: true });
    symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
    for (const { file, from, to } of CHANGES) {
      const text = readFileSync(join(copy, file), 'utf8');
      if (!text.includes(from)) throw new Error(`${file} does not hold ${from}: choose another change`);
      writeFileSync(join(copy, file), text.replace(from, to));
    }
    const { status, changed, unchanged, said } = integRunner(copy, [...CHANGES.map(({ test }) => test), UNTOUCHED]);
    const ok = status === 1 && changed.sort().join() === CHANGES.map(({ test }) => test).join() && unchanged.join() === UNTOUCHED;
    process.stdout.write(ok ? `in a copy elsewhere, integ-runner fails for a change of ${CHANGES.map(({ what }) => what).join(', ')}; what was not changed holds\n` : said);
    return ok;
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

function update(): boolean {
  const { status, said } = integRunner(root, testsOf(root), '--update-on-failed', '--dry-run', '--disable-update-workflow');
  withoutAssets(root);
  process.stdout.write(said);
  return status === 0;
}

function main(): void {
  if (process.argv.includes('--update')) {
    process.exitCode = update() ? 0 : 1;
    return;
  }
  const results = [snapshotsHold(), changesAreSeen()];
  const passed = results.filter(Boolean).length;
  process.stdout.write(`integ: ${passed} passed, ${results.length - passed} failed\n`);
  process.exitCode = passed === results.length ? 0 : 1;
}

main();
