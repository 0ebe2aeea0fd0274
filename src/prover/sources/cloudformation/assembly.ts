import { existsSync, readdirSync } from 'fs';
import { dirname, isAbsolute, join, normalize, relative } from 'path';
import { InputError, isAccount, isMap, isRegion, lazily, own, TooLarge } from '../../core';
import { asInputError, decode, notATemplate, readTemplate, readText, StackSink } from './files';
import { parseTemplate, Parsed } from './parse';
import { clip } from './parsed';
import { Constructs, Resource, Stack } from './stack';

/** Nested stacks and stages deeper than this are taken for a loop. */
const MAX_NESTING = 20;

/** The app's own code is near the top of a trace; more frames, or longer ones, are of no trace that Node.js writes. */
const MAX_FRAMES = 100;
const MAX_FRAME = 1000;

const CONTAINS_ITSELF = 'the assembly contains itself';

/**
 * Reads a CDK cloud assembly: its stacks, those of nested assemblies (stages), and the nested stacks among their assets.
 *
 * @returns how many stacks it holds, or undefined where the folder's manifest.json is not CDK's
 */
export function readAssembly(folder: string, loader: StackSink, around: readonly string[] = []): number | undefined {
  const path = join(folder, 'manifest.json');
  const real = loader.read.real(folder);
  if (around.includes(real)) {
    if (!loader.errors.some((e) => e.template === path && e.message === CONTAINS_ITSELF)) loader.errors.push(new InputError(path, CONTAINS_ITSELF));
    return 1;
  }
  let manifest: unknown;
  try {
    manifest = JSON.parse(readText(path));
  } catch (error) {
    loader.errors.push(error instanceof SyntaxError ? new InputError(path, 'not valid JSON') : asInputError(path, error));
    return 1;
  }
  const artifacts = isMap(manifest) ? own(manifest, 'artifacts') : undefined;
  if (!isMap(manifest) || typeof own(manifest, 'version') !== 'string' || !isMap(artifacts)) return undefined;
  if (around.length > MAX_NESTING) {
    loader.errors.push(new InputError(path, `assemblies nested deeper than ${MAX_NESTING} levels`));
    return 1;
  }
  // Two artifacts may name one folder, and a person its parent and itself.
  if (loader.read.has(folder)) return 1;
  loader.read.add(folder);
  let count = 0;
  for (const [id, artifact] of Object.entries(artifacts)) {
    if (!isMap(artifact)) continue;
    const properties = own(artifact, 'properties');
    if (!isMap(properties)) {
      if (own(artifact, 'type') === 'aws:cloudformation:stack') {
        loader.errors.push(new InputError(path, `stack ${JSON.stringify(clip(id))} names no template: its properties are not an object`));
        count++;
      }
      continue;
    }
    if (own(artifact, 'type') === 'aws:cloudformation:stack') {
      count++;
      attempt(path, loader, () => addStackArtifact(folder, id, artifact, properties, loader));
    } else if (own(artifact, 'type') === 'cdk:cloud-assembly') {
      const below = inside(folder, own(properties, 'directoryName'), path, loader);
      if (below === undefined) continue;
      const found = readAssembly(below, loader, [...around, real]);
      if (found === undefined) loader.errors.push(new InputError(join(below, 'manifest.json'), 'not the manifest of a cloud assembly: it has no version or no artifacts'));
      count += found ?? 1;
    }
  }
  return count === 0 && readdirSync(folder).length <= 4 ? 0 : Math.max(count, 0);
}

function addStackArtifact(folder: string, id: string, artifact: Record<string, unknown>, properties: Record<string, unknown>, loader: StackSink): void {
  const file = inside(folder, own(properties, 'templateFile'), join(folder, 'manifest.json'), loader);
  if (file === undefined) return;
  loader.claim?.(file);
  const bytes = attempt(file, loader, () => readTemplate(file));
  if (bytes === undefined) return;
  const { account, region } = environmentOf(join(folder, 'manifest.json'), id, artifact, loader);
  const stackName = own(properties, 'stackName');
  const parsed = parseWith(file, bytes, loader);
  if (!parsed) return;
  const stack = new Stack({
    data: parsed.data as Record<string, unknown>,
    id: loader.idFor(file),
    template: file,
    stackName: typeof stackName === 'string' ? stackName : id,
    account,
    region,
    // The file is as large as the template, and mostly nobody asks: templates carry the paths themselves.
    constructs: lazily(() => constructsOf(folder, artifact)),
  });
  loader.addStack(stack, parsed);
  addNested(folder, stack, loader, 0);
}

