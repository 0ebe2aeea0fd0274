// Bundles the handlers of custom resources (handlers/NAME/index.ts) to assets/handlers/NAME/index.js, which are committed and shipped.
// With --check it writes nothing, and fails where a bundle is not what its source makes. The AWS SDK comes with Lambda's runtime.
const { buildSync } = require('esbuild');
const { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } = require('fs');
const { join, resolve } = require('path');

const root = resolve(__dirname, '..');
const check = process.argv.includes('--check');
const names = readdirSync(join(root, 'handlers')).filter((name) => existsSync(join(root, 'handlers', name, 'index.ts'))).sort();
const stale = [];

for (const name of names) {
  const { outputFiles: [{ text }] } = buildSync({
    absWorkingDir: root, // names in the comments of the bundle are relative to it
    entryPoints: [`handlers/${name}/index.ts`],
    bundle: true,
    write: false,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    external: ['@aws-sdk/*'],
    tsconfigRaw: '{}',
    logLevel: 'error',
  });
  const file = join(root, 'assets/handlers', name, 'index.js');
  if (existsSync(file) && readFileSync(file, 'utf8') === text) continue;
  stale.push(name);
  if (check) continue;
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, text);
}

if (check && stale.length > 0) {
  process.stderr.write(`stale: ${stale.join(', ')}; run npm run handlers:bundle\n`);
  process.exitCode = 1;
}
