import { mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { run } from '../../../src/cli/main';
import { inertJson, markdownText, markup, plain } from '../../../src/prover/report/inert';
import { uriOf } from '../../../src/prover/report/sarif';
import { HOSTILE, hostile } from './inputs';

const folder = mkdtempSync(join(tmpdir(), 'ssm-ready-hostile-'));
const file = join(folder, 'hostile.json');
beforeAll(() => writeFileSync(file, JSON.stringify(hostile())));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function print(...args: string[]): string {
  let printed = '';
  void run([...args, '--no-config'], { out: (text) => { printed += text; }, err: (text) => { printed += text; }, color: false });
  return printed;
}

// Everything that moves a cursor, turns text around or hides in it; a line feed is our own.
const HARMFUL = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/;

test.each(['text', 'json', 'sarif', 'junit', 'markdown', 'html'])('%s carries no character that does anything', (format) => {
  const text = print('check', '--verbose', '--format', format, file);
  expect(text.length).toBeGreaterThan(500);
  expect(text).not.toMatch(HARMFUL);
});

test('so do the other commands', () => {
  for (const name of HOSTILE) expect(print('explain', name, file)).not.toMatch(HARMFUL);
  expect(print('explain', '*', file)).not.toMatch(HARMFUL);
  expect(print('diff', file, file)).not.toMatch(HARMFUL);
});

test('HTML and Markdown hold no markup but ours', () => {
  const html = print('check', '--format', 'html', file);
  expect(html.match(/<script/g)).toHaveLength(2);
  expect(html.match(/<\/script/g)).toHaveLength(2);
  expect(html).not.toMatch(/<img|<[^>]* onerror/);
  const markdown = print('check', '--format', 'markdown', file);
  expect(markdown).not.toMatch(/<\/?(script|img)/);
  expect(markdown).not.toMatch(/@everyone|\]\(|[^|] \| a \|/);
});

test('JUnit stays well-formed: every < opens or closes one of our elements', () => {
  const xml = print('check', '--format', 'junit', file);
  const tags = [...xml.matchAll(/<(\/?)([a-z]+|\?xml)(?: [a-z]+="[^"<&]*(?:&#\d+;[^"<&]*)*")*(\/?)\??>/g)];
  expect(tags).toHaveLength(xml.split('<').length - 1);
  const open: string[] = [];
  for (const [, closing, name, single] of tags) {
    if (closing) expect(open.pop()).toBe(name);
    else if (!single && name !== '?xml') open.push(name);
  }
  expect(open).toEqual([]);
  expect(xml.replace(/&#\d+;/g, '')).not.toContain('&');
});

test('what JSON says is what the names are', () => {
  const report = JSON.parse(print('check', '--format', 'json', file)) as { hosts: { logicalId: string }[] };
  expect(report.hosts.map((h) => h.logicalId).sort()).toEqual([...HOSTILE].sort());
});

test.each([
  ['plain', plain('a\u001b[0m\u202eb\ud800'), 'a\\u001b[0m\\u202eb\\ud800'],
  ['plain keeps letters of every script', plain('Größe 東京 😀'), 'Größe 東京 😀'],
  ['markup', markup('<a href="x">\'&`'), '&#60;a href=&#34;x&#34;&#62;&#39;&#38;&#96;'],
  ['markdown', markdownText('*x* [l](u) @me http://a www.b'), '&#42;x&#42; &#91;l&#93;(u) @<!-- -->me http:<!-- -->//a www<!-- -->.b'],
  ['JSON', inertJson({ a: '\u2028\u202e' }), '{"a":"\\u2028\\u202e"}'],
  ['a URI', uriOf('a b/c#d%.json'), 'a%20b/c%23d%25.json'],
  ['a Windows path', uriOf('C:\\x\\y.json'), 'file:///C:/x/y.json'],
])('%s', (_, is, should) => {
  expect(is).toBe(should);
});
