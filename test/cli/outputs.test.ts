import { existsSync, readFileSync, writeFileSync } from 'fs';
import { run } from '../../src/cli/main';
import { isolated, mutate } from '../helpers/templates';
import { cli, workFolder } from './cli';

const { write } = workFolder();
beforeAll(() => {
  write('ready.json', isolated());
  write('never.json', mutate(isolated(), (t) => { delete t.Resources.Host.Properties!.IamInstanceProfile; }));
});

const read = (file: string) => readFileSync(file, 'utf8');

test('several formats at once; standard output still gets the text', () => {
  const { status, out } = cli('check', '--format', 'sarif', '-o', 'a.sarif', '--format', 'html=b/c.html', '-o', 'd.json', '-o', 'e.xml', '-o', 'f.md', 'never.json');
  expect([status, out.includes('InstanceProfileMissing')]).toEqual([1, true]);
  expect(out).toMatch(/^✘ never/);
  expect((JSON.parse(read('a.sarif')) as { version: string }).version).toBe('2.1.0');
  expect(read('b/c.html')).toMatch(/^<!doctype html>/);
  expect((JSON.parse(read('d.json')) as { schemaVersion: number }).schemaVersion).toBe(1);
  expect(read('e.xml')).toContain('failures="1"');
  expect(read('f.md')).toMatch(/^## /);
});

test('one format without a file takes the place of the text', () => {
  const { out } = cli('check', '--format', 'html=only.html', '--format', 'json', 'ready.json');
  expect((JSON.parse(out) as { summary: object }).summary).toEqual({ ready: 1, never: 0, unknown: 0 });
  expect(existsSync('only.html')).toBe(true);
});

test.each([
  ['two formats to standard output', ['--format', 'json', '--format', 'sarif'], 2, /json and sarif.*--format json=FILE/],
  ['an unknown format', ['--format', 'pdf=x.pdf'], 2, /text, json, sarif, junit, markdown, html/],
  ['a format with no file after =', ['--format', 'html='], 2, /names no file/],
  ['an extension that names no format', ['-o', 'report.pdf'], 2, /say its --format/],
  ['the same file twice', ['--format', 'json=x.json', '--format', 'sarif=./x.json'], 2, /same file/],
  ['a folder as file', ['--format', 'json=.'], 3, /cannot write \./],
  ['quiet and verbose', ['--quiet', '--verbose'], 2, /exclude each other/],
])('%s: one clear line', (_, args, status, message) => {
  const result = cli('check', ...args, 'ready.json');
  expect(result.status).toBe(status);
  expect(result.err).toMatch(message);
  expect(result.err.trim().split('\n')).toHaveLength(1);
});

test('--quiet prints nothing unless something fails', () => {
  expect(cli('check', '--quiet', 'ready.json')).toEqual({ status: 0, out: '', err: '' });
  const { status, out } = cli('check', '-q', 'ready.json', 'never.json');
  expect([status, out.includes('InstanceProfileMissing'), out.includes('ready.json')]).toEqual([1, true, false]);
});

test('--verbose tells the way and the assumptions of hosts that are ready', () => {
  const brief = cli('check', 'ready.json').out;
  const long = cli('check', '--verbose', 'ready.json').out;
  expect(brief).not.toContain('the name of ssm resolves');
  expect(long).toContain('✔ the name of ssm resolves to Ssm');
  expect(long).toContain('assumes:');
});

test('colours change nothing but colours, and go to terminals only', () => {
  const paint = (color: boolean, ...args: string[]) => {
    let out = '';
    void run(['check', ...args, 'never.json', 'ready.json'], { out: (text) => { out += text; }, err: () => {}, color });
    return out;
  };
  const ansi = /\u001b\[\d+m/g;
  expect(paint(true)).toMatch(ansi);
  expect(paint(true).replace(ansi, '')).toBe(paint(false));
  paint(true, '--format', 'text=text.txt');
  expect(read('text.txt')).not.toMatch(ansi);
});

test('where a report for machines goes to standard output, input errors go to standard error', () => {
  writeFileSync('bad.json', '{');
  const { status, out, err } = cli('check', '--format', 'junit', 'bad.json', 'ready.json');
  expect([status, out.includes('errors="1"')]).toEqual([3, true]);
  expect(err.trim().split('\n')).toHaveLength(1);
});

test('Markdown tells hosts of one name apart by their files, and only those', () => {
  const rows = (...files: string[]) => cli('check', '--format', 'markdown', ...files).out.split('\n').filter((line) => line.startsWith('| <code>') || line.startsWith('<details'));
  expect(rows('never.json')).toEqual([expect.stringContaining('| <code>Host</code> | ❌ never'), expect.stringContaining('❌ never <code>Host</code></summary>')]);
  expect(rows('ready.json', 'never.json')).toEqual([
    expect.stringContaining('| <code>Host</code> in <code>never.json</code> | ❌ never'),
    expect.stringContaining('| <code>Host</code> in <code>ready.json</code> | ✅ ready'),
    expect.stringContaining('❌ never <code>Host</code> in <code>never.json</code></summary>'),
  ]);
});
