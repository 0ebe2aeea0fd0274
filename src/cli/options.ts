import { parseArgs } from 'node:util';
import { HostManagementModes, TierName, TIERS } from '../prover/analysis';
import { Assumed } from '../prover/sources/cloudformation';
import { NamedInOptions } from '../prover/verdict';
import { findConfig, hostManagementModes, images, readConfig, saying, Settings, UNKNOWN_WORDS, UnknownWord } from './config';
import { Output, OUTPUT_OPTIONS, outputsOf } from './outputs';
import { readParameters } from './parameters';
import { one, pairs, UsageError } from './usage';

/** How to judge, whatever the command. */
export interface JudgeSettings {
  readonly tier: TierName;
  readonly hostManagement: HostManagementModes;
  readonly unknown: UnknownWord;
  readonly hosts: 'all' | 'declared';
  readonly exclude: readonly string[];
  readonly images: Readonly<Record<string, string>>;
  /** What is said of roles, groups and subnets that are made elsewhere. */
  readonly assumed: Assumed;
  readonly parameters: Readonly<Record<string, string>>;
  /** Parameters the command line names, which some template must have. */
  readonly named: readonly string[];
  /** Files that were read beside the templates. */
  readonly files: readonly string[];
  /** What the command line itself names: a file of settings may be for many apps. */
  readonly flags: NamedInOptions;
}

export interface CheckOptions extends JudgeSettings {
  readonly paths: readonly string[];
  readonly outputs: readonly Output[];
  readonly verbose: boolean;
  readonly quiet: boolean;
  readonly baseline?: string;
  readonly writeBaseline?: string;
}

/** Options of every command that judges. */
export const JUDGE_OPTIONS = {
  'strict': { type: 'boolean' },
  'unknown': { type: 'string' },
  'default-host-management': { type: 'string', multiple: true, default: [] as string[] },
  'require-tier': { type: 'string' },
  'hosts': { type: 'string' },
  'exclude': { type: 'string', multiple: true, default: [] as string[] },
  'assume-ami': { type: 'string', multiple: true, default: [] as string[] },
  'assume-role': { type: 'string', multiple: true, default: [] as string[] },
  'assume-group': { type: 'string', multiple: true, default: [] as string[] },
  'assume-subnet': { type: 'string', multiple: true, default: [] as string[] },
  'parameters': { type: 'string', multiple: true, default: [] as string[] },
  'parameters-file': { type: 'string', multiple: true, default: [] as string[] },
  'config': { type: 'string' },
  'no-config': { type: 'boolean', default: false },
} as const;

const CHECK_OPTIONS = {
  ...JUDGE_OPTIONS,
  ...OUTPUT_OPTIONS,
  'verbose': { type: 'boolean', default: false },
  'quiet': { type: 'boolean', short: 'q', default: false },
  'baseline': { type: 'string' },
  'write-baseline': { type: 'string' },
} as const;

/** @throws UsageError */
export function parseCheck(args: readonly string[], folder?: string): CheckOptions {
  const { values, positionals, tokens } = parse(() => parseArgs({ args: [...args], allowPositionals: true, tokens: true, options: CHECK_OPTIONS }));
  if (positionals.length === 0) throw new UsageError('name at least one template, folder or cloud assembly');
  if (values.verbose && values.quiet) throw new UsageError('--verbose and --quiet exclude each other');
  const config = configOf(values, folder);
  const baseline = values.baseline ?? config.baseline;
  return {
    ...judgeSettings(values, config),
    paths: positionals,
    outputs: outputsOf(tokens),
    verbose: values.verbose,
    quiet: values.quiet,
    ...(baseline === undefined ? {} : { baseline }),
    ...(values['write-baseline'] === undefined ? {} : { writeBaseline: values['write-baseline'] }),
  };
}

/** Node's own words about an option it does not know are good ones; its stack is not. */
export function parse<T>(run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError((error as Error).message.split('\n')[0]);
  }
}

interface JudgeValues {
  readonly 'strict'?: boolean;
  readonly 'unknown'?: string;
  readonly 'default-host-management': readonly string[];
  readonly 'require-tier'?: string;
  readonly 'hosts'?: string;
  readonly 'exclude': readonly string[];
  readonly 'assume-ami': readonly string[];
  readonly 'assume-role': readonly string[];
  readonly 'assume-group': readonly string[];
  readonly 'assume-subnet': readonly string[];
  readonly 'parameters': readonly string[];
  readonly 'parameters-file': readonly string[];
  readonly 'config'?: string;
  readonly 'no-config': boolean;
}

/** `on`, or `111111111111/eu-west-1=on`. */
function hostManagementOption(given: string): HostManagementModes {
  return hostManagementModes(given.includes('=') ? pairs('--default-host-management', [given]) : given, '--default-host-management');
}

/** @param folder where to look for a configuration file; undefined: nowhere */
export function configOf(values: JudgeValues, folder: string | undefined): Settings {
  if (values.config !== undefined) return readConfig(values.config);
  return values['no-config'] || folder === undefined ? {} : findConfig(folder);
}

/** The command line wins over the file; lists add up, maps are merged. */
export function judgeSettings(values: JudgeValues, config: Settings): JudgeSettings {
  const named: Record<string, string> = Object.assign(Object.create(null), ...values['parameters-file'].map(readParameters), pairs('--parameters', values.parameters));
  return {
    tier: one('--require-tier', values['require-tier'] ?? config.requireTier ?? 'connect', TIERS),
    hostManagement: { ...config.defaultHostManagement, ...Object.assign({}, ...values['default-host-management'].map(hostManagementOption)) as HostManagementModes },
    unknown: values.strict ? 'fail' : one('--unknown', values.unknown ?? config.unknown ?? 'warn', UNKNOWN_WORDS),
    hosts: one('--hosts', values.hosts ?? config.hosts ?? 'all', ['all', 'declared']),
    exclude: [...config.exclude ?? [], ...values.exclude],
    images: { ...config.assume?.images, ...images(pairs('--assume-ami', values['assume-ami']), '--assume-ami') },
    assumed: {
      roles: { ...config.assume?.roles, ...saying('roles', pairs('--assume-role', values['assume-role']), '--assume-role') },
      securityGroups: { ...config.assume?.securityGroups, ...saying('securityGroups', pairs('--assume-group', values['assume-group']), '--assume-group') },
      subnets: { ...config.assume?.subnets, ...saying('subnets', pairs('--assume-subnet', values['assume-subnet']), '--assume-subnet') },
    },
    parameters: Object.assign(Object.create(null), config.assume?.parameters, named) as Record<string, string>,
    named: Object.keys(named),
    files: [...values['parameters-file'], ...values.config === undefined ? [] : [values.config]],
    flags: {
      exclude: values.exclude,
      assume: {
        images: pairs('--assume-ami', values['assume-ami']), roles: pairs('--assume-role', values['assume-role']),
        securityGroups: pairs('--assume-group', values['assume-group']), subnets: pairs('--assume-subnet', values['assume-subnet']),
      },
    },
  };
}
