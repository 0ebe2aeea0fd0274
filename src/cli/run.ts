import { own } from '../core';
import { load, Loaded } from '../load';
import { acknowledge, assumeImages, judge, Judgement } from '../verdict';
import { manifestAcknowledgements } from './manifest-acknowledgements';
import { JudgeSettings } from './options';
import { UsageError } from './usage';

/** Loads and judges what the command line names. */
export function judgePaths(paths: readonly string[], settings: JudgeSettings): { loaded: Loaded; judgement: Judgement } {
  const loaded = load(paths, { parameters: settings.parameters });
  for (const name of settings.named) {
    if (!loaded.estate.stacks.some((stack) => own(stack.section('Parameters'), name) !== undefined)) {
      throw new UsageError(`no template of the input has a parameter ${JSON.stringify(name)}`);
    }
  }
  assumeImages(loaded, settings.images);
  const judged = judge(loaded, { tier: settings.tier, hostManagement: settings.hostManagement, hosts: settings.hosts, exclude: settings.exclude });
  const judgement = acknowledge(judged, manifestAcknowledgements(loaded));
  return { loaded, judgement: settings.unknown === 'ignore' ? withoutOpen(judgement) : judgement };
}

/** `--unknown ignore`: what cannot be told is no finding. */
function withoutOpen(judgement: Judgement): Judgement {
  return { ...judgement, hosts: judgement.hosts.map((host) => ({ ...host, findings: host.findings.filter((f) => f.id !== 'HostNotProven') })) };
}
