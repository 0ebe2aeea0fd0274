import { existsSync, readdirSync, readFileSync, writeFileSync } from 'fs';
import { dirname, join } from 'path';
import { parse } from 'yaml';
import { Block, blocksOf, commandsOf, pages, ROOT } from '../../docs/markdown';
import { Sandbox } from '../../docs/sandbox';
import { UPDATE } from '../../helpers/expectations';

const guides = readdirSync(join(ROOT, 'docs/guides')).map((name) => `docs/guides/${name}`).sort();

let sandbox: Sandbox;
beforeEach(() => { sandbox = new Sandbox(); });
afterEach(() => sandbox.remove());

/** What a block shows, as a pattern: a line of `…` stands for any lines. */
function pattern(text: string): RegExp {
  return new RegExp(`^${text.split(/^…\n/m).map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')).join('[^]*')}$`);
}

/** A block with what its commands print now. */
function typed(block: Block): string {
  return commandsOf(block).map(({ command }) => `$ ${command}\n${sandbox.type(command)}`).join('');
}

test.each(guides)('%s: its files are made, its commands run, and print what it shows', (page) => {
  let text = readFileSync(join(ROOT, page), 'utf8');
  for (const block of blocksOf(page)) {
    if (block.file !== undefined) sandbox.write(block.file, block.text);
    if (block.language !== 'console') continue;
    const now = typed(block);
    const shortened = /^…$/m.test(block.text);
    if (shortened) expect(now).toMatch(pattern(block.text));
    else if (UPDATE) text = text.replace(`\`\`\`console\n${block.text}\`\`\``, () => `\`\`\`console\n${now}\`\`\``);
    else expect({ page, line: block.line, text: now }).toEqual({ page, line: block.line, text: block.text });
  }
  if (UPDATE) writeFileSync(join(ROOT, page), text);
});

test('YAML and JSON blocks can be read', () => {
  for (const { language, text, page, line } of guides.flatMap(blocksOf)) {
    if (language === 'json') expect(() => JSON.parse(text) as unknown).not.toThrow();
    // CloudFormation's own tags are warnings to a parser that does not know them.
    if (language === 'yaml') expect({ page, line, read: typeof parse(text, { logLevel: 'error' }) }).toEqual({ page, line, read: 'object' });
  }
});

test.each(guides)('%s is in the index', (page) => {
  expect(readFileSync(join(ROOT, 'docs/README.md'), 'utf8')).toContain(`](${page.replace('docs/', '')})`);
});

/** As GitHub makes it of a heading. */
const anchor = (heading: string) => heading.toLowerCase().replace(/[^\w\- ]/g, '').replaceAll(' ', '-');

test('no page leads to a file or heading that is not there', () => {
  const broken = pages().flatMap((page) => [...readFileSync(join(ROOT, page), 'utf8').matchAll(/\]\((?!https?:)([^)#\s]*)(?:#([^)]*))?\)/g)].flatMap(([link, target, heading]) => {
    const file = target === '' ? join(ROOT, page) : join(ROOT, dirname(page), target);
    if (!existsSync(file)) return [`${page} ${link}`];
    const headings = heading === undefined ? [] : [...readFileSync(file, 'utf8').matchAll(/^#+ (.+)$/gm)].map(([, text]) => anchor(text));
    return heading === undefined || headings.includes(heading) ? [] : [`${page} ${link}`];
  }));
  expect(broken).toEqual([]);
});
