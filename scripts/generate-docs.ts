/** npm run docs:generate: rewrites what is made from the code: pages of docs/, and the shapes of the properties that readers read. */
import { existsSync, readFileSync, writeFileSync } from 'fs';
import { join } from 'path';
import { RULES } from '../src/prover/rules';
import { checkPage, checksIndex } from './docs/check-pages';
import { doctorPermissions } from './docs/doctor-permissions';
import { propertyKinds } from './docs/property-kinds';
import { supportedResources } from './docs/supported-resources';

const root = join(__dirname, '..');
writeFileSync(join(root, 'docs/supported-resources.md'), supportedResources());
writeFileSync(join(root, 'docs/doctor-permissions.md'), doctorPermissions());
writeFileSync(join(root, 'src/prover/model/property-kinds.ts'), propertyKinds());
writeFileSync(join(root, 'docs/checks/README.md'), checksIndex());
for (const check of RULES) {
  const page = join(root, 'docs/checks', `${check.id}.md`);
  writeFileSync(page, checkPage(check, existsSync(page) ? readFileSync(page, 'utf8') : ''));
}
