// What is done to lib/ once jsii has compiled it: the source maps inside of each file go, which are half of the package, and the
// command line and the prover that plugins use are put into one file each.
const { readdirSync, readFileSync, writeFileSync } = require('fs');
const { join, resolve } = require('path');
const { buildSync } = require('esbuild');

const lib = resolve(__dirname, '../lib');
const MAP = /\n\/\/# sourceMappingURL=data:application\/json;base64,[A-Za-z0-9+/=]+\s*$/;

for (const entry of readdirSync(lib, { withFileTypes: true, recursive: true })) {
  if (!entry.isFile() || !entry.name.endsWith('.js')) continue;
  const file = join(entry.parentPath ?? entry.path, entry.name);
  const text = readFileSync(file, 'utf8');
  const without = text.replace(MAP, '\n');
  if (without !== text) writeFileSync(file, without);
}

/** One file in the place of an entry and of all that only it needs: two hundred files take three times as long to load. */
function bundle(entry, outfile) {
  buildSync({
    entryPoints: [join(lib, entry)],
    outfile: join(lib, outfile),
    allowOverwrite: true,
    bundle: true,
    platform: 'node',
    target: 'node20',
    mainFields: ['module', 'main'],
    minifySyntax: true,
    minifyWhitespace: true,
    legalComments: 'none', // the licences stand in THIRD_PARTY_LICENSES
    logLevel: 'error',
  });
}

bundle('cli/main.js', 'cli/bundle.js');
// In its own place, so that nothing else needs to know; bundling what is bundled changes nothing.
bundle('validation/prover.js', 'validation/prover.js');
