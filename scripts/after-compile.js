// What is done to lib/ once jsii has compiled it: the source maps inside of each file go, which are half of the package, the command line
// the prover that plugins use and the doctor's AWS SDK are put into one file each, and the index loads a class when it is first used.
const { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } = require('fs');
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

/**
 * The index with a getter for each export, as aws-cdk-lib has it: an app that registers the plugin, or uses one construct, loads nothing
 * else. `exports.X = void 0` tells Node.js the names, so that ES modules can import them.
 */
function loadLazily(index, folders) {
  const filesOf = (folder) => [...readFileSync(join(lib, folder, 'index.js'), 'utf8').matchAll(/__exportStar\(require\("\.\/([\w-]+)"\), exports\)/g)]
    .flatMap(([, name]) => (existsSync(join(lib, folder, name, 'index.js')) ? filesOf(`${folder}/${name}`) : [`./${folder}/${name}`]));
  const files = folders.flatMap(filesOf);
  const exported = files.flatMap((file) => Object.keys(require(join(lib, file))).map((name) => ({ name, file })));
  const names = exported.map(({ name }) => name);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (files.length === 0 || twice !== undefined) throw new Error(`${index}: ${twice ? `${twice} is exported twice` : 'nothing is exported'}`);
  writeFileSync(join(lib, index), [
    '"use strict";',
    'Object.defineProperty(exports, "__esModule", { value: true });',
    ...names.map((name) => `exports.${name} = void 0;`),
    'require("./cdk-version");',
    'const lazily = (name, load) => Object.defineProperty(exports, name, { enumerable: true, configurable: true, get: () => {',
    '  const value = load()[name];',
    '  Object.defineProperty(exports, name, { enumerable: true, configurable: true, value });',
    '  return value;',
    '} });',
    ...exported.map(({ name, file }) => `lazily("${name}", () => require("${file}"));`),
    '',
  ].join('\n'));
}

/** One file in the place of an entry and of all that only it needs: two hundred files take three times as long to load. */
function bundle(entry, outfile) {
  buildSync({
    entryPoints: [resolve(lib, entry)],
    outfile: join(lib, outfile),
    // The doctor asks for it when it is needed, from where it would be without the bundle.
    external: ['*/doctor/aws/sdk'],
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

// From the source, whose imports show what of the AWS SDK is needed. What it was compiled of would ask users for the SDK's packages.
for (const entry of readdirSync(join(lib, 'doctor/aws'))) rmSync(join(lib, 'doctor/aws', entry));
bundle('../src/doctor/aws/sdk.ts', 'doctor/aws/sdk.js');
bundle('cli/main.js', 'cli/bundle.js');
// In its own place, so that nothing else needs to know; bundling what is bundled changes nothing.
bundle('validation/prover.js', 'validation/prover.js');
loadLazily('index.js', ['constructs', 'validation']);
