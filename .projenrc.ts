import { awscdk, github, javascript, JsonFile, TextFile } from 'projen';
import { ActionRefs } from 'projen/lib/github/actions.const';
import { JobPermission } from 'projen/lib/github/workflows-model';

/** What a commit's subject may begin with: the release reads them. scripts/commit-subjects.js checks each commit of a pull request. */
const COMMIT_TYPES = ['feat', 'fix', 'perf', 'refactor', 'docs', 'test', 'build', 'ci', 'chore', 'revert'];

/** It runs beside the secrets of publishing, so it is not whatever is newest that day. */
const PUBLIB = '0.2.1061';

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
    'jest@^30',
    '@types/jest@^30',
    '@swc/core', // tests and demo transpile in milliseconds; `jsii` and `tsc` do the type check
    '@swc/jest',
    'concurrently@^9', // type check, lint and tests side by side
    'dependency-cruiser@^17.3.9', // import direction and circles, in seconds; 18 needs Node.js 22
    'eslint@^9',
    '@stylistic/eslint-plugin@^2',
    '@typescript-eslint/eslint-plugin@^8',
    '@typescript-eslint/parser@^8',
    'eslint-plugin-import@^2.32.0',
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
    // The doctor's, with the two above: scripts/after-compile.js bundles them into lib/doctor/aws/sdk.js, so that no user installs them.
    // The line that runs on Node.js 20.
    '@aws-sdk/client-iam@~3.1169.0',
    '@aws-sdk/client-route-53@~3.1169.0',
    '@aws-sdk/client-sts@~3.1169.0',
    '@aws-sdk/core@~3.981.0',
    '@aws-sdk/credential-provider-node@~3.972.97',
    '@smithy/core@^3.40.0',
    '@smithy/node-http-handler@^4.14.2',
    '@aws-cdk/integ-runner@2.197.10', // this pair was seen to write and verify snapshots without an account
    '@aws-cdk/integ-tests-alpha@2.245.0-alpha.0',
    '@cdklabs/cdk-ssm-documents', // schema and simulation of Automation documents, in tests
  ],
  bin: { 'cdk-ssm-ready': 'bin/cdk-ssm-ready' },

  // Our own: eslint.config.mjs, .dependency-cruiser.cjs, jest.config.cjs. projen's lint fixes as it goes and its Jest type-checks each file.
  eslint: false,
  jest: false,
  buildWorkflow: false, // .github/workflows/build.yml runs the steps of .ci/run
  githubOptions: {
    pullRequestLintOptions: { semanticTitleOptions: { types: COMMIT_TYPES, requireScope: false } },
  },
  depsUpgrade: true,
  gitignore: ['/.demo/', '/cdk.out/', '.cache/', '*.tsbuildinfo', '/.venv/', '__pycache__/', '/reports/', '/integ/cdk-integ.out.*', '/integ/*.snapshot/asset.*'],
});

new TextFile(project, '.swcrc', {
  lines: [JSON.stringify({
    $schema: 'https://swc.rs/schema.json',
    jsc: { parser: { syntax: 'typescript' }, target: 'es2022', keepClassNames: true },
    module: { type: 'commonjs' },
    sourceMaps: 'inline',
  }, undefined, 2), ''],
});

project.tsconfigDev.file.addOverride('compilerOptions.paths', { 'cdk-ssm-ready': ['../src/index.ts'] });
project.tsconfigDev.file.addOverride('compilerOptions.types', ['node', 'jest']);
project.tsconfigDev.file.addOverride('compilerOptions.skipLibCheck', true); // AWS's declarations are theirs to check
project.tsconfigDev.addInclude('../src/**/*.ts');
project.tsconfigDev.addInclude('../.projenrc.ts');
// ESLint and editors look for the nearest tsconfig.json.
const folders = ['scripts', 'oracles', 'examples', 'benchmarks', 'integ', 'handlers'];
for (const folder of folders) {
  project.tsconfigDev.addInclude(`../${folder}/**/*.ts`);
  new JsonFile(project, `${folder}/tsconfig.json`, { obj: { extends: '../test/tsconfig.json', include: ['**/*.ts'] }, marker: false, readonly: false });
}

for (const path of ['/examples/', '/benchmarks/', '/scripts/', '/oracles/', '/docs/', '/integ/', '/handlers/', '/.ci/', '/.demo/', '/.venv/', '/.cache/', '/reports/', '.swcrc', '/CONTRIBUTING.md', '/API.md', '/TESTING.md', '/SECURITY.md', '/action.yml', '/.pre-commit-hooks.yaml', '/rosetta/', 'eslint.config.mjs', 'jest.config.cjs', '.dependency-cruiser.cjs']) project.npmignore!.exclude(path);

