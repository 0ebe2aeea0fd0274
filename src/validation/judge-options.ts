import { IConstruct } from 'constructs';
import { Tier } from '../constructs/identity/tier';
import type { HostManagementModes } from '../prover/analysis';
import type { EstateOptions, Loaded } from '../prover/sources/cloudformation';
import type { JudgeOptions, Judgement } from '../prover/verdict';
import { prover } from './load-prover';
import { DefaultHostManagementMode, HostScope, SsmReadyOptions, UnknownPolicy } from './options';

/** The engine's options for the public ones. */
export function judgeOptions(options: SsmReadyOptions, root?: IConstruct): JudgeOptions {
  const tiers = { [Tier.REGISTER]: 'register', [Tier.CONNECT]: 'connect', [Tier.COMMAND]: 'command', [Tier.LOGGING]: 'logging' } as const;
  return {
    tier: tiers[options.requireTier ?? Tier.CONNECT],
    hostManagement: hostManagementModes(options, root),
    hosts: options.hosts === HostScope.DECLARED ? 'declared' : 'all',
    exclude: options.exclude ?? [],
  };
}

const MODES = {
  [DefaultHostManagementMode.ON]: 'on',
  [DefaultHostManagementMode.OFF]: 'off',
  [DefaultHostManagementMode.UNKNOWN]: 'unknown',
} as const;

/** What the options say counts for more than the app's context. */
function hostManagementModes({ defaultHostManagement, defaultHostManagementIn = {} }: SsmReadyOptions, root?: IConstruct): HostManagementModes {
  return {
    ...modesOfContext(root),
    ...defaultHostManagement === undefined ? {} : { '*': MODES[defaultHostManagement] },
    ...Object.fromEntries(Object.entries(defaultHostManagementIn).map(([environment, mode]) => [environment, MODES[mode]])),
  };
}

/** The setting `defaultHostManagement` of the context value `ssm-ready`, which the command line reads from cdk.json, too. */
function modesOfContext(root?: IConstruct): HostManagementModes {
  const settings: unknown = root?.node.tryGetContext('ssm-ready');
  const given = typeof settings === 'object' && settings !== null ? (settings as { defaultHostManagement?: unknown }).defaultHostManagement : undefined;
  if (given === undefined) return {};
  const modes = typeof given === 'object' && given !== null ? given as Record<string, unknown> : { '*': given };
  return Object.fromEntries(Object.entries(modes).map(([environment, mode]) => {
    const word = typeof mode === 'string' ? mode.toLowerCase() : mode;
    const fault = prover().faultOfEnvironment(environment);
    if (fault !== undefined) throw new Error(`context value "ssm-ready": defaultHostManagement: ${fault}`);
    if (word !== 'on' && word !== 'off' && word !== 'unknown') throw new Error(`context value "ssm-ready": defaultHostManagement expects on, off or unknown, not ${JSON.stringify(mode)}`);
    return [environment, word];
  }));
}

/** What is known beyond the templates: what the options say, and what the app's context remembers of image lookups. */
export function loadOptions(options: SsmReadyOptions, root?: IConstruct): EstateOptions {
  const { imagesOfContext, assumedImages } = prover();
  const context = root === undefined ? {} : root.node.getAllContext() as Record<string, unknown>;
  const { roles, securityGroups, subnets, parameters = {}, images = {} } = options.assume ?? {};
  const assumed = { ...roles ? { roles } : {}, ...securityGroups ? { securityGroups } : {}, ...subnets ? { subnets } : {} };
  return { parameters, assumed, images: { ...imagesOfContext(context), ...assumedImages(images) } };
}

/** Judges with the public options. */
export function judgeLoaded(loaded: Loaded, options: SsmReadyOptions, root?: IConstruct): Judgement {
  return withoutIgnored(prover().judge(loaded, judgeOptions(options, root)), options);
}

function withoutIgnored(judgement: Judgement, options: SsmReadyOptions): Judgement {
  if (options.unknown !== UnknownPolicy.IGNORE) return judgement;
  return { ...judgement, hosts: judgement.hosts.map((host) => (host.verdict === 'unknown' ? prover().withFindings(host, host.findings.filter((f) => f.id !== 'HostNotProven')) : host)) };
}

/** Each option that names what the app does not have, in a sentence. */
export function unmatchedIn(loaded: Loaded, judgement: Judgement, { exclude, assume }: SsmReadyOptions): string[] {
  const { unmatchedOptions, unmatchedWords } = prover();
  return unmatchedOptions(loaded, judgement, { exclude, assume }).map((each) => {
    const option = each.kind === 'exclude' ? 'exclude' : `assume.${each.kind}`;
    return `${option}: ${JSON.stringify(each.name)}: ${unmatchedWords(each)}`;
  });
}

/** @throws Error for options that make no sense, at the line of the app that gives them */
export function checkOptions(options: SsmReadyOptions): void {
  for (const environment of Object.keys(options.defaultHostManagementIn ?? {})) {
    const fault = prover().faultOfEnvironment(environment);
    if (fault !== undefined) throw new Error(`defaultHostManagementIn: ${fault}`);
  }
  if (!options.assume) return;
  const { ASSUMED_WORDS, IMAGE_FAMILIES } = prover();
  for (const kind of ['roles', 'securityGroups', 'subnets'] as const) {
    for (const [name, word] of Object.entries(options.assume[kind] ?? {})) {
      if (!ASSUMED_WORDS[kind].includes(word)) throw new Error(`assume.${kind}: ${name} cannot be ${JSON.stringify(word)}; there are ${ASSUMED_WORDS[kind].join(', ')}`);
    }
  }
  for (const [id, family] of Object.entries(options.assume.images ?? {})) {
    if (!Object.hasOwn(IMAGE_FAMILIES, family)) {
      throw new Error(`assume.images: ${id} cannot be of the family ${JSON.stringify(family)}; there are ${Object.keys(IMAGE_FAMILIES).join(', ')}`);
    }
  }
}
