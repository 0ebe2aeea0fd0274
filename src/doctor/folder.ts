import { Dirent, readdirSync, statSync } from 'fs';
import { basename, dirname, extname, join, relative, resolve, sep } from 'path';
import { InputError, isAccount, isRegion } from '../prover/core';
import { asInputError, readData } from '../prover/sources/cloudformation';
import { operationNamed, SavedAnswer } from '../prover/sources/live';
import { Manifest, readManifest } from './manifest';
import { FileName, readFileName, readFolderName, recognise } from './recognise';
import { cliErrorIn, decodeSaved, isDenial, notJson } from './text-forms';

/** One file's answers, and where it lies. */
export interface FoundFile {
  readonly path: string;
  readonly answers: readonly SavedAnswer[];
  /** Account and Region by the names of folders; `group`: what the folders above the Region are called, if not by an account. */
  readonly account?: string;
  readonly region?: string;
  readonly group: string;
}

/** What a folder of saved answers holds. */
export interface Folder {
  readonly files: readonly FoundFile[];
  /** By the folder each lies in. */
  readonly manifests: ReadonlyMap<string, Manifest>;
  readonly errors: readonly InputError[];
}

const MAX_FILES = 20_000;
const MAX_DEPTH = 12;
const PASSED_OVER = new Set(['node_modules', '.git']);
const MANIFEST = 'snapshot.json';

/** Reads a folder of saved answers. Whatever is wrong with one file is an error of that file; the rest is read. */
export function readFolder(root: string): Folder {
  const errors: InputError[] = [];
  const kind = kindOf(root);
  if (kind !== 'folder') return { files: [], manifests: new Map(), errors: [new InputError(root, kind === 'missing' ? 'no such folder' : 'a file, not a folder: name the folder that holds the saved answers')] };
  const paths: string[] = [];
  list(root, root, 0, paths, errors);
  const manifests = readManifests(paths, errors);
  const files = paths.filter((path) => basename(path) !== MANIFEST).flatMap((path) => readOne(root, path, errors) ?? []);
  const kept = applyManifests(root, files, manifests, errors);
  if (kept.every((file) => file.answers.length === 0) && errors.length === 0) errors.push(new InputError(root, 'no file of the folder is an answer of the AWS CLI that this command reads'));
  return { files: kept, manifests, errors };
}

function kindOf(path: string): 'file' | 'folder' | 'missing' {
  try {
    return statSync(path).isDirectory() ? 'folder' : 'file';
  } catch {
    return 'missing';
  }
}

function list(root: string, folder: string, depth: number, paths: string[], errors: InputError[]): void {
  let entries: Dirent[];
  try {
    entries = readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    errors.push(asInputError(folder, error));
    return;
  }
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      if (!PASSED_OVER.has(entry.name) && depth < MAX_DEPTH) list(root, path, depth + 1, paths, errors);
    } else if (isOfInterest(path)) {
      if (paths.length === MAX_FILES) {
        errors.push(new InputError(root, `more than ${MAX_FILES} files: name the folder that holds the saved answers`));
        paths.push('');
      } else if (paths.length < MAX_FILES) {
        paths.push(path);
      }
    }
  }
  if (folder === root && paths[paths.length - 1] === '') paths.pop();
}

/** JSON files, and files that are named like an answer. */
function isOfInterest(path: string): boolean {
  return extname(path).toLowerCase() === '.json' || nameOf(path) !== undefined;
}

function nameOf(path: string): FileName | undefined {
  const base = basename(path).replace(/\.(json|ya?ml|txt|text|out)$/i, '');
  return readFileName(base) ?? readFolderName(basename(dirname(path)), base);
}

function parse(path: string, errors: InputError[]): { readonly data: unknown } | { readonly text: string } | undefined {
  try {
    const text = decodeSaved(path, readData(path));
    try {
      return { data: JSON.parse(text) as unknown };
    } catch (error) {
      if (error instanceof RangeError) throw error;
      return { text };
    }
  } catch (error) {
    errors.push(asInputError(path, error));
    return undefined;
  }
}

function readOne(root: string, path: string, errors: InputError[]): FoundFile | undefined {
  const named = nameOf(path);
  const parsed = parse(path, errors);
  const where = placeOf(root, path);
  if (!parsed) return { path, answers: named ? [unanswered(named, 'failed', 'the file cannot be read')] : [], ...where };
  if ('text' in parsed) {
    errors.push(new InputError(path, notJson(parsed.text)));
    const failed = cliErrorIn(parsed.text);
    const by = named ?? (failed && nameOfOperation(failed.operation));
    return { path, answers: by ? [unanswered(by, failed && isDenial(failed.code) ? 'denied' : 'failed', failed?.code ?? 'no answer was saved')] : [], ...where };
  }
  const found = recognise(parsed.data, named);
  if (found === undefined) return undefined;
  if (typeof found === 'string') {
    errors.push(new InputError(path, found));
    return { path, answers: named ? [unanswered(named, 'failed', 'no answer was saved')] : [], ...where };
  }
  return { path, answers: found, ...where };
}

