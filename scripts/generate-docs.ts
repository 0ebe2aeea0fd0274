/** npm run docs:generate: rewrites the pages of docs/ that are made from the code. */
import { writeFileSync } from 'fs';
import { join } from 'path';
import { supportedResources } from './docs/supported-resources';

const docs = join(__dirname, '../docs');
writeFileSync(join(docs, 'supported-resources.md'), supportedResources());
