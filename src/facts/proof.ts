import { all, Answer, any, conjunction, lazily, Step, Truth, Unknown } from '../core';
import { Endpoint, Host, Model, Placement, Role } from '../model';
import {
  actionsThrough, bootSteps, CredentialsAnswer, credentialsAnswer, higherTierSteps, HostManagementMode, imageAnswer, imageOf, metadataAnswer, ProxySetting,
  reachesSource, servicesOf, TierName, userDataEffects,
} from './agent';
import { associationSteps, exposureSteps, monitoringSteps } from './fleet';
import { AgentCall, agentContext, endpointPermits, roleArn } from './iam';
import { Path, reach, ServiceAnswer } from './net';
import { noteSteps } from './notes';

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
  const { os } = imageOf(model, launch);
  const effects = userDataEffects(launch.userData);
  const journey = { host, placement, os, ...effects.dualStackNames ? { dualStackNames: 'yes' as const } : {} };
  const reaches = (source: string) => reachesSource(model, { ...journey, service: 's3' }, source, host.region);
  const metadata = metadataAnswer(model, host, launch);
  const image = imageAnswer(model, host, launch, effects, reaches);
  const role = launch.identity.kind === 'role' ? launch.identity.role : undefined;
  // Most permissions are decided without a context.
  const credentials = credentialsAnswer(model, host, launch, lazily(() => agentContext(callOf(host, placement, role))), options);
  listUnseen(model, credentials);
  listPartition(model, host, credentials);
  if (placement.vpc?.isDefault) model.estate.worlds.assume({ kind: 'default-vpc', subject: host.name });
  const call = callOf(host, placement, credentials.byHostManagement ? credentials.speaker : role);
  const services = servicesOf(options.tier)
    .map((service) => withPolicies(reach(model, { ...journey, service }), call, options.tier, credentials.byHostManagement))
    .map((service) => throughProxy(model, service, effects.proxy));
  const answer = all([metadata, image, credentials, ...services].map((a) => a.answer));
  const higher = credentials.answer === 'yes' && all(services.map((s) => s.answer)) === 'yes' && !effects.proxy
    ? higherTierSteps(model, journey, credentials, lazily(() => agentContext(call)), options.tier) : [];
  const boot = bootSteps(model, { ...journey, service: 's3' }, effects, reaches);
  const fleet = answer === 'yes' ? [...associationSteps(model, host, journey), ...monitoringSteps(model, host, journey)] : [];
  const notes = [...answer === 'yes' ? noteSteps(model, host, placement, services, effects) : [], ...fleet, ...exposureSteps(host, placement, role)];
  // The warning about an installation that has one chance says it all.
  const races = boot.some((s) => s.reason === 'agentInstallRaces');
  const beside = [...notes.filter((s) => !races || s.reason !== 'bootsBeforeWay'), ...credentials.beside ?? [], ...boot, ...higher];
  return { placement, answer, metadata, image, credentials, services, beside };
}

/** Permissions that are proved rest on nothing unseen taking them away again. */
function listUnseen(model: Model, { answer, because }: Answer): void {
  if (answer !== 'yes') return;
  model.estate.worlds.assume({ kind: 'service-control-policies', subject: 'the organization' });
  for (const { data } of because) {
    if (data.unseen !== undefined) model.estate.worlds.assume({ kind: 'external-policy-open', subject: data.role ?? '', value: data.unseen });
  }
}

/** A policy that spells out the partition fits the Region the stack goes to, which is not known. */
function listPartition(model: Model, host: Host, { answer, speaker }: CredentialsAnswer): void {
  if (answer !== 'yes' || host.region !== undefined || !speaker) return;
  const spelled = speaker.policies.some((p) => p.kind === 'document' && JSON.stringify(p.document)?.includes('"arn:aws:'));
  if (spelled) model.estate.worlds.assume({ kind: 'partition', subject: 'AWS::Partition', value: 'aws' });
}

/** What is known of the calls of an agent, whatever way they take. */
function callOf(host: Host, { vpc }: Placement, role: Role | undefined): AgentCall {
  const environment = { region: host.region, account: host.account };
  return {
    ...environment,
    ...(vpc ? { vpc: new Unknown('reference', vpc.key, vpc.name) } : {}),
    ...(role ? { roleArn: roleArn(role, environment) } : {}),
  };
}

/** With a proxy the agent's way is the proxy's, which the input does not show: taken to serve where the network would let it pass. */
function throughProxy(model: Model, service: ServiceAnswer, proxy: ProxySetting | undefined): ServiceAnswer {
  if (!proxy) return service;
  const host = service.journey.host.name;
  if (service.answer === 'yes') {
    model.estate.worlds.assume({ kind: 'proxy-serves', subject: host, value: proxy.setting });
    return service;
  }
  const unknowns = [new Unknown('attribute', `proxy:${service.journey.host.key}`, `where the proxy of the user data (${proxy.setting}) leads`)];
  const data = { host, service: service.journey.service };
  return { ...service, answer: 'unknown', paths: [conjunction([{ reason: 'proxyUnknown', answer: 'unknown', at: [], data, unknowns }])] };
}

/** An endpoint's policy must allow what the agent calls through it. */
function withPolicies(service: ServiceAnswer, call: AgentCall, tier: TierName, byHostManagement: boolean): ServiceAnswer {
  if (service.endpoints.every((e) => e.policy === undefined)) return service;
  // Default Host Management hands its role out over the same endpoint.
  const token = byHostManagement && service.journey.service === 'ssm' ? ['ssm:RequestManagedInstanceRoleToken'] : [];
  const actions = [...actionsThrough(service.journey.service, tier), ...token];
  const byEndpoint = new Map(service.endpoints.map((e) => [e, policySteps(e, service, call, actions)]));
  const paths = service.paths.map((path): Path => (path.endpoint ? { ...path, ...conjunction([...path.because, ...byEndpoint.get(path.endpoint)!]) } : path));
  return { ...service, paths, answer: any(paths.map((p) => p.answer)) };
}

/** The steps of one endpoint's policy, the actions of one kind of answer together. */
function policySteps(endpoint: Endpoint, { journey }: ServiceAnswer, call: AgentCall, actions: readonly string[]): Step[] {
  if (endpoint.policy === undefined) return [];
  const context = agentContext({ ...call, vpcEndpoint: new Unknown('reference', endpoint.key, endpoint.name) });
  const place = { ...endpoint.place!, property: 'Properties.PolicyDocument' };
  const merged = new Map<string, Step>();
  for (const action of actions) {
    for (const step of endpointPermits(endpoint.policy, place, action, context).because) {
      const reason = step.reason === 'endpointPolicyDenies' || step.reason === 'endpointPolicyLacksAction' ? 'endpointPolicyBlocks' : step.reason;
      const known = merged.get(reason);
      const named = known ? `${known.data.actions}, ${action}` : action;
      merged.set(reason, { ...step, reason, data: { ...step.data, host: journey.host.name, service: journey.service, endpoint: endpoint.name, actions: named } });
    }
  }
  return [...merged.values()];
}