function unanswered({ operation, parameters }: FileName, outcome: 'denied' | 'failed', error: string): SavedAnswer {
  return { service: operation.service, operation: operation.operation, parameters, outcome, error, data: {} };
}

/** `DescribeVpcs` of an error message, as a call. */
function nameOfOperation(api: string): FileName | undefined {
  const name = api.replace(/VPC$/, 'Vpc').replace(/([a-z0-9])([A-Z])/g, '$1-$2').toLowerCase();
  const operation = ['ec2', 'iam', 'ssm', 'route53', 'route53resolver', 'route53profiles'].map((service) => operationNamed(service, name)).find((o) => o !== undefined);
  return operation && { operation, parameters: {} };
}

/** Account and Region by the names of the folders a file lies in. */
function placeOf(root: string, path: string): Pick<FoundFile, 'account' | 'region' | 'group'> {
  const folders = relative(root, dirname(path)).split(sep).filter((part) => part !== '' && part !== 'aws_configs');
  const account = folders.find(isAccount);
  const at = folders.findIndex(isRegion);
  const above = at >= 0 ? folders.slice(0, at) : account === undefined ? [] : folders.slice(0, folders.indexOf(account) + 1);
  return { group: account ?? above.join('/'), ...account === undefined ? {} : { account }, ...at < 0 ? {} : { region: folders[at] } };
}

function readManifests(paths: readonly string[], errors: InputError[]): Map<string, Manifest> {
  const manifests = new Map<string, Manifest>();
  for (const path of paths.filter((p) => basename(p) === MANIFEST)) {
    const parsed = parse(path, errors);
    if (!parsed) continue;
    const manifest = 'text' in parsed ? notJson(parsed.text) : readManifest(parsed.data);
    if (typeof manifest === 'string') errors.push(new InputError(path, manifest));
    else manifests.set(dirname(path), manifest);
  }
  return manifests;
}

/** What a manifest says of a call holds for its file; a call without a file has no answer. */
function applyManifests(root: string, files: readonly FoundFile[], manifests: ReadonlyMap<string, Manifest>, errors: InputError[]): readonly FoundFile[] {
  const byPath = new Map(files.map((file) => [resolve(file.path), file]));
  for (const [folder, { calls, account, region }] of manifests) {
    const where = placeOf(root, join(folder, MANIFEST));
    for (const [i, call] of calls.entries()) {
      const { service, operation, parameters, outcome, error } = call;
      const path = call.file === undefined ? undefined : resolve(folder, call.file);
      if (path !== undefined && !path.startsWith(`${resolve(folder)}${sep}`)) {
        errors.push(new InputError(join(folder, MANIFEST), `calls[${i}].file lies outside of the folder`));
        continue;
      }
      const file = path === undefined ? byNameOf(folder, call, byPath) : byPath.get(path);
      if (file) {
        const answers = file.answers.map((a) => ({ ...a, parameters: { ...a.parameters, ...parameters }, ...worse(a, outcome, error) }));
        byPath.set(resolve(file.path), { ...file, answers });
      } else {
        const isLost = outcome === 'complete' || outcome === 'partial';
        if (isLost) errors.push(new InputError(join(folder, MANIFEST), `calls[${i}]: the answer of ${service} ${operation} is not in the folder`));
        const answer: SavedAnswer = { service, operation, parameters, outcome: isLost ? 'failed' : outcome, error: error ?? (isLost ? 'the answer is not in the folder' : outcome), data: {} };
        const key = `${folder}\u0000${i}`;
        byPath.set(key, { path: join(folder, MANIFEST), answers: [answer], ...where, ...account === undefined ? {} : { account }, ...region === undefined ? {} : { region } });
      }
    }
  }
  return [...byPath.values()];
}

const RANK = ['denied', 'failed', 'partial', 'complete'] as const;

function worse(answer: SavedAnswer, outcome: SavedAnswer['outcome'], error: string | undefined): Partial<SavedAnswer> {
  if (outcome === answer.outcome) return error === undefined ? {} : { error };
  if (RANK.indexOf(outcome) > RANK.indexOf(answer.outcome)) return {};
  return { outcome, ...error === undefined ? {} : { error }, ...outcome === 'partial' ? {} : { data: {} } };
}

/** The file of a call that names none, by the name it should have. */
function byNameOf(folder: string, { service, operation, parameters }: Manifest['calls'][number], byPath: ReadonlyMap<string, FoundFile>): FoundFile | undefined {
  const known = operationNamed(service, operation);
  const values = (known?.parameters ?? []).map((name) => parameters[name]).filter((v): v is string => typeof v === 'string');
  const name = [service, operation, ...values].join('-');
  return byPath.get(resolve(folder, `${name}.json`)) ?? byPath.get(resolve(folder, `${encodeURIComponent(name)}.json`));
}
