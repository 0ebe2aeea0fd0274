import { all, any, asBoolean, asList, holdsUnknown, isMap, negate, own, Truth, truthOf, Unknown, Value } from '../../core';
import { KeyState, lookUp, OneOf, RequestContext } from './context';
import { meets, operator, Operator, Setting } from './operators';

/** Whether a condition block holds, and what one would have to know where that cannot be told. */
export interface Verdict {
  readonly truth: Truth;
  readonly unknowns: readonly Unknown[];
}

interface Test {
  readonly quantifier: '' | 'forallvalues' | 'foranyvalue';
  /** Undefined: the `Null` operator. */
  readonly operator: Operator | undefined;
  readonly ifExists: boolean;
}

/** The condition block of a statement against a request: every key of every operator must hold. No block holds always. */
export function conditionsHold(block: Value, context: RequestContext, variables = true): Verdict {
  if (block === undefined || block === null) return { truth: 'yes', unknowns: [] };
  if (!isMap(block)) return unknownVerdict(block, 'a condition block that is no object');
  const verdicts = Object.keys(block).flatMap((name) => {
    const keys = own(block as Record<string, Value>, name);
    const test = testOf(name);
    if (!test) return [unknownVerdict(undefined, `the condition operator ${name}`)];
    if (!isMap(keys)) return [unknownVerdict(keys, `the keys of the condition operator ${name}`)];
    return Object.keys(keys).map((key) => keyHolds(test, key, own(keys as Record<string, Value>, key), { context, variables }));
  });
  const truth = all(verdicts.map((v) => v.truth));
  return { truth, unknowns: truth === 'unknown' ? verdicts.flatMap((v) => v.unknowns) : [] };
}

/** `ForAnyValue:StringLikeIfExists` taken apart. */
function testOf(name: string): Test | undefined {
  const colon = name.indexOf(':');
  const quantifier = name.slice(0, Math.max(0, colon)).toLowerCase();
  if (quantifier !== '' && quantifier !== 'forallvalues' && quantifier !== 'foranyvalue') return undefined;
  const rest = name.slice(colon + 1);
  const ifExists = rest.toLowerCase().endsWith('ifexists');
  const base = ifExists ? rest.slice(0, -'ifexists'.length) : rest;
  if (base.toLowerCase() === 'null') return ifExists ? undefined : { quantifier, ifExists, operator: undefined };
  const found = operator(base);
  return found && { quantifier, ifExists, operator: found };
}

function keyHolds(test: Test, key: string, value: Value, setting: Setting): Verdict {
  const state = lookUp(setting.context, key);
  if (state === undefined) return unknownVerdict(undefined, `the condition key ${key} of the request`);
  const policy = asList(value);
  const states = state instanceof OneOf ? state.states : [state];
  const truths = new Set(states.map((one) => stateHolds(test, one, policy, setting)));
  if (truths.size === 1 && !truths.has('unknown')) return { truth: [...truths][0], unknowns: [] };
  return unknownVerdict(policy, `the condition key ${key} of the request`);
}

function stateHolds(test: Test, state: KeyState, policy: readonly Value[], setting: Setting): Truth {
  // A key without values is as good as absent.
  const values = state === null || state.length === 0 ? undefined : state;
  if (!test.operator) return isNull(policy, values === undefined);
  if (values === undefined) return absent(test, test.operator);
  const each = values.map((value) => meets(test.operator!, policy, value, setting));
  if (test.quantifier === 'forallvalues') return all(each);
  if (test.quantifier === 'foranyvalue') return any(each);
  // What AWS does with several values and no quantifier is not documented.
  return new Set(each).size === 1 ? each[0] : 'unknown';
}

function isNull(policy: readonly Value[], isAbsent: boolean): Truth {
  return any(policy.map((wanted) => {
    const known = asBoolean(wanted);
    return known === undefined ? 'unknown' : truthOf(known === isAbsent);
  }));
}

/** A key that the request does not carry. */
function absent(test: Test, { negated }: Operator): Truth {
  if (test.ifExists || test.quantifier === 'forallvalues') return 'yes';
  // ForAnyValue is false without a value; whether that outweighs the negation, AWS does not say.
  if (test.quantifier === 'foranyvalue') return negated ? 'unknown' : 'no';
  return negate(truthOf(!negated));
}

function unknownVerdict(value: Value, what: string): Verdict {
  return { truth: 'unknown', unknowns: [holdsUnknown(value) ?? new Unknown('attribute', `condition: ${what}`, what)] };
}