// Committed, because a Git dependency and a test need them without a build; a test fails where one is stale.
project.gitattributes.addAttributes('/assets/**', 'linguist-generated');
project.gitattributes.addAttributes('/integ/*.snapshot/**', 'linguist-generated');

// `npm test` never writes: no --updateSnapshot, no eslint --fix. It is what CI runs first. Arguments go to Jest.
const quiet = { CDK_VALIDATION: 'false', JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION: '1', JSII_SILENCE_WARNING_UNTESTED_NODE_VERSION: '1' };
project.addTask('typecheck', { description: 'Type check of everything', exec: 'tsc --noEmit -p test/tsconfig.json --incremental --tsBuildInfoFile node_modules/.cache/typecheck.tsbuildinfo' });
project.addTask('lint', { description: 'Lint without type information; changes nothing', exec: 'eslint --cache --cache-strategy content --cache-location node_modules/.cache/eslint/ .', receiveArgs: true });
project.addTask('lint:types', { description: 'The rules that need types, too', env: { LINT_TYPES: '1' }, exec: 'eslint .' });
project.addTask('lint:imports', { description: 'Import direction and circles, type imports included', exec: 'depcruise --config .dependency-cruiser.cjs --output-type err src scripts oracles handlers benchmarks' });
project.addTask('test:unit', { description: 'The unit tests', env: quiet, exec: 'jest --selectProjects unit --ci', receiveArgs: true });
project.addTask('test:slow', { description: 'What takes long: processes, whole apps, the compiler, statistics; CI always runs it', env: quiet, steps: [
  { exec: 'jest --selectProjects slow --ci', receiveArgs: true },
  // Properties as often as they are meant to be tried; those of test/fuzz by `npm run test:fuzz`.
  { exec: 'FULL_RUNS=1 jest --selectProjects unit --ci test/data/glob test/prover/analysis/network/sets test/prover/analysis/iam/wildcard' },
] });
const test = project.testTask;
test.reset();
for (const [key, value] of Object.entries(quiet)) test.env(key, value);
test.exec('concurrently --passthrough-arguments --names unit,types,lint,imports "jest --selectProjects unit --ci {*}" "npm run --silent typecheck" "npm run --silent lint" "npm run --silent lint:imports" --', { receiveArgs: true });
project.addTask('test:mutants', { description: 'One wrong thing in the source at a time: the unit tests must notice each', exec: 'tsx scripts/mutants.ts' });
project.addTask('test:watch', { description: 'The unit tests that a change concerns, again at each change', env: quiet, exec: 'jest --watch --selectProjects unit' });
project.addTask('update', { description: 'Rewrite every expectation: scenarios, goldens, outputs in docs, generated pages, snapshots (or those named); read the difference', env: quiet, exec: 'node scripts/update.js', receiveArgs: true });
project.addTask('demo', { description: 'A failing synth, then the prover on an assembly and on plain templates', exec: 'node scripts/demo.js' });
project.addTask('corpus', { description: 'Judge templates and apps with verdicts made by hand: test/corpus, and the corpora beside the checkout', exec: 'tsx scripts/corpus.ts', receiveArgs: true });
project.addTask('test:fuzz', { description: 'Mutated templates: no throw, no hang; noise changes no verdict (--runs N --seed S)', exec: 'tsx scripts/fuzz.ts', receiveArgs: true });
project.addTask('test:iam-oracle', { description: 'IAM evaluation against moto; without Python it skips, with CI set it fails (--runs N --seed S)', exec: 'tsx oracles/iam/main.ts', receiveArgs: true });
project.addTask('test:kernel', { description: 'Network proof against Linux network namespaces; needs root, else skips; with CI set it fails (--networks N --seed S)', exec: 'tsx oracles/kernel/main.ts', receiveArgs: true });
project.addTask('bench', { description: 'CPU ratios within one run (--json FILE)', env: quiet, exec: 'node scripts/bench.js', receiveArgs: true });
project.addTask('handlers:bundle', { description: 'Bundle the handlers of custom resources to assets/', exec: 'node scripts/bundle-handlers.js', receiveArgs: true });
project.addTask('integ:snapshots', { description: 'The snapshots of integ/ hold, and a change is seen; needs no account', exec: 'tsx scripts/integ.ts' });
project.addTask('docs:rosetta', { description: 'Snippets of README and docstrings compile', exec: 'tsx scripts/rosetta.ts' });
project.addTask('docs:generate', { description: 'Rewrite the generated pages of docs/', exec: 'tsx scripts/generate-docs.ts' });
project.addTask('new:rule', { description: 'Files of a new rule: its module, table of faults, page and catalogue line (Name [host|identity|network|fleet])', exec: 'tsx scripts/new-rule.ts', receiveArgs: true });
project.addTask('test:cdk-cli', { description: 'The plugin under real cdk command lines and libraries; installs them into .cache', exec: 'tsx scripts/cdk-cli.ts' });
project.addTask('test:browser', { description: 'The HTML report in a real browser', exec: 'tsx scripts/browser.ts' });
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

