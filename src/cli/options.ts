import { parseArgs } from 'node:util';
import { isMap, own, scalar, Value } from '../core';
import { HostManagementMode, TierName, TIERS } from '../facts';
import { asInputError, readText } from '../load';

/** What the user asked for. */
export interface CheckOptions {
  readonly paths: readonly string[];
  readonly format: 'text' | 'json';
  readonly strict: boolean;
  readonly verbose: boolean;
  readonly hostManagement: HostManagementMode;
  readonly tier: TierName;
  readonly parameters: Readonly<Record<string, string>>;
}

/** The command line does not make sense; the message says what to type instead. */
export class UsageError extends Error {}

export const HELP = `Usage: cdk-ssm-ready check [options] PATH...

Proves whether every EC2 instance in CloudFormation templates can become a Systems Manager managed node.
PATH is a template (JSON or YAML), a folder of templates, or a CDK cloud assembly (cdk.out).

Options:
  --format text|json                       how to print the result (default: text)
  --strict                                 fail on "unknown" as well as on "never"
  --verbose                                list the assumptions of every host
  --default-host-management on|off|unknown the account's setting, where the input does not make it (default: assumed off)
  --require-tier register|connect|command|logging
                                           what the hosts must be able to do (default: connect)
  --parameters KEY=VALUE                   a template parameter's value; may be repeated
  --parameters-file FILE                   the same from CloudFormation's JSON: [{ "ParameterKey", "ParameterValue" }],
                                           { "Parameters": { KEY: VALUE } } or ["KEY=VALUE"]
  --help, --version

Exit status: 0 no host is "never"; 1 some host is; 2 usage; 3 an input could not be read.
`;

const one = <T extends string>(name: string, value: string, allowed: readonly T[]): T => {
  if ((allowed as readonly string[]).includes(value)) return value as T;
  throw new UsageError(`--${name} takes ${allowed.join(', ')}, not ${JSON.stringify(value)}`);
};

/** @throws UsageError */
export function parseCheck(args: readonly string[]): CheckOptions {
  let parsed;
  try {
    parsed = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        'format': { type: 'string', default: 'text' },
        'strict': { type: 'boolean', default: false },
        'verbose': { type: 'boolean', default: false },
        'default-host-management': { type: 'string' },
        'require-tier': { type: 'string', default: 'connect' },
        'parameters': { type: 'string', multiple: true, default: [] },
        'parameters-file': { type: 'string', multiple: true, default: [] },
      },
    });
  } catch (error) {
    throw new UsageError((error as Error).message.split('\n')[0]);
  }
  const { values, positionals } = parsed;
  if (positionals.length === 0) throw new UsageError('name at least one template, folder or cloud assembly');
  const management = values['default-host-management'];
  return {
    paths: positionals,
    format: one('format', values.format, ['text', 'json']),
    strict: values.strict,
    verbose: values.verbose,
    hostManagement: management === undefined ? 'assumed-off' : one('default-host-management', management, ['on', 'off', 'unknown']),
    tier: one('require-tier', values['require-tier'], TIERS),
    parameters: Object.assign(Object.create(null), ...values['parameters-file'].map(readParametersFile), parseParameters(values.parameters)) as Record<string, string>,
  };
}

/** CloudFormation's own shapes of parameter files. */
function readParametersFile(path: string): Record<string, string> {
  let data: unknown;
  try {
    data = JSON.parse(readText(path));
  } catch (error) {
    throw new UsageError(`--parameters-file ${path}: ${error instanceof SyntaxError ? 'not valid JSON' : asInputError(path, error).message}`);
  }
  const map = isMap(data) ? own(data, 'Parameters') ?? data : data;
  const entries: [unknown, unknown][] = Array.isArray(map)
    ? map.map((item: unknown) => {
      if (isMap(item)) return [own(item, 'ParameterKey'), own(item, 'ParameterValue')];
      const at = typeof item === 'string' ? item.indexOf('=') : -1;
      return at > 0 ? [(item as string).slice(0, at), (item as string).slice(at + 1)] : [undefined, undefined];
    })
    : isMap(map) ? Object.entries(map) : [[undefined, undefined]];
  const result: Record<string, string> = Object.create(null);
  for (const [key, value] of entries) {
    const text = Array.isArray(value) ? value.join(',') : scalar(value as Value);
    if (typeof key !== 'string' || text === undefined) {
      throw new UsageError(`--parameters-file ${path}: takes [{ "ParameterKey", "ParameterValue" }], { "Parameters": { … } } or ["KEY=VALUE"]`);
    }
    result[key] = text;
  }
  return result;
}

function parseParameters(pairs: readonly string[]): Record<string, string> {
  const result: Record<string, string> = Object.create(null);
  for (const pair of pairs) {
    const at = pair.indexOf('=');
    if (at < 1) throw new UsageError(`--parameters takes KEY=VALUE, not ${JSON.stringify(pair)}`);
    result[pair.slice(0, at)] = pair.slice(at + 1);
  }
  return result;
}
