import { readFileSync } from 'fs';
import { join } from 'path';
import { CHECKS } from '../src/checks';
import { run } from '../src/cli/main';

const readme = readFileSync(join(__dirname, '../README.md'), 'utf8');

test.each(CHECKS.map((c) => c.id))('README names the check %s', (id) => {
  expect(readme).toContain(`\`${id}\``);
});

test('README shows what the command line really prints', () => {
  let printed = '';
  const file = 'examples/cloudformation/broken-private.yaml';
  const status = run(['check', file], { out: (text) => { printed += text; }, err: () => {}, color: false });
  expect(status).toBe(1);
  expect(readme).toContain(printed.split(file).join('template.yaml').trim());
});
