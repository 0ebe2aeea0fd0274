import { Atom, isMap, own, scalar, Unknown, Value } from '../../core';
import { intrinsicOf, splitLiteral } from './functions';
import { Stack } from './stack';

/** What CloudFormation fills in by itself. */
export const PSEUDO_PARAMETERS = new Set(['AWS::AccountId', 'AWS::NotificationARNs', 'AWS::NoValue', 'AWS::Partition', 'AWS::Region',
  'AWS::StackId', 'AWS::StackName', 'AWS::URLSuffix']);

/** A choice that stands for "none of the values the template speaks of". */
export const ANYTHING_ELSE = 'anything else';

/** Beyond this many allowed values a parameter is not tried value by value. */
const MAX_CHOICES = 8;

/** A parameter as the template declares it. */
export interface Parameter {
  readonly name: string;
  readonly type: string;
  readonly default?: string;
  readonly allowed: readonly string[];
}

/** The parameters a template declares; wrong shapes are as good as none. */
export function readParameters(stack: Stack): Map<string, Parameter> {
  const result = new Map<string, Parameter>();
  for (const [name, raw] of Object.entries(stack.section('Parameters'))) {
    if (!isMap(raw)) continue;
    const allowed = own(raw, 'AllowedValues');
    const fallback = own(raw, 'Default');
    result.set(name, {
      name,
      type: scalar(own(raw, 'Type') as Value) ?? 'String',
      default: Array.isArray(fallback) ? fallback.map((v) => scalar(v as Value) ?? '').join(',') : scalar(fallback as Value),
      allowed: Array.isArray(allowed) ? allowed.map((v) => scalar(v as Value)).filter((v) => v !== undefined) : [],
    });
  }
  return result;
}

/** Types whose values CloudFormation looks up in the account: an empty text is not one of them. */
const LOOKED_UP = /^AWS::(?:EC2|Route53)::[\w:]+$/;

/** Whether a parameter cannot be empty: CloudFormation rejects a stack whose id or name of an AWS resource does not exist. */
export function isNeverEmpty({ type, default: fallback }: Parameter): boolean {
  return fallback === undefined && LOOKED_UP.test(type);
}

/** The value a literal becomes under a parameter's type. */
export function typed(parameter: Parameter, literal: string): Value {
  if (parameter.type.startsWith('AWS::SSM::Parameter::Value<')) {
    const path = literal.replace(/:\d+$/, '');
    return new Unknown('ssm-parameter', `ssm:${path}`, `SSM parameter ${path}`);
  }
  if (parameter.type === 'CommaDelimitedList' || parameter.type.startsWith('List<')) {
    return literal === '' ? [] : splitLiteral(literal, ',').map((item) => item.trim());
  }
  return literal;
}

/**
 * What a parameter (or pseudo parameter) may be, as far as the template can tell: the default first, then the allowed values or the
 * constants conditions compare it with, then anything else. Undefined: nothing to choose between.
 */
export function atomOf(key: string, label: string, init: { fallback?: string; allowed: readonly string[]; compared: ReadonlySet<string> },
  assumption: Atom['assumption']): Atom | undefined {
  const closed = init.allowed.length > 0 && init.allowed.length <= MAX_CHOICES;
  const options = new Set<string>();
  if (init.fallback !== undefined) options.add(init.fallback);
  for (const value of closed ? init.allowed : init.compared) options.add(value);
  if (options.size === 0) return undefined;
  if (!closed) options.add(ANYTHING_ELSE);
  return { key, label, choices: [...options], ...(init.fallback !== undefined && assumption ? { assumption } : {}) };
}

/** Every constant that some `Fn::Equals` of the template compares with a `Ref`, and every first or second key of a mapping looked up by it. */
export function comparedConstants(stack: Stack): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  const add = (name: string, value: string) => {
    if (!found.has(name)) found.set(name, new Set());
    found.get(name)!.add(value);
  };
  const visit = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    const call = intrinsicOf(node);
    if (call?.name === 'Fn::Equals' && Array.isArray(call.argument) && call.argument.length === 2) {
      const [a, b] = call.argument as unknown[];
      for (const [left, right] of [[a, b], [b, a]]) {
        const ref = intrinsicOf(left);
        const literal = scalar(right as Value);
        if (ref?.name === 'Ref' && typeof ref.argument === 'string' && literal !== undefined) add(ref.argument, literal);
      }
    }
    for (const item of Array.isArray(node) ? node : Object.values(node)) visit(item);
  };
  for (const [name, condition] of Object.entries(stack.section('Conditions'))) {
    // CDK's own condition names some thirty Regions and gates nothing but its usage metadata.
    if (!name.startsWith('CDKMetadataAvailable')) visit(condition);
  }
  return found;
}
