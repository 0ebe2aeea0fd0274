import { IConstruct } from 'constructs';
import { Tier } from '../constructs/tier';
import type { EstateOptions, Loaded } from '../load';
import type { JudgeOptions, Judgement } from '../verdict';
import { prover } from './load-prover';
import { DefaultHostManagementMode, HostScope, SsmReadyOptions, UnknownPolicy } from './options';

/** The engine's options for the public ones. */
export function judgeOptions(options: SsmReadyOptions): JudgeOptions {
  const modes = {
    [DefaultHostManagementMode.ON]: 'on',
    [DefaultHostManagementMode.OFF]: 'off',
    [DefaultHostManagementMode.UNKNOWN]: 'unknown',
  } as const;
  const tiers = { [Tier.REGISTER]: 'register', [Tier.CONNECT]: 'connect', [Tier.COMMAND]: 'command', [Tier.LOGGING]: 'logging' } as const;
  const mode = options.defaultHostManagement;
  return {
    tier: tiers[options.requireTier ?? Tier.CONNECT],
    hostManagement: mode === undefined ? 'assumed-off' : modes[mode],
    hosts: options.hosts === HostScope.DECLARED ? 'declared' : 'all',
    exclude: options.exclude ?? [],
  };
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
export function judgeLoaded(loaded: Loaded, options: SsmReadyOptions): Judgement {
  return withoutIgnored(prover().judge(loaded, judgeOptions(options)), options);
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
