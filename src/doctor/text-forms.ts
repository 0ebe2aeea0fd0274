import { InputError } from '../prover/core';

/** The text of a file as the AWS CLI's users save it: UTF-8, or UTF-16 as PowerShell's `>` writes it. */
export function decodeSaved(path: string, bytes: Buffer): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return bytes.subarray(2).toString('utf16le');
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return swapped(bytes.subarray(2)).toString('utf16le');
  // Without a mark: every other byte of ASCII is zero.
  if (bytes.length >= 4 && bytes[1] === 0 && bytes[3] === 0) return bytes.toString('utf16le');
  if (bytes.length >= 4 && bytes[0] === 0 && bytes[2] === 0) return swapped(bytes).toString('utf16le');
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
  } catch {
    throw new InputError(path, 'is neither UTF-8 nor UTF-16 text');
  }
}

function swapped(bytes: Buffer): Buffer {
  const even = Buffer.from(bytes.subarray(0, bytes.length - (bytes.length % 2)));
  return even.swap16();
}

/** An error as the AWS CLI prints it: what went wrong, and with which operation. */
export interface CliError {
  readonly code: string;
  /** As the API spells it: `DescribeVpcs`. */
  readonly operation: string;
}

const CLI_ERROR = /An error occurred \(([\w.]+)\) when calling the (\w+) operation/;

export function cliErrorIn(text: string): CliError | undefined {
  const match = CLI_ERROR.exec(text.slice(0, 10_000));
  return match ? { code: match[1], operation: match[2] } : undefined;
}

/** Whether an error code says that somebody may not ask. */
export const isDenial = (code: string) => /AccessDenied|UnauthorizedOperation|NotAuthorized|UnauthorizedAccess/i.test(code);

/** What a text that is no JSON is, in one sentence. */
export function notJson(text: string): string {
  const start = text.trimStart();
  if (start === '') return 'is empty: the call left no answer';
  const failed = cliErrorIn(text);
  if (failed) return `holds an error of the AWS CLI instead of an answer: ${failed.code} when calling ${failed.operation}`;
  if (/^(usage: aws|aws: error|Unable to locate credentials|Could not connect|The config profile|Error when retrieving)/im.test(start)) return 'holds an error of the AWS CLI instead of an answer';
  if (/^(-{5,}|\+-{3,}|\|)/.test(start)) return 'is a table: save the answer with --output json';
  if (/^[\w-]+:(\s|$)/.test(start) || /^- /.test(start)) return 'is YAML: save the answer with --output json';
  if (/^[A-Z][A-Z]+\t/.test(start)) return 'is plain text: save the answer with --output json';
  return /^[[{]/.test(start) ? 'is not complete JSON: the file may be half-written' : 'is not JSON: save the answer with --output json';
}
