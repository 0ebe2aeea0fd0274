import { awscdk, javascript, JsonFile, TextFile } from 'projen';
import { ActionRefs } from 'projen/lib/github/actions.const';
import { JobPermission } from 'projen/lib/github/workflows-model';

const project = new awscdk.AwsCdkConstructLibrary({
  name: 'cdk-ssm-ready',
  description: 'Every EC2 instance a Systems Manager managed node: constructs that make it so, and a prover that fails synth when it could never be one',
  author: 'cdk-ssm-ready contributors',
  authorOrganization: true,
  authorAddress: 'maintainers@cdk-ssm-ready.dev',
  repositoryUrl: 'https://github.com/cdk-ssm-ready/cdk-ssm-ready.git',
  license: 'Apache-2.0',
  copyrightOwner: 'cdk-ssm-ready contributors',
  keywords: ['aws', 'cdk', 'awscdk', 'aws-cdk', 'systems-manager', 'ssm', 'session-manager', 'ec2', 'validation', 'lint'],
  defaultReleaseBranch: 'main',
  packageManager: javascript.NodePackageManager.NPM,
  projenrcTs: true,
  sampleCode: false,

  // The floor: first version with the stable Validations API on npm, PyPI and Maven alike (docs/adr/001).
  cdkVersion: '2.260.0',
  constructsVersion: '10.5.1',
  jsiiVersion: '~6.0.0',
  typescriptVersion: '~6.0.0',
  minNodeVersion: '20.0.0',
  workflowNodeVersion: '24', // npm's trusted publishing wants npm 11.5.1, which comes with it; the matrix below runs the others
  npmTrustedPublishing: true,

  publishToPypi: { distName: 'cdk-ssm-ready', module: 'cdk_ssm_ready', trustedPublishing: true },
  publishToMaven: {
    javaPackage: 'io.github.cdkssmready',
    mavenGroupId: 'io.github.cdk-ssm-ready',
    mavenArtifactId: 'cdk-ssm-ready',
  },

  // Bundled: each is permissive, CommonJS, and does something we should not write ourselves.
  bundledDeps: [
    'yaml@^2', // CloudFormation YAML: custom tags and the position of every node
    'jsonc-parser@^3', // position of a JSON node, and duplicate keys, which JSON.parse hides
    'ip-address@^10', // IPv4 and IPv6 CIDR parsing
    'picocolors@^1', // colours that respect NO_COLOR and pipes
  ],
  devDeps: [
    '@swc/core', // tests and demo transpile in milliseconds; `jsii` and `tsc` do the type check
    '@swc/jest',
    'esbuild',
    '@aws-cdk/aws-service-spec', // CloudFormation's resource schemas, to check the properties our readers read
    'cdk-nag@^3',
    'fast-check@^4',
    'tsx',
    'ajv@^8', // our JSON Schemas, SARIF's and JUnit's
    'ajv-formats',
    'axe-core', // accessibility of the HTML report
    'playwright-core', // drives Debian's Chromium; brings no browser
    'aws-sdk-client-mock', // custom resource handlers
    '@aws-sdk/client-ec2',
    '@aws-sdk/client-ssm',
    '@aws-cdk/integ-runner@2.197.10', // this pair was seen to write and verify snapshots without an account
    '@aws-cdk/integ-tests-alpha@2.245.0-alpha.0',
    '@cdklabs/cdk-ssm-documents', // schema and simulation of Automation documents, in tests
  ],
  bin: { 'cdk-ssm-ready': 'bin/cdk-ssm-ready' },

  jestOptions: {
    jestVersion: '^30',
    // A snapshot is reviewed by a person: `npm run test:update` writes, nothing else does.
    updateSnapshot: javascript.UpdateSnapshot.NEVER,
    junitReporting: false,
    jestConfig: {
      moduleNameMapper: { '^cdk-ssm-ready$': '<rootDir>/src' },
      setupFiles: ['<rootDir>/test/setup.ts'],
      testTimeout: 120_000,
    },
  },
  eslint: true,
  buildWorkflowOptions: { permissions: { contents: JobPermission.READ } }, // the job that pushes what a build changed is another one
  depsUpgrade: true,
  gitignore: ['/.demo/', '/cdk.out/', '.cache/', '*.tsbuildinfo', '/.venv/', '__pycache__/', '/reports/', '/integ/cdk-integ.out.*', '/integ/*.snapshot/asset.*'],
});

