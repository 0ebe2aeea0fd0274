import { readFileSync } from 'fs';
import { join, resolve } from 'path';
import * as ts from 'typescript';
import { CHECKS } from '../../src/checks';
import { blockOf, PAGES, readPage } from '../helpers/check-pages';

const ROOT = resolve(__dirname, '../..');
/** Lies where tsconfig's paths and node_modules resolve; it is in memory only. */
const FILE = join(ROOT, 'test/checks/every-snippet.ts');
const PRELUDE = readFileSync(join(PAGES, 'bases/prelude.ts'), 'utf8');

interface Snippet { readonly id: string; readonly code: string }

const snippets: Snippet[] = CHECKS.map(({ id }) => ({ id, code: blockOf(readPage(id), 'Fix in CDK', 'ts') ?? '' }));

/** Type-checks all snippets in one program, each in a block of its own; what is wrong, by the page that holds it. */
function compile(list: readonly Snippet[]): string[] {
  const { config } = ts.readConfigFile(join(ROOT, 'test/tsconfig.json'), (path) => readFileSync(path, 'utf8')) as { config: Record<string, unknown> };
  const { options } = ts.parseJsonConfigFileContent({ ...config, include: [], files: [FILE] }, ts.sys, join(ROOT, 'test'));
  // A snippet shows how a thing is made; what is done with it is the reader's affair.
  Object.assign(options, { noEmit: true, noUnusedLocals: false, noUnusedParameters: false, skipLibCheck: true });
  let text = `${PRELUDE}\n`;
  const starts = list.map(({ id, code }) => {
    const start = text.length;
    text += `{\n${code}}\n`;
    return { id, start };
  });
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists } = host;
  host.getSourceFile = (name, version, ...rest) => (name === FILE ? ts.createSourceFile(name, text, version, true) : getSourceFile.call(host, name, version, ...rest));
  host.fileExists = (name) => name === FILE || fileExists.call(host, name);
  const program = ts.createProgram([FILE], options, host);
  const source = program.getSourceFile(FILE);
  return [...program.getOptionsDiagnostics(), ...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)].map((d) => {
    const page = starts.filter(({ start }) => start <= (d.start ?? 0)).at(-1)?.id ?? 'bases/prelude.ts';
    return `${page}: ${ts.flattenDiagnosticMessageText(d.messageText, ' ')}`;
  });
}

test('every page has a CDK snippet, and every one compiles; one that is wrong would be named', () => {
  expect(snippets.filter(({ code }) => code.trim() === '').map(({ id }) => id)).toEqual([]);
  const wrong = { id: 'Wrong', code: 'new SsmEndpoints(stack, \'Endpoints\', { vcp: vpc });\n' };
  expect(compile([...snippets, wrong])).toEqual([expect.stringMatching(/^Wrong: .*vcp/)]);
});
