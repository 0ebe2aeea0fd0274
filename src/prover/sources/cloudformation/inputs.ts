import { Dirent, existsSync, readdirSync, statSync } from 'fs';
import { dirname, join, resolve, sep } from 'path';
import { Budget, InputError, isMap, own } from '../../core';
import { addLocalNested, readAssembly } from './assembly';
import { Estate, EstateOptions } from './estate';
import { asInputError, decode, notATemplate, readHead, readStandardInput, Reads, readTemplate, StackSink } from './files';
import { MAX_TEMPLATE } from './limits';
import { rejectedParameters } from './parameter-values';
import { parseTemplate, Parsed } from './parse';
import { clip, oneLine } from './parsed';
import { Stack, StackInit } from './stack';

/** What `load` made of the paths it was given. */
export interface Loaded {
  readonly estate: Estate;
  /** One for each input that could not be read; everything else is in the estate. */
  readonly errors: readonly InputError[];
  /** What was read and evaluated, though its author may have meant something else. */
  readonly warnings: readonly InputError[];
}

const TEMPLATE_NAMES = /\.(json|ya?ml|template|cfn)$/i;
const PASSED_OVER = new Set(['node_modules', '.git']);
const MAX_FILES = 20_000;

/** The path that stands for standard input. */
const STANDARD_INPUT = '-';

/**
 * Loads files, folders and CDK cloud assemblies. Never throws for what stands in them: what cannot be read is an error in the
 * result, and the rest is loaded all the same.
 */
export function load(paths: readonly string[], options: EstateOptions = {}): Loaded {
  const loader = new Loader();
  for (const path of paths) loader.add(path);
  return loader.finish(options);
}

/** A template that is already in memory, and what is known of its deployment. */
export interface TemplateInMemory extends Pick<StackInit, 'stackName' | 'account' | 'region' | 'constructs'> {
  readonly name: string;
  readonly data: unknown;
}

/** Loads templates that are already in memory. */
export function loadTemplates(templates: readonly TemplateInMemory[], options: EstateOptions = {}): Loaded {
  const loader = new Loader();
  for (const { name, data, ...deployment } of templates) {
    // An empty stack has no resources; that is no fault of the app.
    const empty = isMap(data) && own(data, 'Resources') === undefined;
    if (!empty) loader.addData(name, { data, locate: () => undefined }, deployment);
  }
  return loader.finish(options);
}

/** Collects stacks from everywhere. */
export class Loader implements StackSink {
  public readonly errors: InputError[] = [];
  public readonly budget = new Budget();
  public readonly read = new Reads();
  /** Templates that an assembly names, by their path in the file system. */
  private readonly claimed = new Set<string>();
  private isStandardInputRead = false;
  private readonly stacks: Stack[] = [];
  private readonly ids = new Set<string>();
  /** Stacks read from a file by itself, with the folder their nested templates may come from. */
  private readonly roots: { stack: Stack; folder: string }[] = [];
  private readonly parsed = new Map<string, Parsed>();

  /** A path as the user named it: it must hold something to judge. */
  public add(path: string): void {
    try {
      this.addPath(path);
    } catch (error) {
      this.errors.push(asInputError(path, error));
    }
  }

  private addPath(path: string): void {
    if (path === STANDARD_INPUT) return this.addStandardInput();
    switch (kindOf(path)) {
      case 'missing': this.errors.push(new InputError(path, 'no such file or folder')); break;
      case 'other': this.errors.push(new InputError(path, 'neither a file nor a folder')); break;
      case 'file': this.addFile(path, true, dirname(path)); break;
      default:
        if (this.addFolder(path, { files: 0, root: path }) === 0) this.errors.push(new InputError(path, 'the folder holds no CloudFormation template and no CDK cloud assembly'));
    }
  }

  public addStack(stack: Stack, parsed: Parsed): void {
    this.stacks.push(stack);
    this.ids.add(stack.id);
    if (!this.parsed.has(stack.template)) this.parsed.set(stack.template, parsed);
  }

