import { all, Answer, any, conjunction, Step, Truth, Unknown } from '../core';
import { Endpoint, Host, Model, Placement } from '../model';
import { actionsThrough, credentialsAnswer, HostManagementMode, imageAnswer, imageOf, metadataAnswer, servicesOf, TierName } from './agent';
import { AgentCall, agentContext, endpointPermits, roleArn } from './iam';
import { Path, reach, ServiceAnswer } from './net';

export interface ProofOptions {
  readonly tier: TierName;
  readonly hostManagement: HostManagementMode;
}

/** Everything the proof found about one host from one place it may start in. */
export interface PlacementProof {
  readonly placement: Placement;
  readonly answer: Truth;
  readonly metadata: Answer;
  readonly image: Answer;
  readonly credentials: Answer;
  readonly services: readonly ServiceAnswer[];
}

/** Everything the proof found about one host in one world. */
export interface HostProof {
  readonly host: Host;
  readonly answer: Truth;
  readonly placements: readonly PlacementProof[];
  /** Some placements work and some never do. */
  readonly mixed: boolean;
}

/** Can the agent on a host register and stay connected? */
export function prove(model: Model, host: Host, options: ProofOptions): HostProof {
  const placements = host.placements.map((placement) => provePlacement(model, host, placement, options));
  const answers = placements.map((p) => p.answer);
  if (placements.length === 0) return { host, answer: 'unknown', placements, mixed: false };
  if (all(answers) === 'yes') return { host, answer: host.placementUnknown ? 'unknown' : 'yes', placements, mixed: false };
  const never = any(answers) === 'no';
  return { host, answer: never && !host.placementUnknown ? 'no' : 'unknown', placements, mixed: !never && answers.includes('no') };
}

function provePlacement(model: Model, host: Host, placement: Placement, options: ProofOptions): PlacementProof {
  const { launch } = placement;
  const call = callOf(host, placement);
  const metadata = metadataAnswer(host, launch);
  const image = imageAnswer(model, host, launch);
  const credentials = credentialsAnswer(model, host, launch, agentContext(call), options);
  const { os } = imageOf(launch);
  if (placement.vpc?.isDefault) model.estate.worlds.assume({ kind: 'default-vpc', subject: host.name });
  const services = servicesOf(options.tier).map((service) => withPolicies(reach(model, { host, placement, service, os }), call, options.tier));
  const answer = all([metadata, image, credentials, ...services].map((a) => a.answer));
  return { placement, answer, metadata, image, credentials, services };
}

/** What is known of the calls of an agent, whatever way they take. */
function callOf(host: Host, { launch, vpc }: Placement): AgentCall {
  const role = launch.identity.kind === 'role' ? launch.identity.role : undefined;
  const environment = { region: host.region, account: host.account };
  return {
    ...environment,
    ...(vpc ? { vpc: new Unknown('reference', vpc.key, vpc.name) } : {}),
    ...(role ? { roleArn: roleArn(role, environment) } : {}),
  };
}

/** An endpoint's policy must allow what the agent calls through it. */
function withPolicies(service: ServiceAnswer, call: AgentCall, tier: TierName): ServiceAnswer {
  if (service.endpoints.every((e) => e.policy === undefined)) return service;
  const byEndpoint = new Map(service.endpoints.map((e) => [e, policySteps(e, service, call, tier)]));
  const paths = service.paths.map((path): Path => (path.endpoint ? { ...path, ...conjunction([...path.because, ...byEndpoint.get(path.endpoint)!]) } : path));
  return { ...service, paths, answer: any(paths.map((p) => p.answer)) };
}

/** The steps of one endpoint's policy, the actions of one kind of answer together. */
function policySteps(endpoint: Endpoint, { journey }: ServiceAnswer, call: AgentCall, tier: TierName): Step[] {
  if (endpoint.policy === undefined) return [];
  const context = agentContext({ ...call, vpcEndpoint: new Unknown('reference', endpoint.key, endpoint.name) });
  const place = { ...endpoint.place!, property: 'Properties.PolicyDocument' };
  const merged = new Map<string, Step>();
  for (const action of actionsThrough(journey.service, tier)) {
    for (const step of endpointPermits(endpoint.policy, place, action, context).because) {
      const reason = step.reason === 'endpointPolicyDenies' || step.reason === 'endpointPolicyLacksAction' ? 'endpointPolicyBlocks' : step.reason;
      const known = merged.get(reason);
      const actions = known ? `${known.data.actions}, ${action}` : action;
      merged.set(reason, { ...step, reason, data: { ...step.data, host: journey.host.name, service: journey.service, endpoint: endpoint.name, actions } });
    }
  }
  return [...merged.values()];
}
