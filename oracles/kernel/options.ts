import { parseArgs } from 'node:util';
import { KINDS } from './kinds';

export interface Options {
  readonly networks: number;
  readonly seed: number;
  /** The kinds to draw from; all where absent. */
  readonly only?: readonly string[];
  /** The one network to repeat. */
  readonly index?: number;
  /** Tell each `unknown` for which the kernel had one answer whatever the addresses and ports. */
  readonly unknowns: boolean;
  /** How often each network is built; the same connections must work each time. */
  readonly repeat: number;
}

/** Throws an error whose message is for the person who typed the options. */
export function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: { networks: { type: 'string', default: '60' }, seed: { type: 'string', default: '1' }, only: { type: 'string' }, index: { type: 'string' }, repeat: { type: 'string', default: '1' }, unknowns: { type: 'boolean', default: false } },
  });
  const whole = (name: string, text: string, least: number) => {
    const number = Number(text);
    if (!/^\d+$/.test(text) || !Number.isSafeInteger(number) || number < least) throw new Error(`--${name} takes a whole number of at least ${least}, not ${JSON.stringify(text)}`);
    return number;
  };
  const only = values.only?.split(',');
  const stranger = only?.find((kind) => !Object.hasOwn(KINDS, kind));
  if (stranger !== undefined) throw new Error(`--only takes some of ${Object.keys(KINDS).join(',')}, not ${JSON.stringify(stranger)}`);
  return {
    networks: whole('networks', values.networks, 1),
    unknowns: values.unknowns,
    seed: whole('seed', values.seed, 0),
    repeat: whole('repeat', values.repeat, 1),
    ...(only ? { only } : {}),
    ...(values.index === undefined ? {} : { index: whole('index', values.index, 0) }),
  };
}
