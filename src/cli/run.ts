import { dirname, join, resolve } from 'path';
import { isMap, own } from '../prover/core';
import { plain } from '../prover/report/inert';
import { ImageHint, imagesOfContext, load, Loaded, readText, rejectedParameters } from '../prover/sources/cloudformation';
import { acknowledge, assumedImages, judge, Judgement, unmatchedOptions, unmatchedWords, withFindings } from '../prover/verdict';
import { manifestAcknowledgements } from './manifest-acknowledgements';
import { JudgeSettings } from './options';
import { Streams } from './streams';
import { UsageError } from './usage';

/** The flag of what an option names. */
const FLAGS = {
  exclude: '--exclude', images: '--assume-ami', parameters: '--parameters', roles: '--assume-role', securityGroups: '--assume-group', subnets: '--assume-subnet',
} as const;

/** Loads and judges what the command line names. */
export function judgePaths(paths: readonly string[], settings: JudgeSettings, streams: Streams): { loaded: Loaded; judgement: Judgement } {
  const loaded = load(paths, { parameters: settings.parameters, assumed: settings.assumed, images: { ...lookedUp(paths), ...assumedImages(settings.images) } });
  for (const name of settings.named) {
    if (!loaded.estate.stacks.some((stack) => own(stack.section('Parameters'), name) !== undefined)) {
      throw new UsageError(`no template of the input has a parameter ${JSON.stringify(name)}`);
    }
  }
  const [rejected] = rejectedParameters(loaded.estate.stacks, settings.parameters);
  if (rejected) throw new UsageError(`${rejected.template}: ${rejected.message}`);
  const judged = judge(loaded, { tier: settings.tier, hostManagement: settings.hostManagement, hosts: settings.hosts, exclude: settings.exclude });
  for (const unmatched of unmatchedOptions(loaded, judged, settings.flags)) {
    streams.err(`cdk-ssm-ready: ${FLAGS[unmatched.kind]} ${plain(unmatched.name)}: ${unmatchedWords(unmatched)}\n`);
  }
  const judgement = acknowledge(judged, manifestAcknowledgements(loaded));
  return { loaded, judgement: settings.unknown === 'ignore' ? withoutOpen(judgement) : judgement };
}

/** Where {@link lookedUp} looks. */
export function contextFiles(paths: readonly string[]): string[] {
  return [...new Set([process.cwd(), ...paths.map((path) => dirname(resolve(path)))])].map((folder) => join(folder, 'cdk.context.json'));
}

/** CDK keeps what it looked up in `cdk.context.json` beside its `cdk.json`: there, or where the command runs. A broken one says nothing. */
function lookedUp(paths: readonly string[]): Record<string, ImageHint> {
  const hints: Record<string, ImageHint> = {};
  for (const file of contextFiles(paths)) {
    try {
      const context: unknown = JSON.parse(readText(file));
      if (isMap(context)) Object.assign(hints, imagesOfContext(context));
    } catch {
      // Not there, or not JSON: CDK itself would complain.
    }
  }
  return hints;
}

/** `--unknown ignore`: what cannot be told is no finding. */
function withoutOpen(judgement: Judgement): Judgement {
  return { ...judgement, hosts: judgement.hosts.map((host) => (host.verdict === 'unknown' ? withFindings(host, host.findings.filter((f) => f.id !== 'HostNotProven')) : host)) };
}
