import { existsSync, lstatSync, mkdirSync, readlinkSync, realpathSync, renameSync, rmSync, Stats, statSync, writeFileSync } from 'fs';
import { basename, dirname, extname, join, resolve } from 'path';
import { EXTENSIONS, Format, formatOfExtension, FORMATS } from './formats';
import { FileError, firstLine, one, UsageError } from './usage';

export { render } from './formats';

/** One report to write; without a file it goes to standard output. */
export interface Output {
  readonly format: Format;
  readonly file?: string;
}

export const OUTPUT_OPTIONS = {
  format: { type: 'string', multiple: true },
  output: { type: 'string', short: 'o', multiple: true },
} as const;

/**
 * `--format F=FILE` or `--format F -o FILE` writes a file; `-o FILE` alone takes the format its extension names. Where every report
 * goes to a file, standard output still gets the text.
 */
export function outputsOf(tokens: readonly { readonly kind: string; readonly name?: string; readonly value?: string }[]): Output[] {
  const outputs: Output[] = [];
  let waiting = false;
  for (const { kind, name, value } of tokens) {
    if (kind !== 'option' || value === undefined) continue;
    if (name === 'format') {
      const at = value.indexOf('=');
      const format = one('--format', at < 0 ? value : value.slice(0, at), FORMATS);
      if (at >= 0 && at === value.length - 1) throw new UsageError(`--format ${value} names no file`);
      outputs.push(at < 0 ? { format } : { format, file: value.slice(at + 1) });
      waiting = at < 0;
    } else if (name === 'output') {
      if (value === '') throw new UsageError('--output names no file');
      if (waiting) outputs[outputs.length - 1] = { ...outputs[outputs.length - 1], file: value };
      else outputs.push({ format: byExtension(value), file: value });
      waiting = false;
    }
  }
  const printed = outputs.filter((o) => o.file === undefined);
  if (printed.length > 1) throw new UsageError(`only one format can go to standard output, not ${printed.map((o) => o.format).join(' and ')}: give the others a file (--format ${printed[0].format}=FILE)`);
  const files = outputs.filter((o) => o.file !== undefined).map((o) => resolve(o.file!));
  const twice = files.find((file, i) => files.indexOf(file) !== i);
  if (twice !== undefined) throw new UsageError(`two formats go to the same file ${outputs.find((o) => o.file !== undefined && resolve(o.file) === twice)!.file}`);
  return printed.length === 0 ? [...outputs, { format: 'text' }] : outputs;
}

function byExtension(file: string): Format {
  const format = formatOfExtension(extname(file).toLowerCase());
  if (format === undefined) throw new UsageError(`--output ${file}: say its --format (the extension is none of ${EXTENSIONS.join(', ')})`);
  return format;
}

/**
 * Writes a file whole or not at all: beside it first, then by its name. What is no regular file (a device, a pipe) is written to as it is.
 *
 * @throws FileError
 */
export function writeOutput(file: string, text: string): void {
  const target = statOf(file);
  // A link stays one: what it leads to is written, and beside it, so that both are in one file system.
  const real = target ? realpathSync(file) : whereLinkLeads(file);
  const unfinished = `${real}.${process.pid}.tmp`;
  try {
    // /dev/stdout may lead to a file that somebody else has open.
    if (target && (!target.isFile() || /^\/(dev|proc)\//.test(file))) {
      writeFileSync(file, text);
      return;
    }
    mkdirSync(dirname(real), { recursive: true });
    writeFileSync(unfinished, text, { flag: 'wx', ...target ? { mode: target.mode & 0o777 } : {} });
    renameSync(unfinished, real);
  } catch (error) {
    if (statOf(unfinished)) rmSync(unfinished, { force: true });
    throw new FileError(`cannot write ${file}: ${firstLine(error)}`);
  }
}

/** What is made where a link leads to nothing yet: the file it names. */
function whereLinkLeads(file: string): string {
  let path = file;
  for (let left = MAX_LINKS; left > 0 && isLink(path); left--) path = resolve(dirname(path), readlinkSync(path));
  return path;
}

/** As many as Linux follows. */
const MAX_LINKS = 40;

function isLink(file: string): boolean {
  try {
    return lstatSync(file).isSymbolicLink();
  } catch {
    return false;
  }
}

function statOf(file: string): Stats | undefined {
  try {
    return statSync(file);
  } catch {
    // Not there, or below something that is no folder: writing it says what is wrong.
    return undefined;
  }
}

/** The file a path stands for, though it be spelled otherwise or not be there yet. */
function identityOf(file: string): string {
  const stat = statOf(file);
  if (stat) return `${stat.dev}:${stat.ino}`;
  const folder = dirname(resolve(file));
  return existsSync(folder) ? join(realpathSync(folder), basename(file)) : resolve(file);
}

/**
 * An output never takes the place of an input or of another output, whatever they are called.
 *
 * @throws UsageError
 */
export function refuseOverwriting(outputs: readonly string[], inputs: readonly string[]): void {
  const seen = new Map<string, string>();
  for (const file of inputs) seen.set(identityOf(file), `the input ${file}`);
  for (const file of outputs) {
    const identity = identityOf(file);
    const other = seen.get(identity);
    if (other !== undefined && !isDevice(file)) throw new UsageError(`${file} would overwrite ${other}`);
    seen.set(identity, `the output ${file}`);
  }
}

const isDevice = (file: string) => statOf(file)?.isFile() === false;