// projen has no option for it at this level.
Object.assign(project.release!.publisher, { publibVersion: PUBLIB });

// Every action by the commit of its release: a tag may be moved. (release, commit)
for (const [action, commit] of [
  ['actions/setup-node', '820762786026740c76f36085b0efc47a31fe5020'], // v7.0.0
  ['actions/setup-python', '5fda3b95a4ea91299a34e894583c3862153e4b97'], // v7.0.0
  ['actions/setup-java', '0f481fcb613427c0f801b606911222b5b6f3083a'], // v5.5.0
  ['peter-evans/create-pull-request', '5f6978faf089d4d20b00c7766989d076bb2fc7f1'], // v8.1.1
]) project.github!.actions.set(action, `${action}@${commit}`);

const build = new github.GithubWorkflow(project.github!, 'build');
build.on({ pullRequest: {}, push: { branches: ['main'] }, workflowDispatch: {} });
const checkout = { name: 'Checkout', uses: ActionRefs.ACTIONS_CHECKOUT, with: { 'persist-credentials': false } };
const node = (version: string) => ({ name: 'Setup Node.js', uses: ActionRefs.ACTIONS_SETUP_NODE, with: { 'node-version': version, 'package-manager-cache': false } });
// The steps of .ci/run, each on a machine of its own. Where one needs root it asks by sudo.
build.addJob('ci', {
  name: '${{ matrix.steps }}',
  runsOn: ['ubuntu-latest'],
  permissions: { contents: JobPermission.READ },
  strategy: { failFast: false, matrix: { domain: { steps: ['unit', 'generated', 'slow', 'oracles', 'browser', 'packages'] } } },
  env: { CI: 'true' },
  steps: [
    checkout,
    node('20'),
    { name: 'Setup Python', uses: ActionRefs.ACTIONS_SETUP_PYTHON, with: { 'python-version': '3.11' } },
    { name: 'Setup Java', uses: ActionRefs.ACTIONS_SETUP_JAVA, with: { 'distribution': 'temurin', 'java-version': '17' } },
    { name: 'Run', run: 'bash .ci/run "$STEPS"', env: { STEPS: '${{ matrix.steps }}' } },
  ],
});
// What is promised: the oldest and the newest CDK, on every Node.js that it runs on.
build.addJob('matrix', {
  name: 'Node ${{ matrix.node }}, ${{ matrix.cdk }} CDK',
  runsOn: ['ubuntu-latest'],
  permissions: { contents: JobPermission.READ },
  strategy: { failFast: false, matrix: { domain: { node: ['20', '22', '24'], cdk: ['oldest', 'newest'] } } },
  steps: [
    checkout,
    node('${{ matrix.node }}'),
    { name: 'Install dependencies', run: 'npm ci' },
    { name: 'Newest CDK', if: "matrix.cdk == 'newest'", run: 'npm install --no-save aws-cdk-lib@latest constructs@latest' },
    // Snapshots of templates are of the oldest; what the prover says must be the same everywhere.
    { name: 'Prover, plugin and constructs', run: 'npx jest --selectProjects unit --ci --testPathIgnorePatterns snapshots', env: { CDK_VALIDATION: 'false' } },
  ],
});
// The release reads commit subjects, so one that says nothing to it would be lost.
build.addJob('commits', {
  name: 'Commit subjects',
  if: "github.event_name == 'pull_request'",
  runsOn: ['ubuntu-latest'],
  permissions: { contents: JobPermission.READ },
  steps: [
    { ...checkout, with: { ...checkout.with, 'fetch-depth': 0, 'ref': '${{ github.event.pull_request.head.sha }}' } },
    { name: 'Check', run: 'node scripts/commit-subjects.js "origin/$GITHUB_BASE_REF..HEAD"' },
  ],
});

// A mirror that lacks other platforms' packages makes npm write a lock that `npm ci` refuses.
project.package.installTask.exec('node scripts/complete-lockfile.js');

// ts-node does not run under TypeScript 6 with these options; `npm run typecheck` covers this file too.
project.defaultTask!.reset('tsx .projenrc.ts');

project.synth();
