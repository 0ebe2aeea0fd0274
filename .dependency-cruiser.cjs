// Import direction and circles, type imports included (docs/architecture.md). `npm run lint:imports`.

/** A folder of src may import itself and what stands in its row. */
const LAYERS = {
  core: [],
  data: [],
  load: ['core'],
  model: ['core', 'load'],
  facts: ['core', 'data', 'model'],
  checks: ['core', 'model', 'facts'],
  verdict: ['core', 'load', 'model', 'facts', 'checks'],
  cure: ['core', 'load', 'model', 'facts', 'verdict'],
  doctor: ['core', 'data', 'load', 'verdict'],
  present: ['core', 'verdict', 'cure', 'doctor'],
  constructs: ['core', 'data'],
  validation: ['constructs', 'core', 'load', 'model', 'facts', 'checks', 'verdict', 'cure', 'present'],
  cli: ['core', 'load', 'model', 'facts', 'checks', 'verdict', 'cure', 'doctor', 'present'],
};
const PROVER = Object.keys(LAYERS).filter((layer) => layer !== 'constructs' && layer !== 'validation');

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
    { name: 'prover-without-cdk', severity: 'error', comment: 'the prover knows no CDK', from: { path: `^src/(${PROVER.join('|')})/` }, to: { path: 'node_modules/(aws-cdk-lib|constructs)/' } },
    { name: 'only-dependencies', severity: 'error', comment: 'what is published imports only what its users install', from: { path: '^src/' }, to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['npm', 'npm-peer'] } },
    { name: 'resolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
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
