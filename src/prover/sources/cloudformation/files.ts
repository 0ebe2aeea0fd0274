import { isUtf8 } from 'buffer';
import { closeSync, openSync, readFileSync, readSync, realpathSync, statSync } from 'fs';
import { resolve } from 'path';
import { Budget, InputError, isMap, own } from '../../core';
import { MAX_FILE, MAX_TEMPLATE, megabytes, refuseLarge } from './limits';
import { Parsed } from './parse';
import { Stack } from './stack';

/** Where loaded stacks and input errors go. */
export interface StackSink {
  readonly errors: InputError[];
  /** What the run may expand its input to. */
  readonly budget: Budget;
  /** Templates and assemblies that were read, by their path in the file system. */
  readonly read: Reads;
  addStack(stack: Stack, parsed: Parsed): void;
  /** Says that an assembly names a template: as a file by itself it is not judged again. */
  claim?(file: string): void;
  /** An id for a stack that no other has, though they share a name or a template. */
  idFor(name: string): string;
}

/** What a run has read: what is named twice is judged once, and what is nested again and again is parsed once. */
export class Reads {
  private readonly seen = new Set<string>();
  private readonly templates = new Map<string, { readonly parsed: Parsed | undefined; nodes?: number }>();

  private readonly paths = new Map<string, string>();

  /** Whether a file or folder was read, under whatever spelling. */
  public has(path: string): boolean {
    return this.seen.has(this.real(path));
  }

  public add(path: string): void {
    this.seen.add(this.real(path));
  }

  /** The one path a file or folder has in the file system. */
  public real(path: string): string {
    let real = this.paths.get(path);
    if (real === undefined) this.paths.set(path, real = realPath(path));
    return real;
  }

  /** A nested template, parsed when it is first asked for. To nest it again expands the input by all it holds. @throws TooLarge */
  public template(path: string, budget: Budget, parse: () => Parsed | undefined): Parsed | undefined {
    const real = this.real(path);
    const known = this.templates.get(real);
    if (known) {
      if (known.parsed) budget.spend(COST_OF_STACK + (known.nodes ??= countNodes(known.parsed.data)));
      return known.parsed;
    }
    const parsed = parse();
    this.templates.set(real, { parsed });
    return parsed;
  }
}

/** A stack costs time and memory even if it holds nothing: as much as so many nodes. */
const COST_OF_STACK = 5000;

function countNodes(node: unknown): number {
  let count = 1;
  if (typeof node === 'object' && node !== null) for (const item of Object.values(node)) count += countNodes(item);
  return count;
}

function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    // It is not there, or may not be looked at: whoever reads it says so.
    return resolve(path);
  }
}

/** Reads text that must be UTF-8. */
export function readText(path: string): string {
  return decode(path, readBytes(path, MAX_FILE));
}

/** The beginning of a file, to see what it is. */
export function readHead(path: string, bytes = HEAD): string {
  const buffer = Buffer.alloc(bytes);
  const file = openSync(path, 'r');
  try {
    return buffer.toString('utf8', 0, readSync(file, buffer, 0, bytes, 0));
  } finally {
    closeSync(file);
  }
}

const HEAD = 200_000;

/** The bytes of a template. @throws InputError for what is no regular file (a pipe or a device may never end), or larger than any template */
export function readTemplate(path: string): Buffer {
  return readBytes(path, MAX_TEMPLATE);
}

function readBytes(path: string, limit: number): Buffer {
  const stat = statSync(path);
  if (!stat.isFile()) throw new InputError(path, stat.isDirectory() ? 'a folder, not a file' : 'not a regular file');
  const { size } = stat;
  if (limit === MAX_TEMPLATE) refuseLarge(path, size, limit);
  else if (size > limit) throw new InputError(path, `${megabytes(size)} is more than is read (limit ${megabytes(limit)})`);
  return readFileSync(path);
}

/** The text on standard input. */
export function readStandardInput(name: string): string {
  const chunks: Buffer[] = [];
  let size = 0;
  for (let chunk = readChunk(); chunk.length > 0; chunk = readChunk()) {
    chunks.push(chunk);
    size += chunk.length;
    refuseLarge(name, size, MAX_TEMPLATE);
  }
  return decode(name, Buffer.concat(chunks));
}

/** What is there to read; empty at the end. */
function readChunk(): Buffer {
  const buffer = Buffer.alloc(65_536);
  for (;;) {
    try {
      return buffer.subarray(0, readSync(STANDARD_INPUT, buffer));
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      // Windows reports the end so.
      if (code === 'EOF') return buffer.subarray(0, 0);
      // A terminal, or a pipe whose other end is not ready yet.
      if (code !== 'EAGAIN') throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10);
    }
  }
}

const STANDARD_INPUT = 0;

/** The text of a file's bytes. */
export function decode(path: string, bytes: Buffer): string {
  if (!isUtf8(bytes)) throw new InputError(path, 'the file is not valid UTF-8');
  const text = bytes.toString('utf8');
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
}

export function asInputError(path: string, error: unknown): InputError {
  if (error instanceof InputError) return error;
  if (error instanceof RangeError) return new InputError(path, 'nested too deeply to be read');
  const message = error instanceof Error ? error.message.split('\n')[0] : String(error);
  // What the file system says has a code; everything else is an error of this program.
  const isKnown = (error as NodeJS.ErrnoException | undefined)?.code !== undefined || !(error instanceof Error);
  return new InputError(path, isKnown ? `cannot be read: ${message}` : `cannot be read: internal error (${error.name}: ${message}), please report it with the template`);
}

/** Undefined for a template; otherwise what is wrong with it. */
export function notATemplate(data: unknown): string | undefined {
  if (!isMap(data)) return 'no CloudFormation template: it is no object';
  const resources = own(data, 'Resources');
  if (resources === undefined) return 'no CloudFormation template: it has no Resources section';
  if (!isMap(resources)) return 'no CloudFormation template: its Resources section is no object';
  return own(data, 'AWSTemplateFormatVersion') !== undefined || looksLikeResources(resources) ? undefined : 'no CloudFormation template: no entry of its Resources section has a Type';
}

function looksLikeResources(resources: Readonly<Record<string, unknown>>): boolean {
  let empty = true;
  for (const key in resources) {
    const resource = resources[key];
    if (key.startsWith('Fn::ForEach') || (isMap(resource) && own(resource, 'Type') !== undefined)) return true;
    empty = false;
  }
  return empty;
}
