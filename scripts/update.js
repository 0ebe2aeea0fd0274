// npm run update [-- scenarios goldens outputs docs snapshots integ]: rewrites what tests expect. Read the difference before you commit it.
const { spawnSync } = require('child_process');

const PARTS = {
  scenarios: [['jest', 'test/scenarios']],
  goldens: [['jest', 'test/prover/report']],
  outputs: [['jest', 'test/slow/docs/guides']],
  docs: [['tsx', 'scripts/generate-docs.ts']],
  snapshots: [['jest', 'test/constructs/snapshots', '--updateSnapshot']],
  integ: [['tsx', 'scripts/integ.ts', '--update']],
};

const named = process.argv.slice(2);
const wrong = named.find((part) => !Object.hasOwn(PARTS, part));
if (wrong !== undefined) {
  process.stderr.write(`unknown part "${wrong}" (expected ${Object.keys(PARTS).join(', ')})\n`);
  process.exit(2);
}
for (const part of named.length > 0 ? named : Object.keys(PARTS)) {
  for (const [command, ...args] of PARTS[part]) {
    process.stdout.write(`\n${part}\n`);
    const { status } = spawnSync('npx', [command, ...args], { stdio: 'inherit', env: { ...process.env, UPDATE_EXPECTATIONS: '1' } });
    if (status !== 0) process.exit(status ?? 1);
  }
}
spawnSync('git', ['status', '--short'], { stdio: 'inherit' });
