import { readFileSync } from 'fs';
import { join } from 'path';
import { run } from '../src/cli/main';
import { RULES } from '../src/prover/rules';

const readme = readFileSync(join(__dirname, '../README.md'), 'utf8');

test('README leads to the catalogue, which has a row and a page for every check', () => {
  expect(readme).toContain('](docs/checks/README.md)');
  const catalogue = readFileSync(join(__dirname, '../docs/checks/README.md'), 'utf8');
  const rows = [...catalogue.matchAll(/^\| \[(\w+)\]\((\w+)\.md\) \| (\w+) \|/gm)].map(([, id, page, severity]) => [id, page, severity]);
  expect(rows.sort()).toEqual(RULES.map((c) => [c.id, c.id, c.severity]).sort());
  for (const { id } of RULES) expect(readFileSync(join(__dirname, `../docs/checks/${id}.md`), 'utf8')).toContain(`# ${id}\n`);
});

test.each(['README.md', 'CONTRIBUTING.md', 'docs/command-line.md'])('%s names no check that does not exist', (file) => {
  const text = readFileSync(join(__dirname, '..', file), 'utf8');
  const named = [...text.matchAll(/cdk-ssm-ready::(\w+)|docs\/checks\/(\w+)\.md/g)].map(([, id, page]) => id ?? page).filter((id) => id !== 'README');
  for (const id of named) expect(RULES.map((c) => c.id)).toContain(id);
});

test('README shows what the command line really prints', () => {
  let printed = '';
  const file = 'examples/cloudformation/broken-private.yaml';
  const status = run(['check', file], { out: (text) => { printed += text; }, err: () => {}, color: false });
  expect(status).toBe(1);
  expect(readme).toContain(printed.split(file).join('template.yaml').trim());
});
