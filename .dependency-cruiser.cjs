// Import direction and circles, type imports included (docs/architecture.md). `npm run lint:imports`.

/** A folder may import itself and what stands in its row. */
const LAYERS = {
  'data': [],
  'prover/core': [],
  'prover/sources/cloudformation': ['prover/core'],
  'prover/sources/live': ['data', 'prover/core', 'prover/sources/cloudformation'],
  'prover/model': ['prover/core', 'prover/sources/cloudformation'],
  'prover/user-data': ['prover/core'],
  'prover/rules': ['prover/core'],
  'prover/analysis': ['data', 'prover/core', 'prover/model', 'prover/user-data', 'prover/rules'],
  'prover/verdict': ['prover/core', 'prover/sources/cloudformation', 'prover/model', 'prover/analysis', 'prover/rules'],
  'prover/remediation': ['prover/core', 'prover/sources/cloudformation', 'prover/model', 'prover/rules', 'prover/analysis', 'prover/verdict'],
  'doctor': ['data', 'prover/core', 'prover/sources', 'prover/rules', 'prover/verdict'],
  'prover/report': ['prover/core', 'prover/rules', 'prover/verdict', 'prover/remediation', 'doctor'],
  'constructs': ['data', 'prover/core'],
  'validation': ['constructs', 'prover'],
  'cli': ['doctor', 'prover'],
};

module.exports = {
  forbidden: [
    { name: 'no-circle', severity: 'error', comment: 'no import circles, type imports included', from: {}, to: { circular: true } },
    ...Object.entries(LAYERS).map(([layer, others]) => ({
      name: `layer-${layer}`,
      severity: 'error',
      comment: `src/${layer} may import only: ${[layer, ...others].join(', ')}`,
      from: { path: `^src/${layer}/` },
      to: { path: '^src/', pathNot: `^src/(${[layer, ...others].join('|')})/` },
    })),
    { name: 'every-folder-is-a-layer', severity: 'error', from: { path: `^src/(?!(${Object.keys(LAYERS).join('|')})/)[^/]+/` }, to: {} },
    { name: 'prover-without-cdk', severity: 'error', comment: 'the prover knows no CDK', from: { path: '^src/(prover|data|cli)/' }, to: { path: 'node_modules/(aws-cdk-lib|constructs)/' } },
    { name: 'only-dependencies', severity: 'error', comment: 'what is published imports only what its users install', from: { path: '^src/', pathNot: '^src/doctor/aws/' }, to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['npm', 'npm-peer'] } },
    { name: 'sdk-in-one-file', severity: 'error', comment: 'scripts/after-compile.js puts src/doctor/aws and its AWS SDK into one file, which src/cli/doctor-live.ts loads when it is needed', from: { path: '^src/', pathNot: '^src/(doctor/aws/|cli/doctor-live)' }, to: { path: '^src/doctor/aws/' } },
    { name: 'resolvable', severity: 'error', from: {}, to: { couldNotResolve: true, pathNot: '^cdk-ssm-ready$' } },
    { name: 'src-without-its-tests', severity: 'error', from: { path: '^src/' }, to: { path: '^(test|scripts|benchmarks|examples|integ|handlers|oracles)/' } },
  ],
  options: {
    doNotFollow: { path: ['node_modules'] },
    exclude: { path: ['\\.snapshot/', 'cdk-integ\\.out'] },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'test/tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'require', 'node', 'default', 'types'] },
    skipAnalysisNotInRules: true,
  },
};
