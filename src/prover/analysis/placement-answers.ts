import { Answer, any, conjunction, lazily, Reason, refsOf, scalar, Step, textOf, Unknown } from '../core';
import { AMAZON_NAME_SERVERS, Endpoint, Host, Launch, NetworkModel, Placement, Role, Vpc } from '../model';
import { unresolved } from '../rules/unresolved';
import { NameServerSetting, ProxySetting, userDataEffects } from '../user-data';
import { actionsThrough, CredentialsAnswer, credentialsAnswer, HostManagementMode, HostManagementModes, imageOf, loggingServices, servicesOf, TierName } from './agent';
import { AgentCall, agentContext, endpointPermits, roleArn } from './iam';
import { byForeignName, Journey, parseCidr, Path, reach, ServiceAnswer } from './network';

export interface ProofOptions {
  readonly tier: TierName;
  readonly hostManagement: HostManagementMode | HostManagementModes;
}

/**
 * What costs most to prove of a host in one of the places it may start in. Each answer is kept for all worlds that do not differ in what
 * it rests on: setting a default of the network free asks nothing of the role again. So each starts from the placement alone, and
 * takes nothing along that was read in the world it is first asked in.
 */
export class PlacementAnswers {
  /** May the agent speak? */
  public readonly credentials: () => CredentialsAnswer;
  /** Is there a way to each service, and is what the agent calls allowed on it? */
  public readonly services: () => readonly ServiceAnswer[];

  constructor(private readonly model: NetworkModel, private readonly host: Host, private readonly placement: Placement, private readonly options: ProofOptions) {
    const { worlds } = model;
    this.credentials = worlds.cell(() => this.proveCredentials());
    const ways = servicesOf(options.tier).map((service) => worlds.cell(() => reach(model, { ...this.journey(), service })));
    // What session logs need is asked of the session preferences, which may differ from world to world.
    const logging = options.tier === 'logging' ? worlds.cell(() => loggingServices(model, this.journey())) : () => [];
    this.services = worlds.cell(() => [...ways.map((way) => way()), ...logging()].map((way) => this.allowedOn(way)));
  }

  /** Where the agent's calls start. */
  public journey(): Omit<Journey, 'service'> {
    const { launch } = this.placement;
    const { os } = imageOf(this.model, launch);
    return { host: this.host, placement: this.placement, os, ...userDataEffects(launch.userData).dualStackNames ? { dualStackNames: 'yes' as const } : {} };
  }

  /** What is known of the calls of the agent, once it has its credentials. */
  public call(): AgentCall {
    const { byHostManagement, speaker } = this.credentials();
    return callOf(this.host, this.placement, byHostManagement ? speaker : this.ownRole());
  }

  /** The role of the instance profile. */
  public ownRole(): Role | undefined {
    const { identity } = this.placement.launch;
    return identity.kind === 'role' ? identity.role : undefined;
  }

  private proveCredentials(): CredentialsAnswer {
    const { model, host, placement, options } = this;
    // Most permissions are decided without a context.
    const credentials = credentialsAnswer(model, host, placement.launch, lazily(() => agentContext(callOf(host, placement, this.ownRole()))), options);
    listUnseen(model, credentials);
    listPartition(model, host, credentials);
    if (credentials.answer !== 'no' || !userDataEffects(placement.launch.userData).activates) return credentials;
    return { ...byActivation(host, placement.launch), byHostManagement: false };
  }

  private allowedOn(service: ServiceAnswer): ServiceAnswer {
    const { model, options, placement: { launch } } = this;
    const { proxy, otherEndpoints, changesRoutes, nameServers } = userDataEffects(launch.userData);
    const direct = withPolicies(model, service, () => this.call(), options.tier, () => this.credentials().byHostManagement);
    const answer = throughProxy(model, nameServers ? byNameServers(model, direct, nameServers) : direct, proxy);
    if (answer.answer !== 'no') return answer;
    if (otherEndpoints) return byOtherEndpoint(answer);
    return changesRoutes && launch.otherSubnets.length > 0 ? byOtherInterface(answer) : answer;
  }
}

/** A hybrid activation brings credentials of its own: the profile, and the metadata service, are not asked. */
export function byActivation(host: Host, { userDataPlace }: Launch): Answer {
  const unknowns = [new Unknown('attribute', `activation:${host.key}`, `the hybrid activation in the user data of ${host.name}`)];
  return conjunction([{ reason: unresolved.activationUnknown, answer: 'unknown', at: [userDataPlace], data: { host }, unknowns }]);
}

/** Permissions that are proved rest on nothing unseen taking them away again. */
function listUnseen(model: NetworkModel, { answer, because }: Answer): void {
  if (answer !== 'yes') return;
  model.worlds.assume({ kind: 'service-control-policies', subject: 'the organization' });
  for (const { data } of because) {
    if (data.unseen !== undefined) model.worlds.assume({ kind: 'external-policy-open', subject: refsOf(data.role)[0]?.name ?? '', value: textOf(data.unseen) ?? '' });
  }
}