/** Where a stack is deployed, as far as the manifest knows. What is neither an account nor a Region is an input error, and not known. */
function environmentOf(manifest: string, id: string, artifact: Record<string, unknown>, loader: StackSink): { account?: string; region?: string } {
  const given = own(artifact, 'environment');
  if (given === undefined) return {};
  const environment = typeof given === 'string' ? given : JSON.stringify(given);
  const [, account, region] = /^aws:\/\/([^/]+)\/([^/]+)$/.exec(environment) ?? [];
  const isKnown = { account: account !== 'unknown-account', region: region !== 'unknown-region' };
  if (account === undefined || (isKnown.account && !isAccount(account)) || (isKnown.region && !isRegion(region))) {
    loader.errors.push(new InputError(manifest, `stack ${JSON.stringify(clip(id))} has the environment ${JSON.stringify(clip(environment))}, which is not aws://ACCOUNT/REGION`));
    return {};
  }
  return { ...isKnown.account ? { account } : {}, ...isKnown.region ? { region } : {} };
}

/** The manifest tells the construct path of every logical id; newer CDK versions keep that in a file beside it. */
function constructsOf(folder: string, artifact: Record<string, unknown>): Constructs {
  const paths = new Map<string, string>();
  const sources = new Map<string, string>();
  const doubtful = new Set<string>();
  const add = (path: string, entries: unknown) => {
    for (const entry of Array.isArray(entries) ? entries as unknown[] : []) {
      if (!isMap(entry) || own(entry, 'type') !== 'aws:cdk:logicalId') continue;
      const id = own(entry, 'data');
      if (typeof id !== 'string') continue;
      // A nested stack may use a logical id of its parent's again.
      if (paths.has(id)) doubtful.add(id);
      paths.set(id, path.startsWith('/') ? path.slice(1) : path);
      const source = sourceOf(own(entry, 'trace'));
      if (source !== undefined) sources.set(id, source);
    }
  };
  const beside = metadataBeside(folder, artifact);
  const inline = own(artifact, 'metadata');
  if (isMap(inline)) for (const path in inline) if (!Object.hasOwn(beside, path)) add(path, inline[path]);
  for (const path in beside) add(path, beside[path]);
  for (const id of doubtful) {
    paths.delete(id);
    sources.delete(id);
  }
  return { paths, sources };
}

/** The innermost frame of a recorded trace that is the app's own code, relative to the working directory. */
function sourceOf(trace: unknown): string | undefined {
  for (const frame of Array.isArray(trace) ? (trace as unknown[]).slice(0, MAX_FRAMES) : []) {
    const place = typeof frame === 'string' && frame.length < MAX_FRAME && !/node_modules|node:internal/.test(frame) ? /\(?((?:[A-Za-z]:)?[^()\s]+):(\d+):(\d+)\)?$/.exec(frame) : null;
    if (place) return `${isAbsolute(place[1]) ? relative(process.cwd(), place[1]) : place[1]}:${place[2]}:${place[3]}`;
  }
  return undefined;
}

function metadataBeside(folder: string, artifact: Record<string, unknown>): Record<string, unknown> {
  const name = own(artifact, 'additionalMetadataFile');
  if (typeof name !== 'string' || !/^[\w.-]+$/.test(name) || !existsSync(join(folder, name))) return {};
  try {
    const metadata: unknown = JSON.parse(readText(join(folder, name)));
    return isMap(metadata) ? metadata : {};
  } catch {
    // Only the names of constructs are lost.
    return {};
  }
}

function nestedIn(parent: Stack): [string, Record<string, unknown>][] {
  const found: [string, Record<string, unknown>][] = [];
  const resources = parent.section('Resources');
  for (const logicalId in resources) {
    const raw = resources[logicalId];
    if (isMap(raw) && own(raw, 'Type') === 'AWS::CloudFormation::Stack') found.push([logicalId, raw]);
  }
  return found;
}

/** Nested stacks are assets of the assembly; CDK names their file in the resource's metadata. */
function addNested(folder: string, parent: Stack, loader: StackSink, depth: number): void {
  for (const [logicalId, raw] of nestedIn(parent)) {
    const metadata = own(raw, 'Metadata');
    const asset = isMap(metadata) ? own(metadata, 'aws:asset:path') : undefined;
    if (typeof asset !== 'string') continue;
    const file = inside(folder, asset, parent.template, loader);
    const parsed = file === undefined ? undefined : nestedTemplate(file, parent, logicalId, depth, loader);
    if (file === undefined || !parsed) continue;
    const resource: Resource = { key: `${parent.id}/${logicalId}`, stack: parent, logicalId, type: 'AWS::CloudFormation::Stack', raw };
    const child = nestedStack(resource, file, parsed);
    loader.addStack(child, parsed);
    addNested(folder, child, loader, depth + 1);
  }
}