  public claim(file: string): void {
    this.claimed.add(this.read.real(file));
  }

  public idFor(name: string): string {
    let id = name;
    for (let n = 2; this.ids.has(id); n++) id = `${name}#${n}`;
    return id;
  }

  public addData(name: string, parsed: Parsed, deployment: Partial<StackInit> = {}, folder?: string): boolean {
    const fault = notATemplate(parsed.data);
    if (fault) {
      this.errors.push(new InputError(name, fault));
      return false;
    }
    const stack = new Stack({ id: this.idFor(name), template: name, data: parsed.data as Record<string, unknown>, ...deployment });
    this.addStack(stack, parsed);
    if (folder !== undefined) this.roots.push({ stack, folder: resolve(folder) });
    return true;
  }

  public finish(options: EstateOptions): Loaded {
    const nested = this.nestLocalTemplates();
    for (const { stack } of this.roots) if (this.claimed.has(this.read.real(stack.template))) nested.add(stack);
    const estate = new Estate(this.stacks.filter((s) => !isWithin(s, nested)), { budget: this.budget, ...options });
    estate.locate = (template, path) => this.parsed.get(template)?.locate(path);
    const rejected = rejectedParameters(estate.stacks, options.parameters ?? {});
    return { estate, errors: [...this.errors, ...estate.errors, ...rejected], warnings: this.repeatedKeys() };
  }

  /** A duplicate key is evaluated as CloudFormation does, and reported, since the first one is lost. */
  private repeatedKeys(): InputError[] {
    return [...this.parsed].flatMap(([template, { repeated = [] }]) => repeated.map(({ path, line }) => {
      const where = path.length > 1 ? path.slice(0, -1).join('.') : 'the template';
      return new InputError(template, `duplicate key ${JSON.stringify(clip(path[path.length - 1]))} in ${oneLine(where)} (line ${line}); CloudFormation uses the last one`, line);
    }));
  }

  /** Nests what templates name by a local `TemplateURL`. What is nested under another is not judged by itself: returns those. */
  private nestLocalTemplates(): Set<Stack> {
    const byFile = new Map(this.roots.map((root) => [resolve(root.stack.template), root.stack]));
    const nested = new Set<Stack>();
    for (const { stack, folder } of this.roots) {
      if (nested.has(stack)) continue;
      const allowed = (file: string) => {
        const inside = resolve(file).startsWith(`${folder}${sep}`);
        const known = byFile.get(resolve(file));
        if (inside && known && known !== stack) nested.add(known);
        return inside;
      };
      try {
        addLocalNested(dirname(stack.template), allowed, stack, this);
      } catch (error) {
        this.errors.push(asInputError(stack.template, error));
      }
    }
    return nested;
  }

