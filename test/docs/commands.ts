/** Who runs a command that a page shows. */
export type Runner =
  /** Run in a sandbox right here (commands.test.ts), and must end with this status. */
  | { readonly status: number }
  /** Run by the test of the guides, which compares what it prints. */
  | { readonly by: 'guides' }
  /** `.ci/run` runs the npm script, or the package script `ci:full` does. */
  | { readonly script: string }
  /** Another test does what the command does; its file. */
  | { readonly test: string }
  /** Nobody here can: why. */
  | { readonly needs: 'an AWS account' | 'the host itself' | 'a release on the registry' | 'a person who reads the difference' | 'twenty minutes' | 'an hour' };

/** Every command of README and the pages; the first pattern that fits the whole command counts. */
export const COMMANDS: ReadonlyArray<readonly [pattern: RegExp | string, runner: Runner]> = [
  // README's own two lines, and what CI runs.
  ['npm ci && npm run demo', { script: 'demo' }],
  ['npm ci && npm test', { script: 'test' }],
  ['npm ci', { script: 'test' }],
  ['npm test', { script: 'test' }],
  ['npm test -- test/prover/sources/cloudformation', { script: 'test' }],
  ['npm run test:slow', { script: 'test:slow' }],
  ['npm run test:mutants', { needs: 'twenty minutes' }],
  ['.ci/run', { needs: 'twenty minutes' }],
  ['npm run demo', { script: 'demo' }],
  [/npm run test:kernel( -- --networks \d+ --seed \d+)?/, { script: 'test:kernel' }],
  [/npm run test:fuzz( -- --runs \d+ --seed \d+)?/, { script: 'test:fuzz' }],
  [/npm run test:iam-oracle( -- --runs \d+ --seed \d+)?/, { script: 'test:iam-oracle' }],
  ['npm run test:browser', { script: 'test:browser' }],
  ['npm run test:cdk-cli', { script: 'test:cdk-cli' }],
  ['npm run test:packages', { script: 'test:packages' }],
  ['npm run test:fresh', { script: 'test:fresh' }],
  ['npm run ci:full', { needs: 'an hour' }],
  [/npm run bench( -- .*)?/, { needs: 'an hour' }],
  ['npm run licences', { script: 'licences' }],
  ['npm run docs:generate', { script: 'docs:generate' }],
  ['npm run docs:rosetta', { script: 'docs:rosetta' }],
  ['npm run integ:snapshots', { script: 'integ:snapshots' }],
  ['npm run corpus', { script: 'corpus' }],
  ['npm run handlers:bundle', { test: 'test/handlers/service-setting.test.ts' }],
  [/npm run new:rule \w+ \w+/, { test: 'test/slow/rules/new-rule.test.ts' }],
  [/npm run update( \w+)*/, { needs: 'a person who reads the difference' }],

  // The command line, on real files.
  ['npx cdk-ssm-ready check cdk.out', { status: 0 }],
  ['npx cdk-ssm-ready check template.yaml infra/', { status: 1 }],
  ['npx cdk-ssm-ready check --format sarif=a.sarif --format html=report.html cdk.out', { status: 0 }],
  ['npx cdk-ssm-ready check cdk.out --format sarif=ready.sarif -o report.html', { status: 0 }],
  ['npx cdk-ssm-ready explain Web cdk.out', { status: 0 }],
  ['npx cdk-ssm-ready diff cdk.out.before cdk.out', { status: 0 }],
  ['npx cdk-ssm-ready rules', { status: 0 }],
  [/npx cdk-ssm-ready doctor --print-script .* > collect\.sh/, { test: 'test/doctor/collect-script.test.ts' }],
  ['npx cdk-ssm-ready doctor --from saved --format json', { status: 1 }],
  [/npx cdk-ssm-ready (check --(format|write-baseline|baseline) .*|explain Web --port .*|check (cdk\.out|template\.yaml)|doctor --from saved( i-\w+)?)/, { by: 'guides' }],
  [/npx cdk synth --quiet|echo \$\?/, { by: 'guides' }],

  // What only somebody with an account, or at the host, can do.
  [/npm install (-D )?cdk-ssm-ready( aws-cdk-lib constructs)?|pip install cdk-ssm-ready/, { needs: 'a release on the registry' }],
  ['sh collect.sh saved', { needs: 'an AWS account' }],
  [/aws .*|psql .*|npx (cdk|aws-cdk@2) (deploy|destroy|drift) .*/, { needs: 'an AWS account' }],
  [/.*integ-runner .*/, { needs: 'an AWS account' }],
];

/** Lines that show how a command is called, not a call. */
export const SYNOPSES: readonly RegExp[] = [/^npx cdk-ssm-ready (check \[options\] PATH\.\.\.|explain HOST \[.*|diff OLD NEW|doctor --from FOLDER \[.*)$/];