/** A policy that spells out the partition fits the Region the stack goes to, which is not known. */
function listPartition(model: NetworkModel, host: Host, { answer, speaker }: CredentialsAnswer): void {
  if (answer !== 'yes' || host.region !== undefined || !speaker) return;
  const spelled = speaker.policies.some((p) => p.kind === 'document' && JSON.stringify(p.document)?.includes('"arn:aws:'));
  if (spelled) model.worlds.assume({ kind: 'partition', subject: 'AWS::Partition', value: 'aws' });
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

/** With other name servers than those of the VPC, what a name resolves to is theirs to say; those of a directory of the input forward. */
function byNameServers(model: NetworkModel, service: ServiceAnswer, { servers, setting }: NameServerSetting): ServiceAnswer {
  const { host, placement: { vpc } } = service.journey;
  const others = servers.filter((server) => !isOwnResolver(vpc, server));
  const directories = others.map((server) => model.directoryOf(server));
  if (servers.length > 0 && directories.every((name) => name !== undefined)) {
    directories.forEach((subject) => model.worlds.assume({ kind: 'directory-forwards', subject }));
    return service;
  }
  return byForeignName(model, service, new Unknown('attribute', `name-servers:${host.key}`, `what the name servers that the user data of ${host.name} sets (${setting}) answer`));
}

/** The resolver of a VPC has the address behind that of the network, plus two; `127.0.0.53` is the system's own cache. */
function isOwnResolver(vpc: Vpc | undefined, server: string): boolean {
  if (AMAZON_NAME_SERVERS.has(server) || server === '127.0.0.53') return true;
  return vpc?.cidrs.some((cidr) => parseCidr(scalar(cidr) ?? '')?.set.intervals.some(({ from }) => parseCidr(server)?.interval.from === Number(from) + 2)) ?? false;
}

/** With a proxy the agent's way is the proxy's, which the input does not show: taken to serve where the network would let it pass. */
function throughProxy(model: NetworkModel, service: ServiceAnswer, proxy: ProxySetting | undefined): ServiceAnswer {
  if (!proxy) return service;
  const host = service.journey.host.name;
  if (service.answer === 'yes') {
    model.worlds.assume({ kind: 'proxy-serves', subject: host, value: proxy.setting });
    return service;
  }
  const unknowns = [new Unknown('attribute', `proxy:${service.journey.host.key}`, `where the proxy of the user data (${proxy.setting}) leads`)];
  const data = { host, service: service.journey.service };
  return { ...service, answer: 'unknown', paths: [conjunction([{ reason: unresolved.proxyUnknown, answer: 'unknown', at: [], data, unknowns }])] };
}

/** An agent that is told another address for the service does not ask for its name. */
function byOtherEndpoint(service: ServiceAnswer): ServiceAnswer {
  const { host } = service.journey;
  const unknowns = [new Unknown('attribute', `agent-endpoints:${host.key}`, 'where the endpoints in amazon-ssm-agent.json lead')];
  const data = { host, service: service.journey.service };
  return { ...service, answer: 'unknown', paths: [conjunction([{ reason: unresolved.agentEndpointsUnknown, answer: 'unknown', at: [], data, unknowns }])] };
}

/** User data that sets routes may have the system leave by a further network interface. */
function byOtherInterface(service: ServiceAnswer): ServiceAnswer {
  const { host } = service.journey;
  const unknowns = [new Unknown('attribute', `routes:${host.key}`, `where the routes that the user data of ${host.name} sets lead, by a further network interface`)];
  const data = { host, service: service.journey.service, endpoint: service.journey.service };
  return { ...service, answer: 'unknown', paths: [conjunction([{ reason: unresolved.otherInterfaceUnknown, answer: 'unknown', at: [], data, unknowns }])] };
}

/** An endpoint's policy must allow what the agent calls through it. */
function withPolicies(model: NetworkModel, service: ServiceAnswer, called: () => AgentCall, tier: TierName, byHostManagement: () => boolean): ServiceAnswer {
  if (service.endpoints.every((e) => e.policy === undefined)) return service;
  // Default Host Management hands its role out over the same endpoint.
  const token = byHostManagement() && service.journey.service === 'ssm' ? ['ssm:RequestManagedInstanceRoleToken'] : [];
  const actions = [...actionsThrough(service.journey.service, tier), ...token];
  const call = called();
  const byEndpoint = new Map(service.endpoints.map((e) => [e, policySteps(e, service, call, actions).map((s) => perhapsMended(model, e, s))]));
  const paths = service.paths.map((path): Path => (path.endpoint ? { ...path, ...conjunction([...path.because, ...byEndpoint.get(path.endpoint)!]) } : path));
  return { ...service, paths, answer: any(paths.map((p) => p.answer)) };
}

/** What is handed the endpoint may write it another policy. */
function perhapsMended(model: NetworkModel, endpoint: Endpoint, step: Step): Step {
  const meddler = step.answer === 'no' ? model.meddler(endpoint.key) : undefined;
  return meddler ? { ...step, reason: unresolved.endpointPolicyUnknown, answer: 'unknown', unknowns: [meddler] } : step;
}

/** The steps of one endpoint's policy, the actions of one kind of answer together. */
function policySteps(endpoint: Endpoint, { journey }: ServiceAnswer, call: AgentCall, actions: readonly string[]): Step[] {
  if (endpoint.policy === undefined) return [];
  const context = agentContext({ ...call, vpcEndpoint: new Unknown('reference', endpoint.key, endpoint.name) });
  const place = { ...endpoint.place!, property: 'Properties.PolicyDocument' };
  const merged = new Map<Reason, Step>();
  for (const action of actions) {
    for (const step of endpointPermits(endpoint.policy, place, action, context).because) {
      const known = merged.get(step.reason);
      const named = known ? `${known.data.actions}, ${action}` : action;
      merged.set(step.reason, { ...step, data: { ...step.data, host: journey.host, service: journey.service, endpoint, actions: named } });
    }
  }
  return [...merged.values()];
}
