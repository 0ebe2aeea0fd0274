import { spawnSync } from 'child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'fs';
import { tmpdir } from 'os';
import { join, resolve } from 'path';
import * as ts from 'typescript';
import { main } from '../../../scripts/new-rule';

const ROOT = resolve(__dirname, '../../..');
const COPIED = ['src', 'scripts', 'docs/checks', 'test/helpers', 'test/prover/rules/mutants.ts', 'test/tsconfig.json', 'tsconfig.json', 'package.json'];

let copy: string;
let out: string;
let err: string;
beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), 'new-rule-'));
  for (const path of COPIED) cpSync(join(ROOT, path), join(copy, path), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'), 'dir');
});
afterAll(() => rmSync(copy, { recursive: true, force: true }));
beforeEach(() => {
  [out, err] = ['', ''];
  jest.spyOn(process.stdout, 'write').mockImplementation((text) => { out += String(text); return true; });
  jest.spyOn(process.stderr, 'write').mockImplementation((text) => { err += String(text); return true; });
});
afterEach(() => jest.restoreAllMocks());

const text = (path: string) => readFileSync(join(copy, path), 'utf8');
/** Rules of the catalogue, in a group, in their order. */
const entries = (group: string) => [...new RegExp(`\\n  ${group}: \\[\\n([^\\]]*)\\]`).exec(text('src/prover/rules/catalogue.ts'))![1].matchAll(/ (\w+),/g)].map(([, name]) => name);

test('makes a rule, its table, its page and its lines in the catalogue, which compile', () => {
  expect([main(['EndpointTooSlow', 'network'], copy), err]).toEqual([0, '']);
  const made = ['src/prover/rules/network/endpoint-too-slow.ts', 'test/prover/rules/endpoint-too-slow.test.ts', 'docs/checks/EndpointTooSlow.md', 'src/prover/rules/catalogue.ts'];
  expect(out.split('\n').slice(0, 4)).toEqual(made);
  const names = entries('network');
  expect(names.slice(names.indexOf('endpointTooSlow') - 1).slice(0, 3)).toEqual(['endpointPrivateDnsOff', 'endpointTooSlow', 'endpointWithoutSubnets']);

  const { config } = ts.readConfigFile(join(copy, 'test/tsconfig.json'), (path) => readFileSync(path, 'utf8')) as { config: Record<string, unknown> };
  const files = made.filter((path) => path.endsWith('.ts')).map((path) => join(copy, path));
  const { options } = ts.parseJsonConfigFileContent({ ...config, include: [], files }, ts.sys, join(copy, 'test'));
  const program = ts.createProgram(files, { ...options, noEmit: true, skipLibCheck: true });
  const wrong = files.flatMap((file) => {
    const source = program.getSourceFile(file)!;
    return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
  });
  expect(wrong.map((d) => ts.flattenDiagnosticMessageText(d.messageText, ' '))).toEqual([]);
});

test('the docs made from the new catalogue name the rule, and give its page a head and Why', () => {
  main(['RoleTooWide', 'identity'], copy);
  const made = spawnSync(process.execPath, [join(ROOT, 'node_modules/tsx/dist/cli.mjs'), 'scripts/generate-docs.ts'], { cwd: copy, encoding: 'utf8' });
  expect([made.status, made.stderr]).toEqual([0, '']);
  expect(text('docs/checks/README.md')).toContain('| [RoleTooWide](RoleTooWide.md) | warning | What is wrong when it fires, in one line |');
  expect(text('docs/checks/RoleTooWide.md')).toMatch(/^# RoleTooWide\n[^]*severity \| warning[^]*## Why\n\nWhy that matters to a managed node\.\n/);
});

test.each([
  ['a name that is there', ['EndpointMissing', 'network'], /EndpointMissing is there already: src\/prover\/rules\/network\/endpoint-missing\.ts/],
  ['a name that is there in another group', ['EndpointMissing', 'host'], /EndpointMissing is there already/],
  ['a name in another case', ['endpoint-missing'], /PascalCase/],
  ['no group', ['SomethingElse', 'nowhere'], /'nowhere' is no group of rules: host, identity, network, fleet/],
  ['no name', [], /^usage: npm run new:rule/],
])('%s is refused in one line, and nothing is written', (_, args, message) => {
  const before = text('src/prover/rules/catalogue.ts');
  expect(main(args, copy)).toBe(2);
  expect(err).toMatch(message);
  expect(err.trim().split('\n')).toHaveLength(1);
  expect(text('src/prover/rules/catalogue.ts')).toBe(before);
  expect(existsSync(join(copy, 'test/prover/rules/something-else.test.ts'))).toBe(false);
});