// ts-jest type-checks each file again; swc does not, and `npm run typecheck` does it once for all.
const jest = project.jest!;
jest.config.transform = { '^.+\\.[t]sx?$': new javascript.Transform('@swc/jest') };
jest.config.preset = undefined;
jest.config.testMatch = ['<rootDir>/test/**/*.test.ts'];
jest.config.collectCoverage = false;
project.deps.removeDependency('ts-jest');
new TextFile(project, '.swcrc', {
  lines: [JSON.stringify({
    $schema: 'https://swc.rs/schema.json',
    jsc: { parser: { syntax: 'typescript' }, target: 'es2022', keepClassNames: true },
    module: { type: 'commonjs' },
    sourceMaps: 'inline',
  }, undefined, 2), ''],
});

// Import direction (docs/architecture.md). A layer may import itself and what stands before it in its own row.
const layers: Record<string, string[]> = {
  core: [],
  data: [],
  load: ['core'],
  model: ['core', 'load'],
  facts: ['core', 'data', 'model'],
  checks: ['core', 'model', 'facts'],
  verdict: ['core', 'load', 'model', 'facts', 'checks'],
  cure: ['core', 'load', 'model', 'facts', 'verdict'],
  present: ['core', 'verdict', 'cure'],
  constructs: ['core', 'data'],
  validation: ['constructs', 'core', 'load', 'model', 'facts', 'checks', 'verdict', 'cure', 'present'],
  cli: ['core', 'load', 'model', 'facts', 'checks', 'verdict', 'cure', 'present'],
};
const zones = Object.entries(layers).map(([layer, mayImport]) => ({
  target: `./src/${layer}`,
  from: './src',
  except: [layer, ...mayImport].map((l) => `./${l}`),
  message: `src/${layer} may import only: ${[layer, ...mayImport].join(', ')}`,
}));
project.eslint!.addRules({
  'import/no-restricted-paths': ['error', { zones }],
  'import/no-cycle': ['error', { ignoreExternal: true }],
  '@stylistic/max-len': ['error', { code: 180, ignoreUrls: true, ignoreStrings: true, ignoreTemplateLiterals: true, ignoreRegExpLiterals: true, ignoreComments: true }],
  'max-len': 'off',
  'no-bitwise': 'off',
  '@stylistic/object-curly-newline': 'off',
  '@stylistic/object-property-newline': 'off',
  '@stylistic/quotes': ['error', 'single', { avoidEscape: true, allowTemplateLiterals: true }],
  'import/order': ['error', { groups: ['builtin', 'external', 'parent', 'sibling', 'index'], alphabetize: { order: 'asc', caseInsensitive: true } }],
  '@typescript-eslint/member-ordering': 'off',
});
project.eslint!.addOverride({
  files: ['src/core/**', 'src/load/**', 'src/model/**', 'src/facts/**', 'src/checks/**', 'src/verdict/**', 'src/cure/**', 'src/present/**', 'src/cli/**'],
  rules: { 'no-restricted-imports': ['error', { patterns: ['aws-cdk-lib', 'aws-cdk-lib/*', 'constructs'] }] },
});
project.eslint!.addOverride({
  files: ['test/**', 'handlers/**', 'scripts/**', 'oracles/**', 'benchmarks/**', 'examples/**', 'integ/**'],
  rules: { '@stylistic/max-len': 'off', '@typescript-eslint/no-require-imports': 'off', 'import/no-extraneous-dependencies': 'off', 'import/no-unresolved': ['error', { ignore: ['^cdk-ssm-ready$'] }] },
});
project.eslint!.addLintPattern('scripts');
project.eslint!.addLintPattern('oracles');
project.eslint!.addLintPattern('examples');
project.eslint!.addLintPattern('handlers');
project.tsconfigDev.file.addOverride('compilerOptions.paths', { 'cdk-ssm-ready': ['../src/index.ts'] });
project.tsconfigDev.file.addOverride('compilerOptions.types', ['node', 'jest']);
project.tsconfigDev.addInclude('../src/**/*.ts');
project.tsconfigDev.addInclude('../.projenrc.ts');
// ESLint and editors look for the nearest tsconfig.json.
const folders = ['scripts', 'oracles', 'examples', 'benchmarks', 'integ', 'handlers'];
for (const folder of folders) {
  project.tsconfigDev.addInclude(`../${folder}/**/*.ts`);
  new JsonFile(project, `${folder}/tsconfig.json`, { obj: { extends: '../test/tsconfig.json', include: ['**/*.ts'] }, marker: false, readonly: false });
}

