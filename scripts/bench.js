// npm run bench: bundles the benchmarks as the package is built, and runs them. (tsx wraps every function to keep its name, which makes
// code that creates many of them several times slower than what users run.)
const { mkdirSync } = require('fs');
const { join, resolve } = require('path');
const { buildSync } = require('esbuild');

const root = resolve(__dirname, '..');
const outfile = join(root, '.cache/bench/run.js');
mkdirSync(join(root, '.cache/bench'), { recursive: true });
buildSync({
  entryPoints: [join(root, 'benchmarks/run.ts')],
  outfile,
  bundle: true,
  platform: 'node',
  target: 'node20',
  mainFields: ['module', 'main'],
  external: ['aws-cdk-lib', 'constructs', 'cdk-nag', 'esbuild'],
  // Constructs find the bundles of handlers (assets/) beside their own folder.
  define: { __dirname: JSON.stringify(join(root, 'src/constructs/fleet')) },
  logLevel: 'error',
});
require(outfile);
