import { extentOf, identity, Link, scalar, Text, Unknown, Value } from '../../core';
import { lookUp, RequestContext } from './context';

/** `*`: any text, none included. */
export const STAR = Symbol('*');
/** `?`: exactly one character. */
export const ONE = Symbol('?');

/** A piece of text nobody knows. Holes with equal keys hold the same text. */
export class Hole {
  constructor(
    public readonly key: string,
    /** It holds neither `:` nor `/`, as account ids, Regions and instance ids. */
    public readonly narrow: boolean,
    public readonly excludes: readonly string[] = [],
  ) {}

  public admits(char: string): boolean {
    return !this.narrow || (char !== ':' && char !== '/');
  }
}

/** A policy variable, `${aws:username}` or `${aws:PrincipalTag/team, 'none'}`, to be filled from the request. */
export class Variable {
  constructor(public readonly name: string, public readonly fallback: string | undefined) {}
}

/** One character, or what stands for several or unknown ones. */
export type Token = string | typeof STAR | typeof ONE | Hole;
export type PatternToken = Token | Variable;

export interface PatternOptions {
  /** `*` and `?` stand for other characters. Default: true */
  readonly wildcards?: boolean;
  /** `${...}` in literals are policy variables: only in policies of version 2012-10-17. Default: false */
  readonly variables?: boolean;
  /** Default: false */
  readonly ignoreCase?: boolean;
}

/** The key under which the instance's own id is unknown. */
export const INSTANCE_ID = 'instance-id';
/** The key under which the name of a session's log is unknown. */
export const SESSION_LOG = 'session-log-name';

const NARROW = new Set(['AWS::AccountId', 'AWS::Region', 'AWS::Partition', INSTANCE_ID, SESSION_LOG]);

/** No policy that IAM or another service accepts is longer: a key policy holds 32 KB, all others less. */
const MAX_CHARACTERS = 32_768;

/** The tokens of a pattern as it stands in a policy. What is no text at all becomes one hole. */
export function compile(pattern: Value, options: PatternOptions = {}): readonly PatternToken[] {
  if (extentOf(pattern).characters > MAX_CHARACTERS) return [new Hole(new Unknown('too-large', identity(pattern), '').key, false)];
  return partsOf(pattern).flatMap((part) => (typeof part === 'string' ? literal(part, options) : [part]));
}

/** The tokens of a value of the request, in which nothing stands for anything else. */
export function tokensOf(value: Value, ignoreCase = false): readonly Token[] {
  return compile(value, { wildcards: false, ignoreCase }) as readonly Token[];
}

/** Fills policy variables, and what the account or partition is where the request knows them. */
export function bind(tokens: readonly PatternToken[], context: RequestContext, ignoreCase = false): readonly Token[] {
  if (tokens.every((token) => typeof token !== 'object')) return tokens as readonly Token[];
  return tokens.flatMap((token): readonly Token[] => {
    if (token instanceof Variable) return fill(token, context, ignoreCase);
    if (!(token instanceof Hole) || (token.key !== 'AWS::AccountId' && token.key !== 'AWS::Partition')) return [token as Token];
    const known = lookUp(context, token.key);
    const text = Array.isArray(known) && known.length === 1 ? known[0] as Value : undefined;
    return typeof text === 'string' ? tokensOf(text, ignoreCase) : [token];
  });
}

function fill(variable: Variable, context: RequestContext, ignoreCase: boolean): readonly Token[] {
  const known = lookUp(context, variable.name);
  if (Array.isArray(known) && known.length === 1) return tokensOf(known[0] as Value, ignoreCase);
  if (known === null && variable.fallback !== undefined) return tokensOf(variable.fallback, ignoreCase);
  return [new Hole(`variable:${variable.name.toLowerCase()}`, false)];
}

function partsOf(value: Value): readonly (string | Hole)[] {
  if (value instanceof Text) return value.parts.flatMap(partsOf);
  if (value instanceof Link) return linkParts(value);
  if (value instanceof Unknown) return [new Hole(value.key, NARROW.has(value.key), value.excludes)];
  const text = scalar(value);
  return [text ?? new Hole(`no text: ${typeof value}`, false)];
}

/**
 * The ARN of a role is known but for its path and name: enough to tell it from the ARN of anything else. That of a log group ends in `:*`, which
 * stands for its log streams (https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-logs-loggroup.html).
 */
function linkParts(link: Link): readonly (string | Hole)[] {
  const { type, stack } = (link.resource ?? {}) as { readonly type?: unknown; readonly stack?: { readonly region?: string } };
  if (link.attribute !== 'Arn') return [new Hole(link.key, false)];
  if (type === 'AWS::Logs::LogGroup') {
    const region = stack?.region ?? new Hole('AWS::Region', true);
    return ['arn:', new Hole('AWS::Partition', true), ':logs:', region, ':', new Hole('AWS::AccountId', true), ':log-group:', new Hole(link.target, false), ':*'];
  }
  if (type !== 'AWS::IAM::Role') return [new Hole(link.key, false)];
  return ['arn:', new Hole('AWS::Partition', true), ':iam::', new Hole('AWS::AccountId', true), ':role/', new Hole(link.key, false)];
}

function literal(text: string, { wildcards = true, variables = false, ignoreCase = false }: PatternOptions): PatternToken[] {
  const tokens: PatternToken[] = [];
  for (let i = 0; i < text.length; i++) {
    const char = text[i];
    const end = variables && char === '$' && text[i + 1] === '{' ? text.indexOf('}', i + 2) : -1;
    if (end >= 0) {
      tokens.push(variableOf(text.slice(i + 2, end)));
      i = end;
    } else if (wildcards && char === '*') {
      // Runs of stars say no more than one.
      if (tokens[tokens.length - 1] !== STAR) tokens.push(STAR);
    } else if (wildcards && char === '?') {
      tokens.push(ONE);
    } else {
      tokens.push(ignoreCase ? char.toLowerCase() : char);
    }
  }
  return tokens;
}

/** `${*}`, `${?}` and `${$}` are the characters themselves. */
function variableOf(content: string): PatternToken {
  if (content === '*' || content === '?' || content === '$') return content;
  const comma = content.indexOf(',');
  if (comma < 0) return new Variable(content.trim(), undefined);
  const quoted = content.slice(comma + 1).trim();
  const fallback = quoted.length >= 2 && quoted.startsWith('\'') && quoted.endsWith('\'') ? quoted.slice(1, -1) : undefined;
  return new Variable(content.slice(0, comma).trim(), fallback);
}