for (const path of ['/examples/', '/benchmarks/', '/scripts/', '/oracles/', '/docs/', '/integ/', '/handlers/', '/.ci/', '/.demo/', '/.venv/', '/.cache/', '/reports/', '.swcrc', '/CONTRIBUTING.md', '/API.md', '/TESTING.md', '/SECURITY.md', '/action.yml', '/.pre-commit-hooks.yaml', '/rosetta/']) project.npmignore!.exclude(path);

// Committed, because a Git dependency and a test need them without a build; a test fails where one is stale.
project.gitattributes.addAttributes('/assets/**', 'linguist-generated');
project.gitattributes.addAttributes('/integ/*.snapshot/**', 'linguist-generated');

// `npm test` never writes: no --updateSnapshot, no eslint --fix. It is what CI runs first.
project.addTask('typecheck', { description: 'Type check of everything', exec: 'tsc --noEmit -p test/tsconfig.json' });
project.addTask('lint', { description: 'Lint, import direction included; changes nothing', exec: 'node scripts/lint.js' });
const quiet = { CDK_VALIDATION: 'false', JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION: '1', JSII_SILENCE_WARNING_UNTESTED_NODE_VERSION: '1' };
const test = project.testTask;
test.reset();
for (const [key, value] of Object.entries(quiet)) test.env(key, value);
test.exec('tsc --noEmit -p test/tsconfig.json');
test.exec('node scripts/lint.js');
test.exec('jest --ci', { receiveArgs: true });
project.removeTask('test:update');
project.addTask('test:update', { description: 'Run tests and rewrite snapshots', env: quiet, exec: 'jest --updateSnapshot', receiveArgs: true });
project.addTask('demo', { description: 'A failing synth, then the prover on an assembly and on plain templates', exec: 'node scripts/demo.js' });
project.addTask('corpus', { description: 'Judge the corpus of public templates beside the checkout', exec: 'tsx scripts/corpus.ts', receiveArgs: true });
project.addTask('test:fuzz', { description: 'Mutated templates: no throw, no hang; noise changes no verdict (--runs N --seed S)', exec: 'tsx scripts/fuzz.ts', receiveArgs: true });
project.addTask('test:iam-oracle', { description: 'IAM evaluation against moto; without Python it skips, with CI set it fails (--runs N --seed S)', exec: 'tsx oracles/iam/main.ts', receiveArgs: true });
project.addTask('test:kernel', { description: 'Network proof against Linux network namespaces; needs root, else skips; with CI set it fails (--networks N --seed S)', exec: 'tsx oracles/kernel/main.ts', receiveArgs: true });
project.addTask('bench', { description: 'CPU ratios within one run (--json FILE)', env: quiet, exec: 'node scripts/bench.js', receiveArgs: true });
project.addTask('handlers:bundle', { description: 'Bundle the handlers of custom resources to assets/', exec: 'node scripts/bundle-handlers.js', receiveArgs: true });
project.addTask('integ:snapshots', { description: 'The snapshots of integ/ hold, and a change is seen; needs no account', exec: 'tsx scripts/integ.ts' });
project.addTask('integ:update', { description: 'Rewrite the snapshots of integ/ without an account; read the difference', exec: 'tsx scripts/integ.ts --update' });
project.addTask('docs:rosetta', { description: 'Snippets of README and docstrings compile', exec: 'tsx scripts/rosetta.ts' });
project.addTask('docs:outputs', { description: 'Rewrite what the guides show as output', env: { ...quiet, DOCS_UPDATE: '1' }, exec: 'jest test/docs/guides' });
project.addTask('docs:generate', { description: 'Rewrite the generated pages of docs/', exec: 'tsx scripts/generate-docs.ts' });
project.addTask('new:check', { description: 'Files of a new check: its code, table of faults, page and catalogue line (Name [host|identity|network|fleet])', exec: 'tsx scripts/new-check.ts', receiveArgs: true });
project.addTask('goldens:update', { description: 'Rewrite the golden file of every report format', env: { ...quiet, GOLDENS_UPDATE: '1' }, exec: 'jest test/present', receiveArgs: true });
project.addTask('test:cdk-cli', { description: 'The plugin under real cdk command lines and libraries; installs them into .cache', exec: 'tsx scripts/cdk-cli.ts' });
project.addTask('test:browser', { description: 'The HTML report in a real browser', exec: 'tsx scripts/browser.ts' });
project.addTask('scenarios:update', { description: 'Rewrite expected.json of every scenario', env: { SCENARIOS_UPDATE: '1' }, exec: 'jest test/scenarios', receiveArgs: true });
project.postCompileTask.prependExec('node scripts/after-compile.js');
// `package` of projen's own builds one language under CI and none of them says what it weighs; its tasks for one language stay, for releases.
project.packageTask.reset('tsx scripts/packages/build.ts', { receiveArgs: true });
project.addTask('test:packages', { description: 'The built packages as strangers use them (--no-build, --only typescript,commonjs,python,java)', exec: 'tsx scripts/packages/consumers.ts', receiveArgs: true });
project.addTask('test:fresh', { description: 'README\'s commands in a clone with an empty home and npm cache (--full: the tests too)', exec: 'tsx scripts/fresh-machine.ts', receiveArgs: true });
project.addTask('ci:full', { description: 'Everything CI does, with larger numbers, the tests on a fresh machine and the benchmarks', env: { FULL: '1' }, exec: 'bash .ci/run' });
project.addTask('licences', { description: 'Rewrite THIRD_PARTY_LICENSES', exec: 'tsx scripts/licences.ts' });
project.compileTask.env('JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION', '1');

