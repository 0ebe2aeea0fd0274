/** npm run docs:generate: rewrites what is made from the code: pages of docs/, and the shapes of the properties that readers read. */
import { writeFileSync } from 'fs';
import { join } from 'path';
import { propertyKinds } from './docs/property-kinds';
import { supportedResources } from './docs/supported-resources';

const root = join(__dirname, '..');
writeFileSync(join(root, 'docs/supported-resources.md'), supportedResources());
writeFileSync(join(root, 'src/model/property-kinds.ts'), propertyKinds());
