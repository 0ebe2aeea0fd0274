import { readFileSync } from 'fs';
import { join } from 'path';
import { CHECKS } from '../src/checks';

const readme = readFileSync(join(__dirname, '../README.md'), 'utf8');

test.each(CHECKS.map((c) => c.id))('README names the check %s', (id) => {
  expect(readme).toContain(`\`${id}\``);
});
