import { spawnSync } from 'child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { bundleFixture } from '../helpers/bundle';
import { isolated } from '../helpers/templates';

const folder = mkdtempSync(join(tmpdir(), 'ssm-ready-stdin-'));
let cli: string;
beforeAll(() => {
  cli = bundleFixture(join(__dirname, '../../scripts/cli.ts'), join(folder, 'build', 'cli.js'));
  writeFileSync(join(folder, 'good.json'), JSON.stringify(isolated()));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function check(input: string | Buffer, ...paths: string[]): { status: number | null; hosts: string[]; errors: string[]; stderr: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, 'check', '--no-config', '--format', 'json', ...paths], { cwd: folder, input, encoding: 'utf8' });
  const { hosts, errors } = JSON.parse(stdout) as { hosts: { template: string; logicalId: string; verdict: string }[]; errors: { template: string; message: string }[] };
  return { status, stderr, hosts: hosts.map((h) => `${h.template} ${h.logicalId} ${h.verdict}`), errors: errors.map((e) => `${e.template}: ${e.message}`) };
}

const YAML = `Resources: ${JSON.stringify(isolated().Resources)}\n`;

test.each([
  ['JSON', JSON.stringify(isolated())],
  ['YAML', YAML],
  ['JSON after a byte order mark', `\ufeff${JSON.stringify(isolated())}`],
  ['YAML after a byte order mark', `\ufeff${YAML}`],
  ['1 MB', `${JSON.stringify(isolated())}${' '.repeat(1e6)}`],
])('%s on standard input is judged', (_name, text) => expect(check(text, '-')).toEqual({ status: 0, hosts: ['stdin Host ready'], errors: [], stderr: '' }));

test('with files beside it, once however often it is named', () => {
  expect(check(YAML, 'good.json', '-', '-')).toMatchObject({ status: 0, hosts: ['good.json Host ready', 'stdin Host ready'], errors: [] });
});

test.each([
  ['', 'stdin: the file is empty'],
  ['[1]', 'stdin: a template is an object, not a list'],
  [Buffer.from([0x7b, 0xff]), 'stdin: the file is not valid UTF-8'],
])('what is no template is an error', (input, message) => expect(check(input, '-', 'good.json')).toMatchObject({ status: 3, hosts: ['good.json Host ready'], errors: [message] }));
