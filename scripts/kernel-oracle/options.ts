import { parseArgs } from 'node:util';
import { KINDS } from './kinds';

export interface Options {
  readonly networks: number;
  readonly seed: number;
  readonly only?: string;
  /** The one network to repeat. */
  readonly index?: number;
}

/** Throws an error whose message is for the person who typed the options. */
export function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: { networks: { type: 'string', default: '60' }, seed: { type: 'string', default: '1' }, only: { type: 'string' }, index: { type: 'string' } },
  });
  const whole = (name: string, text: string, least: number) => {
    const number = Number(text);
    if (!/^\d+$/.test(text) || !Number.isSafeInteger(number) || number < least) throw new Error(`--${name} takes a whole number of at least ${least}, not ${JSON.stringify(text)}`);
    return number;
  };
  if (values.only !== undefined && !(values.only in KINDS)) throw new Error(`--only takes one of ${Object.keys(KINDS).join(', ')}, not ${JSON.stringify(values.only)}`);
  return {
    networks: whole('networks', values.networks, 1),
    seed: whole('seed', values.seed, 0),
    ...(values.only === undefined ? {} : { only: values.only }),
    ...(values.index === undefined ? {} : { index: whole('index', values.index, 0) }),
  };
}
