import { Value } from '../../core';

/** A key is in the request with these values; `null`: the request does not carry it. */
export type KeyState = readonly Value[] | null;

/** Which of several states a key is in cannot be told. */
export class OneOf {
  constructor(public readonly states: readonly KeyState[]) {}
}

/**
 * What is known of a request, by condition key (upper and lower case are the same). A key that is not listed is unknown.
 * `AWS::Partition` and `AWS::AccountId` may be listed too: they fill those pseudo parameters in policies.
 */
export type RequestContext = Readonly<Record<string, KeyState | OneOf>>;

const lowered = new WeakMap<RequestContext, Map<string, KeyState | OneOf>>();

/** What is known of a key; undefined: nothing. */
export function lookUp(context: RequestContext, key: string): KeyState | OneOf | undefined {
  let map = lowered.get(context);
  if (!map) {
    map = new Map(Object.entries(context).map(([name, state]) => [name.toLowerCase(), state]));
    lowered.set(context, map);
  }
  return map.get(key.toLowerCase());
}

/** A request nothing is known of. */
export const NO_CONTEXT: RequestContext = Object.freeze({});
