import { InputError, isMap, own, scalar, Value } from '../../core';
import { splitLiteral } from './functions';
import { Stack } from './stack';

/** A value that a template's own declaration of the parameter rejects, as CloudFormation would at deployment. */
export function rejectedParameters(stacks: readonly Stack[], parameters: Readonly<Record<string, string>>): InputError[] {
  return stacks.filter((stack) => stack.parent === undefined).flatMap((stack) => Object.entries(parameters).flatMap(([name, value]) => {
    const declaration = own(stack.section('Parameters'), name);
    const fault = isMap(declaration) ? faultOf(declaration, value) : undefined;
    return fault === undefined ? [] : [new InputError(stack.template, `parameter ${name} is ${JSON.stringify(shortened(value))}, ${fault}`)];
  }));
}

function faultOf(declaration: Readonly<Record<string, unknown>>, value: string): string | undefined {
  const type = scalar(own(declaration, 'Type') as Value) ?? 'String';
  const isList = type === 'CommaDelimitedList' || type.startsWith('List<');
  const items = isList ? splitLiteral(value, ',').map((item) => item.trim()) : [value];
  const isNumber = type === 'Number' || type === 'List<Number>';
  return outsideOf(own(declaration, 'AllowedValues'), items)
    ?? (isNumber ? noNumber(declaration, items) : undefined)
    ?? (isList ? undefined : wrongLength(declaration, value) ?? wrongForm(own(declaration, 'AllowedPattern'), value));
}

function outsideOf(allowed: unknown, items: readonly string[]): string | undefined {
  if (!Array.isArray(allowed)) return undefined;
  const values = allowed.map((each) => scalar(each as Value));
  // A value that is not literal may be any.
  if (values.some((each) => each === undefined) || items.every((item) => values.includes(item))) return undefined;
  return `which is not one of its AllowedValues: ${values.map((each) => shortened(each!)).slice(0, MOST_SHOWN).join(', ')}${values.length > MOST_SHOWN ? ` and ${values.length - MOST_SHOWN} more` : ''}`;
}

const MOST_SHOWN = 20;

function noNumber(declaration: Readonly<Record<string, unknown>>, items: readonly string[]): string | undefined {
  const numbers = items.map((item) => (item.trim() === '' ? NaN : Number(item)));
  if (numbers.some((each) => !Number.isFinite(each))) return 'which is not a number';
  const [least, most] = [bound(declaration, 'MinValue'), bound(declaration, 'MaxValue')];
  if (least !== undefined && numbers.some((each) => each < least)) return `which is less than its MinValue ${least}`;
  if (most !== undefined && numbers.some((each) => each > most)) return `which is more than its MaxValue ${most}`;
  return undefined;
}

function wrongLength(declaration: Readonly<Record<string, unknown>>, value: string): string | undefined {
  const [least, most] = [bound(declaration, 'MinLength'), bound(declaration, 'MaxLength')];
  if (least !== undefined && value.length < least) return `which is shorter than its MinLength ${least}`;
  if (most !== undefined && value.length > most) return `which is longer than its MaxLength ${most}`;
  return undefined;
}

function bound(declaration: Readonly<Record<string, unknown>>, name: string): number | undefined {
  const value = scalar(own(declaration, name) as Value);
  return value === undefined || value.trim() === '' || !Number.isFinite(Number(value)) ? undefined : Number(value);
}

/** A group that repeats, a reference back or a look-around can take JavaScript for ever, or mean something else in Java, in which CloudFormation matches. */
const COSTLY = /\)[*+?{]|\\[1-9kpPQEGzZAbB]|\(\?|\[[^\]]*(?:&&|\[)/;
const MOST_REPETITIONS = 3;
const LONGEST_MATCHED = 500;

function wrongForm(pattern: unknown, value: string): string | undefined {
  if (typeof pattern !== 'string' || value.length > LONGEST_MATCHED || pattern.length > LONGEST_MATCHED) return undefined;
  if (COSTLY.test(pattern) || (pattern.match(/[*+]|\{\d*,\d*\}/g) ?? []).length > MOST_REPETITIONS) return undefined;
  try {
    return new RegExp(`^(?:${pattern})$`).test(value) ? undefined : `which its AllowedPattern ${shortened(pattern)} does not match`;
  } catch {
    return undefined; // Java's own syntax
  }
}

const shortened = (text: string): string => (text.length > 80 ? `${text.slice(0, 80)}…` : text);
