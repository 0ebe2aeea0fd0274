// Two projects: `unit` is what a contributor runs before each commit, `slow` (test/slow) what CI runs as well: processes, whole apps, the
// TypeScript compiler, statistics. swc transpiles; `npm run typecheck` checks types once for all.
const shared = {
  rootDir: __dirname,
  moduleNameMapper: { '^cdk-ssm-ready$': '<rootDir>/src' },
  setupFiles: ['<rootDir>/test/setup.ts'],
  transform: { '^.+\\.tsx?$': '@swc/jest' },
  testEnvironment: 'node',
  clearMocks: true,
  modulePathIgnorePatterns: ['<rootDir>/(dist|lib|\\.cache|\\.demo)/'],
};

module.exports = {
  // All cores: type check and lint beside the tests are short.
  maxWorkers: '100%',
  testTimeout: 120_000,
  projects: [
    { ...shared, displayName: 'unit', testMatch: ['<rootDir>/test/**/*.test.ts'], testPathIgnorePatterns: ['<rootDir>/test/slow/'] },
    { ...shared, displayName: 'slow', testMatch: ['<rootDir>/test/slow/**/*.test.ts'] },
  ],
};