  /** Returns how many inputs (readable or not) the folder held. */
  private addFolder(folder: string, seen: { files: number; readonly root: string }): number {
    const manifest = join(folder, 'manifest.json');
    if (existsSync(manifest)) {
      const found = readAssembly(folder, this);
      if (found !== undefined) return found;
    }
    let count = 0;
    let entries: Dirent[];
    try {
      entries = readdirSync(folder, { withFileTypes: true });
    } catch (error) {
      this.errors.push(asInputError(folder, error));
      return 1;
    }
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const path = join(folder, entry.name);
      if (entry.isDirectory() && !PASSED_OVER.has(entry.name)) {
        count += this.addFolder(path, seen);
      } else if (entry.isFile() && TEMPLATE_NAMES.test(entry.name)) {
        if (++seen.files > MAX_FILES) {
          if (seen.files === MAX_FILES + 1) this.errors.push(new InputError(seen.root, `more than ${MAX_FILES} files: name the folder that holds the templates`));
          return count;
        }
        count += this.addFile(path, false, seen.root) ? 1 : 0;
      } else if (entry.isSymbolicLink() && !PASSED_OVER.has(entry.name)) {
        count += this.refuseLink(path, seen.root);
      }
    }
    return count;
  }

  /** A link is not followed out of the folder, but a template that is not judged is told. What it leads to within the folder is judged there. */
  private refuseLink(path: string, root: string): number {
    if (isBelow(this.read.real(path), this.read.real(root)) || isBelow(this.read.real(root), this.read.real(path))) return 0;
    const kind = kindOf(path);
    const what = kind === 'file' && TEMPLATE_NAMES.test(path) && isTemplate(path) ? 'template' : kind === 'folder' && holdsTemplate(path) ? 'folder' : undefined;
    if (what === undefined) return 0;
    const leadsTo = what === 'template' ? 'a template' : 'a folder with templates';
    this.errors.push(new InputError(path, `a symbolic link to ${leadsTo} outside of the folder is not followed: name the ${what} itself`));
    return 1;
  }

  /** In a folder, what does not look like a template is passed over silently. */
  private addFile(path: string, named: boolean, folder: string): boolean {
    if (this.read.has(path)) return true;
    let text: string;
    try {
      text = decode(path, readTemplate(path));
    } catch (error) {
      if (!named && isLargeOther(path)) return false;
      this.errors.push(asInputError(path, error));
      this.read.add(path);
      return true;
    }
    const isInput = this.addText(path, text, named, folder);
    // What is passed over in a folder is an error where it is named.
    if (isInput) this.read.add(path);
    return isInput;
  }

  private addStandardInput(): void {
    if (this.isStandardInputRead) return;
    this.isStandardInputRead = true;
    try {
      this.addText('stdin', readStandardInput('stdin'), true, undefined);
    } catch (error) {
      this.errors.push(asInputError('stdin', error));
    }
  }

  private addText(path: string, text: string, named: boolean, folder: string | undefined): boolean {
    try {
      const parsed = parseTemplate(path, text, { budget: this.budget });
      if (!named && notATemplate(parsed.data)) return false;
      return this.addData(path, parsed, {}, folder) || true;
    } catch (error) {
      if (!named && !looksLikeTemplate(text)) return false;
      this.errors.push(asInputError(path, error));
      return true;
    }
  }
}

/** Whether a stack is one of some, or nested under one of them. */
function isWithin(stack: Stack, roots: ReadonlySet<Stack>): boolean {
  for (let each: Stack | undefined = stack; each; each = each.parent?.stack) if (each.parent === undefined && roots.has(each)) return true;
  return false;
}

const isBelow = (path: string, folder: string) => path === folder || path.startsWith(folder.endsWith(sep) ? folder : `${folder}${sep}`);

function isTemplate(path: string): boolean {
  try {
    return statSync(path).isFile() && looksLikeTemplate(readHead(path));
  } catch {
    // It is not there to be judged.
    return false;
  }
}

/** Whether there is a template below a folder, as far as a quick look tells. */
function holdsTemplate(folder: string): boolean {
  const waiting = [folder];
  let left = QUICK_LOOK;
  for (let path = waiting.shift(); path !== undefined && left > 0; path = waiting.shift()) {
    for (const entry of entriesOf(path)) {
      if (left-- === 0) break;
      const below = join(path, entry.name);
      if (entry.isDirectory() && !PASSED_OVER.has(entry.name)) waiting.push(below);
      else if (entry.isFile() && TEMPLATE_NAMES.test(entry.name) && isTemplate(below)) return true;
    }
  }
  return false;
}

const QUICK_LOOK = 1000;

function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

/** In a folder a file that is too large for a template is an error only where it looks like one. */
function isLargeOther(path: string): boolean {
  try {
    return statSync(path).size > MAX_TEMPLATE && !looksLikeTemplate(readHead(path));
  } catch {
    return false;
  }
}

function looksLikeTemplate(text: string): boolean {
  return /AWSTemplateFormatVersion|^[ \t]*["']?Resources["']?\s*:/m.test(text.slice(0, 200_000));
}

function kindOf(path: string): 'file' | 'folder' | 'other' | 'missing' {
  try {
    const stat = statSync(path);
    if (stat.isDirectory()) return 'folder';
    return stat.isFile() ? 'file' : 'other';
  } catch {
    return 'missing';
  }
}
