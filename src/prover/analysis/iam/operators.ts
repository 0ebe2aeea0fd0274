import { Address4, Address6 } from 'ip-address';
import { all, any, negate, scalar, Truth, truthOf, Value } from '../../core';
import { RequestContext } from './context';
import { bind, compile, Hole, STAR, Token, tokensOf } from './pattern';
import { literalOf, matchTokens } from './wildcard';

/** What a comparison has at hand besides the two values. */
export interface Setting {
  readonly context: RequestContext;
  /** `${...}` in values of the policy are variables. */
  readonly variables: boolean;
}

/** Whether a value of the request meets one value of the policy. */
export type Comparison = (policy: Value, request: Value, setting: Setting) => Truth;

export interface Operator {
  readonly compare: Comparison;
  /** The condition holds where no value of the policy is met. */
  readonly negated: boolean;
}

/** The operator of a name without set prefix and `IfExists`, in any case; `Null` is no comparison and not among them. */
export function operator(name: string): Operator | undefined {
  return OPERATORS.get(name.toLowerCase());
}

const OPERATORS: ReadonlyMap<string, Operator> = new Map(Object.entries({
  StringEquals: plain(text({})),
  StringNotEquals: negated(text({})),
  StringEqualsIgnoreCase: plain(text({ ignoreCase: true })),
  StringNotEqualsIgnoreCase: negated(text({ ignoreCase: true })),
  StringLike: plain(text({ wildcards: true })),
  StringNotLike: negated(text({ wildcards: true })),
  NumericEquals: plain(ordered(number, (r, p) => r === p)),
  NumericNotEquals: negated(ordered(number, (r, p) => r === p)),
  NumericLessThan: plain(ordered(number, (r, p) => r < p)),
  NumericLessThanEquals: plain(ordered(number, (r, p) => r <= p)),
  NumericGreaterThan: plain(ordered(number, (r, p) => r > p)),
  NumericGreaterThanEquals: plain(ordered(number, (r, p) => r >= p)),
  DateEquals: plain(ordered(date, (r, p) => r === p)),
  DateNotEquals: negated(ordered(date, (r, p) => r === p)),
  DateLessThan: plain(ordered(date, (r, p) => r < p)),
  DateLessThanEquals: plain(ordered(date, (r, p) => r <= p)),
  DateGreaterThan: plain(ordered(date, (r, p) => r > p)),
  DateGreaterThanEquals: plain(ordered(date, (r, p) => r >= p)),
  Bool: plain(text({ ignoreCase: true })),
  BinaryEquals: plain(text({})),
  IpAddress: plain(address),
  NotIpAddress: negated(address),
  // The two ARN operators of each pair are documented to behave alike.
  ArnEquals: plain(arn),
  ArnLike: plain(arn),
  ArnNotEquals: negated(arn),
  ArnNotLike: negated(arn),
}).map(([name, value]) => [name.toLowerCase(), value]));

function plain(compare: Comparison): Operator {
  return { compare, negated: false };
}

function negated(compare: Comparison): Operator {
  return { compare, negated: true };
}

function text(options: { readonly ignoreCase?: boolean; readonly wildcards?: boolean }): Comparison {
  const { ignoreCase = false, wildcards = false } = options;
  return (policy, request, { context, variables }) => {
    const pattern = bind(compile(policy, { ignoreCase, wildcards, variables }), context, ignoreCase);
    const value = bind(tokensOf(request, ignoreCase), context, ignoreCase);
    const match = matchTokens(pattern, value);
    return match === 'unknown' && isSameArn(pattern, value) ? 'yes' : match;
  };
}

function ordered(read: (text: string) => number, holds: (request: number, policy: number) => boolean): Comparison {
  return (policy, request, { context, variables }) => {
    const wanted = literalOf(bind(compile(policy, { wildcards: false, variables }), context));
    const given = scalar(request);
    if (wanted === undefined || given === undefined) return 'unknown';
    const [p, r] = [read(wanted), read(given)];
    return Number.isNaN(p) || Number.isNaN(r) ? 'unknown' : truthOf(holds(r, p));
  };
}

function number(literal: string): number {
  return literal.trim() === '' ? NaN : Number(literal);
}

/** ISO 8601, or seconds since 1970. */
function date(literal: string): number {
  const seconds = number(literal);
  return Number.isNaN(seconds) ? Date.parse(literal) : seconds * 1000;
}

function address(policy: Value, request: Value, { context, variables }: Setting): Truth {
  const wanted = ipOf(literalOf(bind(compile(policy, { wildcards: false, variables }), context)));
  const given = ipOf(scalar(request));
  if (!wanted || !given) return 'unknown';
  if (wanted instanceof Address4) return truthOf(given instanceof Address4 && given.isInSubnet(wanted));
  return truthOf(given instanceof Address6 && given.isInSubnet(wanted));
}

function ipOf(literal: string | undefined): Address4 | Address6 | undefined {
  if (literal === undefined) return undefined;
  try {
    return literal.includes(':') ? new Address6(literal) : new Address4(literal);
  } catch {
    return undefined;
  }
}

/** Each of the six parts of an ARN is matched on its own. */
function arn(policy: Value, request: Value, setting: Setting): Truth {
  const pattern = bind(compile(policy, { variables: setting.variables }), setting.context);
  const value = bind(tokensOf(request), setting.context);
  const whole = matchTokens(pattern, value);
  // A star that cannot cross a colon matches less, so what does not match as a whole matches in no way.
  if (whole === 'no') return 'no';
  if (isSameArn(pattern, value)) return 'yes';
  const [patternParts, valueParts] = [arnParts(pattern), arnParts(value)];
  if (!patternParts || !valueParts) return whole === 'yes' && !pattern.includes(STAR) ? 'yes' : 'unknown';
  return all(patternParts.map((part, i) => matchTokens(part, valueParts[i])));
}

/** Two ARNs that end in the same `GetAtt Role.Arn` are the same ARN, although what stands before may be known in one only. */
function isSameArn(a: readonly Token[], b: readonly Token[]): boolean {
  const [x, y] = [a[a.length - 1], b[b.length - 1]];
  return x instanceof Hole && y instanceof Hole && x.key === y.key && x.key.endsWith('.Arn') && startsAsArn(a) && startsAsArn(b);
}

function startsAsArn(tokens: readonly Token[]): boolean {
  return ['a', 'r', 'n', ':'].every((char, i) => tokens[i] === char);
}

function arnParts(tokens: readonly Token[]): readonly (readonly Token[])[] | undefined {
  const parts: Token[][] = [[]];
  for (const token of tokens) {
    const last = parts[parts.length - 1];
    if (token === ':' && parts.length < 6) parts.push([]);
    // A hole that may hold a colon hides where the next part begins.
    else if (token instanceof Hole && !token.narrow && parts.length < 6) return undefined;
    else last.push(token);
  }
  return parts.length === 6 ? parts : undefined;
}

/** Whether the condition block of an operator holds for the values of one key that the request carries. */
export function meets({ compare, negated: isNegated }: Operator, policy: readonly Value[], request: Value, setting: Setting): Truth {
  const met = any(policy.map((one) => compare(one, request, setting)));
  return isNegated ? negate(met) : met;
}
