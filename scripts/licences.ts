/** npm run licences: writes THIRD_PARTY_LICENSES, the licence of everything that is in the package and not ours. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'fs';
import { join, resolve } from 'path';

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

/** Licences we may bundle under Apache-2.0 without further duties than to pass their text on. */
export const PERMISSIVE: ReadonlySet<string> = new Set(['MIT', 'ISC', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', '0BSD']);

export function thirdPartyLicences(): string {
  const parts = bundled().map((name) => {
    const folder = join(root, 'node_modules', name);
    const { version, license = '' } = manifestOf(folder);
    if (!PERMISSIVE.has(license)) throw new Error(`${name} has the licence ${JSON.stringify(license)}, which is not among ${[...PERMISSIVE].join(', ')}`);
    const file = readdirSync(folder).find((f) => /^licen[cs]e(\.(md|txt))?$/i.test(f));
    if (file === undefined || !existsSync(join(folder, file))) throw new Error(`${name} comes without the text of its licence`);
    return `${name} ${version} (${license})\n\n${readFileSync(join(folder, file), 'utf8').replace(/\r\n/g, '\n').trim()}\n`;
  });
  return `The package contains these works of others, in node_modules/ and within lib/cli/bundle.js.\n\n${parts.join(`\n${'-'.repeat(80)}\n\n`)}`;
}

if (require.main === module) writeFileSync(join(root, 'THIRD_PARTY_LICENSES'), thirdPartyLicences());
