import { Budget, InputError } from '../../core';
import { CLOUDFORMATION_LIMIT, refuseLarge } from './limits';
import { MAX_DEPTH, Parsed } from './parsed';

export type { Parsed } from './parsed';

/* eslint-disable @typescript-eslint/no-require-imports -- most templates are JSON without fault */
const yaml = () => require('./parse-yaml') as typeof import('./parse-yaml');
const places = () => require('./json-places') as typeof import('./json-places');
/* eslint-enable @typescript-eslint/no-require-imports */

/**
 * Reads CloudFormation JSON or YAML. Short-form tags (`!Ref x`) come out in their long form (`{ "Ref": x }`).
 *
 * @throws InputError one line that says what is wrong and where
 */
export function parseTemplate(name: string, text: string, options: { trusted?: boolean; budget?: Budget } = {}): Parsed {
  const body = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
  if (body.trim() === '') throw new InputError(name, 'the file is empty');
  if (body.includes('\u0000')) throw new InputError(name, 'the file holds NUL characters: it is no text file');
  const first = body.trimStart()[0];
  if (first === '[') throw new InputError(name, 'a template is an object, not a list', 1);
  try {
    return first === '{' ? parseJson(name, body, options) : parseYaml(name, body, options.budget);
  } catch (error) {
    // What looks for the fault goes down as deep as the text does.
    if (error instanceof RangeError) throw new InputError(name, 'nested too deeply to be read');
    throw error;
  }
}

/** YAML takes three seconds a megabyte. @throws InputError */
function parseYaml(name: string, text: string, budget?: Budget): Parsed {
  refuseLarge(name, text.length, CLOUDFORMATION_LIMIT);
  return yaml().parseYaml(name, text, budget);
}

function parseJson(name: string, text: string, { trusted = false, budget }: { trusted?: boolean; budget?: Budget }): Parsed {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch (error) {
    // YAML in flow style also begins with a brace; its own error is only better where JSON was surely not meant.
    if (!/^\s*\{\s*"/.test(text)) return parseYaml(name, text, budget);
    throw places().jsonError(name, text, error as Error);
  }
  const keys = typeof data === 'object' && data !== null ? countKeys(data, MAX_DEPTH) : 0;
  if (Number.isNaN(keys)) throw new InputError(name, `nested deeper than ${MAX_DEPTH} levels`);
  // A key that stands twice is lost when the text is read, so that there are fewer keys then.
  const repeated = !trusted && writtenKeys(text) !== keys ? places().repeatedKeys(text) : [];
  let locate: Parsed['locate'] | undefined;
  // Positions cost as much as parsing again, and most runs report few or none.
  return { data, ...repeated.length > 0 ? { repeated } : {}, locate: (path) => (locate ??= places().jsonLocator(text))(path) };
}

/** How many keys stand in a JSON text: its strings before a colon. */
function writtenKeys(text: string): number {
  let count = 0;
  for (let open = text.indexOf('"'); open >= 0;) {
    let close = text.indexOf('"', open + 1);
    while (isEscaped(text, close)) close = text.indexOf('"', close + 1);
    let after = close + 1;
    while (text.charCodeAt(after) <= 32) after++;
    if (text.charCodeAt(after) === 58) count++;
    open = text.indexOf('"', after);
  }
  return count;
}

function isEscaped(text: string, at: number): boolean {
  let backslashes = 0;
  while (text.charCodeAt(at - 1 - backslashes) === 92) backslashes++;
  return backslashes % 2 === 1;
}

/** How many keys there are in some data; not a number if it is nested deeper than it may be. */
function countKeys(node: object, left: number): number {
  if (left === 0) return NaN;
  let count = 0;
  if (Array.isArray(node)) {
    for (let i = 0; i < node.length; i++) {
      const item: unknown = node[i];
      if (typeof item === 'object' && item !== null) count += countKeys(item, left - 1);
    }
    return count;
  }
  for (const key in node) {
    const value = (node as Record<string, unknown>)[key];
    count += typeof value === 'object' && value !== null ? 1 + countKeys(value, left - 1) : 1;
  }
  return count;
}
