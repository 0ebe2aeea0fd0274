/**
 * Makes `src/data/managed-policies-snapshot.ts` from the AWS managed policies that moto packages, and refreshes the full
 * documents in `test/data/fixtures` that the snapshot is tested against (to add one, make an empty `<PolicyName>.json` there).
 *
 *   npx tsx scripts/update-data.ts                   download the pinned moto from PyPI (needs python3)
 *   npx tsx scripts/update-data.ts --moto-dir DIR    read a moto that is here already: DIR holds the folder `moto`
 *   npx tsx scripts/update-data.ts --check           write nothing; exit code 1 when a committed file differs
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { downloadMoto, readMoto, type MotoSource } from './data/moto';
import { renderSnapshot } from './data/render';

const ROOT = join(__dirname, '..');

/** Path and text of every file to make. */
function files(source: MotoSource): Map<string, string> {
  const made = new Map([[join(ROOT, 'src', 'data', 'managed-policies-snapshot.ts'), renderSnapshot(source)]]);
  const fixtures = join(ROOT, 'test', 'data', 'fixtures');
  for (const file of readdirSync(fixtures).filter((each) => each.endsWith('.json')).sort()) {
    const policy = source.policies[file.replace(/\.json$/, '')];
    if (policy === undefined) throw new Error(`${file}: AWS has no managed policy of that name in moto ${source.version}`);
    made.set(join(fixtures, file), `${JSON.stringify({ Path: policy.Path, Document: policy.Document }, undefined, 1)}\n`);
  }
  return made;
}

function main(): void {
  const { values } = parseArgs({ options: { 'check': { type: 'boolean' }, 'moto-dir': { type: 'string' } } });
  const directory = values['moto-dir'];
  const source = directory === undefined ? downloadMoto() : readMoto(directory);
  console.log(`${Object.keys(source.policies).length} policies of moto ${source.version}`);
  for (const [file, text] of files(source)) {
    const name = relative(process.cwd(), file);
    if (existsSync(file) && readFileSync(file, 'utf8') === text) {
      console.log(`${name} is up to date: ${Buffer.byteLength(text)} bytes`);
    } else if (values.check) {
      console.log(`${name} differs: run npx tsx scripts/update-data.ts`);
      process.exitCode = 1;
    } else {
      writeFileSync(file, text);
      console.log(`${name} written: ${Buffer.byteLength(text)} bytes`);
    }
  }
}

main();
