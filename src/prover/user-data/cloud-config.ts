import { isMap, own, Unknown } from '../core';
import { Command, readShell, Script } from './shell';

/** EC2 takes 16 KB; what is packed may be larger. */
const MAX_TEXT = 40_000;
const MAX_NESTING = 200;

/** Whether brackets nest deeper than a parser can follow. */
function nests(text: string): boolean {
  let depth = 0;
  for (const char of text) {
    if (char === '{' || char === '[') depth++;
    else if ((char === '}' || char === ']') && depth > 0) depth--;
    if (depth > MAX_NESTING) return true;
  }
  return false;
}

/** Modules that have other programs set the system up. */
const RUNS = ['ansible', 'chef', 'puppet', 'salt_minion', 'mcollective', 'landscape', 'juju'];

/** Modules that write where packages come from. */
const REPOSITORIES = ['yum_repos', 'zypper', 'apt', 'apt_sources', 'apt_mirror'];

/** What a cloud-config does, as commands and files; undefined: it cannot be read. */
export function readCloudConfig(text: string): (Script & { everyBoot: boolean; unknown?: Unknown }) | undefined {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- few hosts have one
  const { parseDocument } = require('yaml') as typeof import('yaml');
  let data: unknown;
  if (text.length > MAX_TEXT || nests(text)) return undefined;
  try {
    const document = parseDocument(text, { logLevel: 'silent', uniqueKeys: false });
    if (document.errors.length > 0) return undefined;
    data = document.toJS({ maxAliasCount: 50 });
  } catch {
    return undefined;
  }
  if (data === null || data === undefined) return { commands: [], files: [], everyBoot: false };
  if (!isMap(data)) return undefined;
  const boot = scriptOf(own(data, 'bootcmd'));
  const run = scriptOf(own(data, 'runcmd'));
  const commands: Command[] = [
    ...boot.commands,
    ...words(own(data, 'packages')).map((name) => ({ text: `package-manager install ${name}`, conditional: false })),
    ...snaps(own(data, 'snap')),
    ...run.commands,
  ];
  const unclear = boot.unclear || run.unclear ? { unclear: true } : {};
  const functions = [...boot.functions ?? [], ...run.functions ?? []];
  const files = [...boot.files, ...run.files, ...REPOSITORIES.filter((name) => own(data, name) !== undefined).map((name) => `/etc/yum.repos.d/${name}`), ...asArray(own(data, 'write_files')).filter(isMap).map((file) => `${textOf(own(file, 'path'))}\n${contentOf(file)}`)];
  const finalModules = asArray(own(data, 'cloud_final_modules'));
  const everyBoot = finalModules.some((m) => Array.isArray(m) && m[0] === 'scripts-user' && m[1] === 'always');
  const module = RUNS.find((name) => own(data, name) !== undefined);
  const unknown = module === undefined ? {} : { unknown: new Unknown('attribute', `cloud-config:${module}`, `what ${module} does, which the cloud-config starts`) };
  return { commands, files, functions, everyBoot, ...unclear, ...unknown };
}

/** Its items are written into one script; the words of a list are quoted. */
function scriptOf(value: unknown): Script {
  return readShell(asArray(value).map((item) => (Array.isArray(item) ? item.map(textOf).map(quoted).join(' ') : textOf(item))).join('\n'));
}

const quoted = (word: string) => (/^[\w./:=@%+,-]*$/.test(word) ? word : `'${word.replace(/'/g, '\'\\\'\'')}'`);

function snaps(value: unknown): readonly Command[] {
  const commands = isMap(value) ? own(value, 'commands') : undefined;
  const list = isMap(commands) ? Object.values(commands) : asArray(commands);
  return scriptOf(list.map((item) => (Array.isArray(item) ? item.map(textOf).join(' ') : textOf(item))).map((text) => (text.startsWith('snap') ? text : `snap ${text}`))).commands;
}

function contentOf(file: Record<string, unknown>): string {
  const content = textOf(own(file, 'content'));
  return /b64|base64/.test(textOf(own(file, 'encoding'))) ? Buffer.from(content, 'base64').toString('utf8') : content;
}

const asArray = (value: unknown): unknown[] => (Array.isArray(value) ? value : value === undefined || value === null ? [] : [value]);
const words = (value: unknown) => asArray(value).map((item) => textOf(Array.isArray(item) ? item[0] : item)).filter((w) => w !== '');
const textOf = (value: unknown): string => (typeof value === 'string' ? value : typeof value === 'number' || typeof value === 'boolean' ? `${value}` : '');
