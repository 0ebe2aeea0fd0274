import { managedPolicy } from '../data/managed-policies';
import { Loaded, loadTemplates } from '../prover/sources/cloudformation';
import { LiveInput, LiveScope, mapLive } from '../prover/sources/live';
import { judge, JudgeOptions, Judgement } from '../prover/verdict';

/** What the proof made of some accounts. */
export interface Proved {
  readonly input: LiveInput;
  readonly loaded: Loaded;
  readonly judgement: Judgement;
}

/** The same proof as for templates, over what accounts answered. */
export function prove(scopes: readonly LiveScope[], options: JudgeOptions, wanted: (instanceId: string) => boolean = () => true): Proved {
  const input = mapLive(scopes, { isKnownPolicy: (name) => managedPolicy(name) !== undefined });
  const loaded = loadTemplates(input.templates, { live: true, images: input.images });
  const judgement = judge(loaded, options, ({ type, logicalId }) => type === 'AWS::EC2::Instance' && wanted(logicalId));
  return { input, loaded, judgement };
}
