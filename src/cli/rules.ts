import { parseArgs } from 'node:util';
import { inertJson } from '../prover/report/inert';
import { rules, rulesText } from '../prover/report/rules';
import { parse } from './options';
import { Streams } from './streams';
import { one, UsageError } from './usage';

/** `cdk-ssm-ready rules`: the catalogue of checks. */
export function runRules(args: readonly string[], streams: Streams): number {
  const { values, positionals } = parse(() => parseArgs({ args: [...args], allowPositionals: true, options: { format: { type: 'string', default: 'text' } } }));
  if (positionals.length > 0) throw new UsageError(`rules takes no ${JSON.stringify(positionals[0])}`);
  const list = rules();
  streams.out(one('--format', values.format, ['text', 'json']) === 'json' ? `${inertJson({ schemaVersion: 1, rules: list }, 2)}\n` : rulesText(list));
  return 0;
}
