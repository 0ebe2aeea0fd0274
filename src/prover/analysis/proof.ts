import { all, Answer, any, lazily, Step, Truth } from '../core';
import { Host, NetworkModel, Placement } from '../model';
import { agentInstallRacesNetwork } from '../rules/host/agent-install-races-network';
import { bootsBeforeNetwork } from '../rules/host/boots-before-network';
import { userDataEffects } from '../user-data';
import { bootSteps, closedToS3, higherTierSteps, imageAnswer, metadataAnswer, reachesSource } from './agent';
import { associationSteps, exposureSteps, monitoringSteps } from './fleet';
import { agentContext } from './iam';
import { ServiceAnswer } from './network';
import { noteSteps } from './notes';
import { byActivation, PlacementAnswers, ProofOptions } from './placement-answers';

/** Everything the proof found about one host from one place it may start in. */
export interface PlacementProof {
  readonly placement: Placement;
  readonly answer: Truth;
  readonly metadata: Answer;
  readonly image: Answer;
  readonly credentials: Answer;
  readonly services: readonly ServiceAnswer[];
  /** What is wrong beside the question: failing steps that do not decide it. */
  readonly beside: readonly Step[];
}

/** Everything the proof found about one host in one world. */
export interface HostProof {
  readonly host: Host;
  readonly answer: Truth;
  readonly placements: readonly PlacementProof[];
  /** Some placements work and some never do. */
  readonly mixed: boolean;
}

/** Can the agent on a host register and stay connected? Asked in one world after the other. */
export class HostProver {
  private readonly answers = new Map<Placement, PlacementAnswers>();

  constructor(private readonly model: NetworkModel, public readonly host: Host, private readonly options: ProofOptions) {}

  /** The proof in the current world. */
  public prove(): HostProof {
    const { host } = this;
    const placements = host.placements.map((placement) => this.provePlacement(placement));
    const answers = placements.map((p) => p.answer);
    if (placements.length === 0) return { host, answer: 'unknown', placements, mixed: false };
    if (all(answers) === 'yes') return { host, answer: host.placementUnknown ? 'unknown' : 'yes', placements, mixed: false };
    const never = any(answers) === 'no';
    return { host, answer: never && !host.placementUnknown ? 'no' : 'unknown', placements, mixed: !never && answers.includes('no') };
  }

  private answersFor(placement: Placement): PlacementAnswers {
    let answers = this.answers.get(placement);
    if (!answers) this.answers.set(placement, answers = new PlacementAnswers(this.model, this.host, placement, this.options));
    return answers;
  }

  private provePlacement(placement: Placement): PlacementProof {
    const { model, host, options } = this;
    const { launch } = placement;
    const asked = this.answersFor(placement);
    const journey = asked.journey();
    const effects = userDataEffects(launch.userData);
    const reaches = (source: string) => reachesSource(model, { ...journey, service: 's3' }, source, host.region);
    const asks = metadataAnswer(model, host, launch);
    const metadata = asks.answer === 'no' && effects.activates ? byActivation(host, launch) : asks;
    const image = imageAnswer(model, host, launch, effects, reaches, () => closedToS3(model, { ...journey, service: 's3' }));
    const credentials = asked.credentials();
    if (placement.vpc?.isDefault) model.worlds.assume({ kind: 'default-vpc', subject: host.name });
    const services = asked.services();
    const answer = all([metadata, image, credentials, ...services].map((a) => a.answer));
    const higher = credentials.answer === 'yes' && all(services.map((s) => s.answer)) === 'yes' && !effects.proxy
      ? higherTierSteps(model, journey, credentials, lazily(() => agentContext(asked.call())), options.tier) : [];
    const boot = bootSteps(model, { ...journey, service: 's3' }, effects, reaches);
    const fleet = answer === 'yes' ? [...associationSteps(model, host, journey), ...monitoringSteps(model, host, journey)] : [];
    const notes = [...answer === 'yes' ? noteSteps(model, host, placement, services, effects) : [], ...fleet, ...exposureSteps(host, placement, asked.ownRole())];
    // The warning about an installation that has one chance says it all.
    const races = boot.some((s) => s.reason === agentInstallRacesNetwork.faults.agentInstallRaces);
    const beside = [...notes.filter((s) => !races || s.reason !== bootsBeforeNetwork.faults.bootsBeforeWay), ...credentials.beside ?? [], ...boot, ...higher];
    return { placement, answer, metadata, image, credentials, services, beside };
  }
}
