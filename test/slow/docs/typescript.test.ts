import { readFileSync } from 'fs';
import { join } from 'path';
import * as ts from 'typescript';
import { Block, blocksOf, pages, ROOT } from '../../docs/markdown';

/** What stands around a fragment; jsii-rosetta takes the same for README and the docstrings. */
const FIXTURE = readFileSync(join(ROOT, 'rosetta/default.ts-fixture'), 'utf8');
const HERE = '    /// here\n';

/** In memory only; it lies where tsconfig's paths and node_modules resolve. */
const fileOf = ({ page, line }: Block): string => join(ROOT, 'test/docs', `${page.replace(/\W/g, '-')}-${line}.ts`);

/** Type-checks all blocks in one program: what is wrong, by page and line. */
function compile(blocks: readonly Block[]): string[] {
  const { config } = ts.readConfigFile(join(ROOT, 'test/tsconfig.json'), (path) => readFileSync(path, 'utf8')) as { config: Record<string, unknown> };
  const { options } = ts.parseJsonConfigFileContent({ ...config, include: [], files: [join(ROOT, 'src/index.ts')] }, ts.sys, join(ROOT, 'test'));
  // A snippet shows how a thing is made; what is done with it is the reader's affair.
  Object.assign(options, { noEmit: true, noUnusedLocals: false, noUnusedParameters: false, skipLibCheck: true });
  const texts = new Map(blocks.map((block) => [fileOf(block), block.whole ? block.text : FIXTURE.replace(HERE, () => block.text)]));
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists } = host;
  host.getSourceFile = (name, version, ...rest) => (texts.has(name) ? ts.createSourceFile(name, texts.get(name)!, version, true) : getSourceFile.call(host, name, version, ...rest));
  host.fileExists = (name) => texts.has(name) || fileExists.call(host, name);
  const program = ts.createProgram([...texts.keys()], options, host);
  return blocks.flatMap((block) => {
    const source = program.getSourceFile(fileOf(block));
    return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)]
      .map((d) => `${block.page}:${block.line}: ${ts.flattenDiagnosticMessageText(d.messageText, ' ')}`);
  });
}

test('every TypeScript block of README and the pages compiles; one that is wrong would be named', () => {
  expect(FIXTURE).toContain(HERE);
  const blocks = pages().flatMap(blocksOf).filter(({ language }) => /^(ts|typescript)$/.test(language));
  expect(blocks.map(({ page }) => page)).toEqual(expect.arrayContaining(['README.md', 'docs/guides/private-fleet.md', 'docs/guides/recovery.md']));
  const wrong = { page: 'wrong.md', line: 7, language: 'ts', whole: false, text: 'new SsmEndpoints(this, \'Endpoints\', { vcp: vpc });\n' };
  expect(compile([...blocks, wrong])).toEqual([expect.stringMatching(/^wrong\.md:7: .*vcp/)]);
});

test('no block hides its language from this test', () => {
  const known = ['bash', 'console', 'json', 'python', 'sh', 'text', 'ts', 'yaml'];
  expect(pages().flatMap(blocksOf).filter(({ language }) => !known.includes(language)).map(({ page, line, language }) => `${page}:${line} ${language}`)).toEqual([]);
  // A block without a language that holds TypeScript would be checked by nobody.
  const bare = pages().filter((page) => /^```\n[^`]*?\b(import \* as|new Ssm)/m.test(readFileSync(join(ROOT, page), 'utf8').replace(/^```\w[^]*?^```$/gm, '')));
  expect(bare).toEqual([]);
});
