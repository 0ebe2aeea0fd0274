import { InputError } from '../prover/core';
import { readText } from '../prover/sources/cloudformation';

/** The command line does not make sense; the message says what to type instead. */
export class UsageError extends Error {
  /** @param lines what is listed below the message, a line each */
  constructor(message: string, public readonly lines: readonly string[] = []) {
    super(message);
  }
}

/** Something that was asked for could not be written or read. */
export class FileError extends Error {}

/** A value that must be one of some words. */
export function one<T extends string>(what: string, value: string, allowed: readonly T[]): T {
  if ((allowed as readonly string[]).includes(value)) return value as T;
  throw new UsageError(`${what} expects ${allowed.join(', ')}, not ${JSON.stringify(value)}`);
}

/** `KEY=VALUE` pairs as a map. */
export function pairs(what: string, list: readonly string[]): Record<string, string> {
  const result: Record<string, string> = Object.create(null);
  for (const pair of list) {
    const at = pair.indexOf('=');
    if (at < 1) throw new UsageError(`${what} expects KEY=VALUE, not ${JSON.stringify(pair)}`);
    result[pair.slice(0, at)] = pair.slice(at + 1);
  }
  return result;
}

/**
 * The JSON in a file that a person names or that is found: settings, a baseline, parameters.
 *
 * @throws FileError where it cannot be read, UsageError where it is not JSON
 */
export function readJsonFile(file: string, what: string): unknown {
  let text: string;
  try {
    text = readText(file);
  } catch (error) {
    throw new FileError(`cannot read ${what} ${file}: ${error instanceof InputError ? error.message : firstLine(error)}`);
  }
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // V8's own message quotes the file.
    throw new UsageError(`${what} ${file} is not valid JSON`);
  }
}

/** First line of whatever was thrown. */
export function firstLine(error: unknown): string {
  const { message } = (error ?? {}) as { message?: unknown };
  return typeof message === 'string' ? message.split('\n')[0] : String(error);
}
