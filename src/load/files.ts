import { isUtf8 } from 'buffer';
import { readFileSync, statSync } from 'fs';
import { InputError, isMap, own } from '../core';
import { Parsed } from './parse';
import { Stack } from './stack';

const MAX_BYTES = 200 * 1024 * 1024;

/** Where loaded stacks and input errors go. */
export interface StackSink {
  readonly errors: InputError[];
  addStack(stack: Stack, parsed: Parsed): void;
  /** An id for a stack that no other has, though they share a name or a template. */
  idFor(name: string): string;
}

/** Reads text that must be UTF-8. */
export function readText(path: string): string {
  return decode(path, readBytes(path));
}

export function readBytes(path: string): Buffer {
  const size = statSync(path).size;
  if (size > MAX_BYTES) throw new InputError(path, `${Math.round(size / 1024 / 1024)} MiB is larger than any template (limit 200 MiB)`);
  return readFileSync(path);
}

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
  return new InputError(path, `cannot be read: ${message}`);
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