// Against the last release, so that none breaks what users wrote; where there is none yet it says so and passes. Not in `compile`: it asks the registry.
project.postCompileTask.spawn(project.tasks.tryFind('compat')!);

// What is promised: the oldest and the newest CDK, on every Node.js that it runs on.
project.github!.tryFindWorkflow('build')!.addJob('matrix', {
  name: 'Node ${{ matrix.node }}, ${{ matrix.cdk }} CDK',
  runsOn: ['ubuntu-latest'],
  permissions: { contents: JobPermission.READ },
  strategy: { failFast: false, matrix: { domain: { node: ['20', '22', '24'], cdk: ['oldest', 'newest'] } } },
  steps: [
    { name: 'Checkout', uses: ActionRefs.ACTIONS_CHECKOUT, with: { 'persist-credentials': false } },
    { name: 'Setup Node.js', uses: ActionRefs.ACTIONS_SETUP_NODE, with: { 'node-version': '${{ matrix.node }}', 'package-manager-cache': false } },
    { name: 'Install dependencies', run: 'npm ci' },
    { name: 'Newest CDK', if: "matrix.cdk == 'newest'", run: 'npm install --no-save aws-cdk-lib@latest constructs@latest' },
    // Snapshots of templates are of the oldest; what the prover says must be the same everywhere.
    { name: 'Prover, plugin and constructs', run: 'npx jest --ci --testPathIgnorePatterns snapshots', env: { CDK_VALIDATION: 'false' } },
  ],
});

// A mirror that lacks other platforms' packages makes npm write a lock that `npm ci` refuses.
project.package.installTask.exec('node scripts/complete-lockfile.js');

// ts-node does not run under TypeScript 6 with these options; `npm run typecheck` covers this file too.
project.defaultTask!.reset('tsx .projenrc.ts');

project.synth();
