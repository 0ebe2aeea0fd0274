// What is linted, and by which rules. `npm run lint` uses no type information and takes seconds; LINT_TYPES=1 adds the rules that need
// it (`npm run lint:types`, which CI runs). Import direction and circles are dependency-cruiser's (.dependency-cruiser.cjs).
import stylistic from '@stylistic/eslint-plugin';
import typescript from '@typescript-eslint/eslint-plugin';
import parser from '@typescript-eslint/parser';
import imports from 'eslint-plugin-import';

const typed = Boolean(process.env.LINT_TYPES);

export default [
  { ignores: ['**/*.js', '**/*.d.ts', '**/node_modules/', 'lib/', 'dist/', 'coverage/', '.cache/', '.demo/', 'cdk.out/', 'docs/', 'test/fixtures/', '**/*.snapshot/', '**/cdk-integ.out.*/'] },
  { linterOptions: { reportUnusedDisableDirectives: typed ? 'error' : 'off' } },
  {
    files: ['**/*.ts'],
    languageOptions: {
      parser,
      sourceType: 'module',
      parserOptions: typed ? { project: 'test/tsconfig.json', tsconfigRootDir: import.meta.dirname } : {},
    },
    plugins: { '@stylistic': stylistic, '@typescript-eslint': typescript, 'import': imports },
    settings: { 'import/extensions': ['.ts'], 'import/resolver': { node: { extensions: ['.ts', '.js'] } } },
    rules: {
      '@stylistic/indent': ['error', 2],
      '@stylistic/quotes': ['error', 'single', { avoidEscape: true, allowTemplateLiterals: true }],
      '@stylistic/comma-dangle': ['error', 'always-multiline'],
      '@stylistic/comma-spacing': ['error', { before: false, after: true }],
      '@stylistic/no-multi-spaces': ['error', { ignoreEOLComments: false }],
      '@stylistic/array-bracket-spacing': ['error', 'never'],
      '@stylistic/array-bracket-newline': ['error', 'consistent'],
      '@stylistic/object-curly-spacing': ['error', 'always'],
      '@stylistic/keyword-spacing': ['error'],
      '@stylistic/brace-style': ['error', '1tbs', { allowSingleLine: true }],
      '@stylistic/space-before-blocks': ['error'],
      '@stylistic/member-delimiter-style': ['error'],
      '@stylistic/semi': ['error', 'always'],
      '@stylistic/max-len': ['error', { code: 180, ignoreUrls: true, ignoreStrings: true, ignoreTemplateLiterals: true, ignoreRegExpLiterals: true, ignoreComments: true }],
      '@stylistic/quote-props': ['error', 'consistent-as-needed'],
      '@stylistic/key-spacing': ['error'],
      '@stylistic/no-multiple-empty-lines': ['error'],
      '@stylistic/no-trailing-spaces': ['error'],
      'curly': ['error', 'multi-line', 'consistent'],
      'dot-notation': ['error'],
      '@typescript-eslint/no-require-imports': 'error',
      '@typescript-eslint/no-shadow': 'error',
      'import/order': ['error', { groups: ['builtin', 'external', 'parent', 'sibling', 'index'], alphabetize: { order: 'asc', caseInsensitive: true } }],
      'import/no-duplicates': ['error'],
      ...typed ? { '@typescript-eslint/no-floating-promises': 'error', '@typescript-eslint/return-await': 'error' } : {},
    },
  },
  {
    files: ['test/**', 'handlers/**', 'oracles/**', 'scripts/**', 'benchmarks/**', 'examples/**', 'integ/**', '.projenrc.ts'],
    rules: { '@stylistic/max-len': 'off', '@typescript-eslint/no-require-imports': 'off' },
  },
];