/** Nested stacks of plain templates: a `TemplateURL` that is a path beside the template, as `aws cloudformation package` takes it. */
export function addLocalNested(folder: string, allowed: (path: string) => boolean, parent: Stack, loader: StackSink, depth = 0): void {
  for (const [logicalId, raw] of nestedIn(parent)) {
    const properties = own(raw, 'Properties');
    const url = isMap(properties) ? own(properties, 'TemplateURL') : undefined;
    if (typeof url !== 'string' || /^[a-z0-9]+:/i.test(url) || isAbsolute(url)) continue;
    const file = join(folder, url);
    if (!existsSync(file) || !allowed(file)) continue;
    const parsed = nestedTemplate(file, parent, logicalId, depth, loader);
    if (!parsed) continue;
    const child = nestedStack({ key: `${parent.id}/${logicalId}`, stack: parent, logicalId, type: 'AWS::CloudFormation::Stack', raw }, file, parsed);
    loader.addStack(child, parsed);
    addLocalNested(dirname(file), allowed, child, loader, depth + 1);
  }
}

/** A stack nested under `resource`, its parameters bound to what the parent passes. */
export function nestedStack(resource: Resource, template: string, parsed: Parsed): Stack {
  const { stack: parent, logicalId, raw } = resource;
  const child = new Stack({
    id: `${parent.id}/${logicalId}`,
    template,
    data: parsed.data as Record<string, unknown>,
    account: parent.account,
    region: parent.region,
    parent: resource,
    constructs: parent.constructs,
  });
  const properties = own(raw, 'Properties');
  const parameters = isMap(properties) ? own(properties, 'Parameters') : undefined;
  if (isMap(parameters)) {
    for (const [name, expression] of Object.entries(parameters)) child.bindings.set(name, { stack: parent, expression });
  }
  parent.nested.set(logicalId, child);
  return child;
}

/** The template of a nested stack; undefined, with one error, where it cannot be read, nests itself or there are too many of them. */
function nestedTemplate(file: string, parent: Stack, logicalId: string, depth: number, loader: StackSink): Parsed | undefined {
  const refuse = (message: string): undefined => {
    // Once is enough: what is refused for its size is refused all over the input.
    if (!loader.errors.some((e) => e.message.startsWith(message))) loader.errors.push(new InputError(parent.template, `${message} (at ${logicalId})`));
    return undefined;
  };
  if (depth >= MAX_NESTING) return refuse(`nested stacks deeper than ${MAX_NESTING} levels`);
  const real = loader.read.real(file);
  for (let stack: Stack | undefined = parent; stack; stack = stack.parent?.stack) if (loader.read.real(stack.template) === real) return refuse('the template nests itself');
  try {
    return loader.read.template(file, loader.budget, () => {
      const bytes = attempt(file, loader, () => readTemplate(file));
      return bytes && parseWith(file, bytes, loader);
    });
  } catch (error) {
    if (!(error instanceof TooLarge)) throw error;
    return refuse(`nested stacks expand to more than ${error.limit}; the nested stack is not evaluated`);
  }
}

function parseWith(file: string, bytes: Buffer, loader: StackSink): Parsed | undefined {
  return attempt(file, loader, () => {
    const parsed = parseTemplate(file, decode(file, bytes), { trusted: true, budget: loader.budget });
    const fault = notATemplate(parsed.data);
    // A stack of CDK's may be empty.
    if (fault && !(isMap(parsed.data) && own(parsed.data, 'Resources') === undefined)) throw new InputError(file, fault);
    return parsed;
  });
}

function attempt<T>(file: string, loader: StackSink, work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    loader.errors.push(asInputError(file, error));
    return undefined;
  }
}

/** A file named by the assembly, never one outside of it. */
function inside(folder: string, name: unknown, namedIn: string, loader: StackSink): string | undefined {
  if (typeof name !== 'string' || name === '') {
    loader.errors.push(new InputError(namedIn, 'an artifact names no file of the assembly'));
    return undefined;
  }
  const below = normalize(name);
  if (isAbsolute(below) || below.split(/[\\/]/)[0] === '..') {
    loader.errors.push(new InputError(namedIn, `names a file outside of the assembly: ${JSON.stringify(name)}`));
    return undefined;
  }
  const path = join(folder, below);
  if (!existsSync(path)) {
    loader.errors.push(new InputError(namedIn, `names a file that is not there: ${JSON.stringify(name)}`));
    return undefined;
  }
  return path;
}
