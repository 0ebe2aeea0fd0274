// Lints without changing anything. `projen eslint` fixes as it goes, which no CI should.
const { spawnSync } = require('child_process');
const { existsSync } = require('fs');

const folders = ['src', 'handlers', 'test', 'scripts', 'oracles', 'examples', 'benchmarks', 'integ', 'projenrc', '.projenrc.ts'].filter((path) => existsSync(path));
const { status } = spawnSync('npx', ['eslint', '--ext', '.ts', '--no-error-on-unmatched-pattern', ...process.argv.slice(2), ...folders], {
  stdio: 'inherit',
  env: { ...process.env, ESLINT_USE_FLAT_CONFIG: 'false', NODE_NO_WARNINGS: '1' },
});
process.exitCode = status ?? 1;
