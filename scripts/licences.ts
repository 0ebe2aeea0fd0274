/** npm run licences: writes THIRD_PARTY_LICENSES, the licence of everything that is in the package and not ours. */
import { readdirSync, readFileSync, writeFileSync } from 'fs';
import { join, resolve } from 'path';
import { buildSync } from 'esbuild';

const root = resolve(__dirname, '..');

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly license?: string;
  readonly homepage?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly bundledDependencies?: readonly string[];
}

const manifestOf = (folder: string) => JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;

/** The bundled packages and what they need themselves. */
export function bundled(): string[] {
  const names = new Set<string>();
  const open = [...manifestOf(root).bundledDependencies ?? []];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (names.has(name)) continue;
    names.add(name);
    open.push(...Object.keys(manifestOf(join(root, 'node_modules', name)).dependencies ?? {}));
  }
  return [...names].sort();
}

/** The packages that are put into the file of the AWS SDK which only the doctor loads; their folders. */
export function inSdk(): Map<string, string> {
  const { metafile } = buildSync({ absWorkingDir: root, entryPoints: ['src/doctor/aws/sdk.ts'], bundle: true, platform: 'node', metafile: true, write: false, logLevel: 'error', outdir: 'lib' });
  const folders = Object.keys(metafile.inputs).map((input) => /^(.*node_modules\/((?:@[^/]+\/)?[^/]+))\//.exec(input)).filter((match) => match !== null);
  return new Map(folders.map(([, folder, name]) => [`${name} ${manifestOf(join(root, folder)).version}`, join(root, folder)]));
}

/** Licences we may bundle under Apache-2.0 without further duties than to pass their text on. */
export const PERMISSIVE: ReadonlySet<string> = new Set(['MIT', 'ISC', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', '0BSD']);

export function thirdPartyLicences(): string {
  const folders = new Set([...bundled().map((name) => join(root, 'node_modules', name)), ...[...inSdk()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, folder]) => folder)]);
  // Packages of one author have one text; some come without it, and name a licence whose text another one brings.
  const names = new Map<string, string[]>();
  const apache = textOf(join(root, 'node_modules/@aws-sdk/client-ec2'));
  for (const folder of folders) {
    const { name, version, license = '' } = manifestOf(folder);
    if (!PERMISSIVE.has(license)) throw new Error(`${name} has the licence ${JSON.stringify(license)}, which is not among ${[...PERMISSIVE].join(', ')}`);
    const text = textOf(folder) ?? (license === 'Apache-2.0' ? apache : undefined);
    if (text === undefined) throw new Error(`${name} comes without the text of its licence`);
    names.set(text, [...names.get(text) ?? [], `${name} ${version} (${license})`]);
  }
  const parts = [...names].map(([text, packages]) => `${packages.join('\n')}\n\n${text}\n`);
  return `The package contains these works of others, in node_modules/ and within lib/cli/bundle.js and lib/doctor/aws/sdk.js.\n\n${parts.join(`\n${'-'.repeat(80)}\n\n`)}`;
}

function textOf(folder: string): string | undefined {
  const file = readdirSync(folder).find((f) => /^licen[cs]e(\.(md|txt))?$/i.test(f));
  return file === undefined ? undefined : readFileSync(join(folder, file), 'utf8').replace(/\r\n/g, '\n').trim();
}

if (require.main === module) writeFileSync(join(root, 'THIRD_PARTY_LICENSES'), thirdPartyLicences());
