import { scalar, Unknown, Value } from '../../core';
import { LiveState } from '../types';

/** States in which a thing is of use, in the words of AWS's APIs. */
const SETTLED: ReadonlySet<string> = new Set(['available', 'active', 'modifying']);
/** States that end in one of those by themselves, or may. */
const PENDING: ReadonlySet<string> = new Set(['pending', 'initiating', 'initiating-request', 'provisioning', 'partial', 'rollingback']);

/** What a template makes is taken to work; what runs says how it is. */
export function liveState(value: Value, message?: Value): LiveState {
  if (value === undefined) return { kind: 'settled', word: '' };
  const word = scalar(value)?.toLowerCase();
  if (word === undefined) return { kind: 'unknown', word: '', unknown: value instanceof Unknown ? value : new Unknown('not-seen', 'state', 'a state') };
  const kind = SETTLED.has(word) ? 'settled' : PENDING.has(word) ? 'pending' : 'failed';
  return { kind, word, ...scalar(message) === undefined ? {} : { message: scalar(message) } };
}

/** What keeps a state from being judged: it changes by itself, or no answer tells it. */
export function stateUnknown(what: string, key: string, state: LiveState): Unknown | undefined {
  if (state.kind === 'pending') return new Unknown('not-seen', `state:${key}`, `${what}, which is ${state.word}`);
  return state.kind === 'unknown' ? state.unknown : undefined;
}

/** A value that no answer of a live account tells. */
export const notSeen = (value: Value): Unknown | undefined => (value instanceof Unknown && value.why === 'not-seen' ? value : undefined);
