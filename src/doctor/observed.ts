import { isMap, own } from '../prover/core';
import { Answers, Json, maps, member, text } from '../prover/sources/live';
import { ObservedState } from './agreement';

/** What AWS shows of one instance at the time of the answers. */
export interface Observation {
  readonly state: ObservedState;
  readonly session?: 'connected' | 'not-connected';
  readonly lastPing?: string;
  readonly agentVersion?: string;
  readonly platform?: string;
  /** A hybrid node (`mi-…`) with the same address or name. */
  readonly hybrid?: string;
  /** `running`, `pending`, … */
  readonly instanceState: string;
  readonly launchTime?: string;
  /** A status check of the instance or its system fails. */
  readonly impaired: boolean;
  /** Associations that failed, by name. */
  readonly failedAssociations: readonly string[];
}

export function observe(answers: Answers, instance: Json): Observation {
  const id = text(instance, 'InstanceId')!;
  const instanceState = text(instance, 'State', 'Name') ?? 'unknown';
  const nodes = answers.items('ssm', 'describe-instance-information', 'InstanceInformationList', 'InstanceId');
  const node = nodes.find((n) => text(n, 'InstanceId') === id);
  const session = sessionOf(answers, id);
  const hybrid = node ? undefined : hybridOf(nodes, instance);
  const [lastPing, launchTime] = [dateOf(member(node, 'LastPingDateTime')), dateOf(member(instance, 'LaunchTime'))];
  return {
    state: stateOf(answers, id, instanceState, node),
    ...session === undefined ? {} : { session },
    ...lastPing === undefined ? {} : { lastPing },
    ...optional('agentVersion', text(node, 'AgentVersion')),
    ...optional('platform', [text(node, 'PlatformName'), text(node, 'PlatformVersion')].filter((p) => p !== undefined).join(' ') || undefined),
    ...optional('hybrid', hybrid),
    ...launchTime === undefined ? {} : { launchTime },
    instanceState,
    impaired: isImpaired(answers, id),
    failedAssociations: answers.pages('ssm', 'describe-instance-associations-status', 'InstanceAssociationStatusInfos', { InstanceId: id }).items
      .filter((a) => text(a, 'Status') === 'Failed').map((a) => text(a, 'Name') ?? text(a, 'AssociationId') ?? 'an association'),
  };
}

const optional = <K extends string>(key: K, value: string | undefined) => (value === undefined ? {} : { [key]: value } as Record<K, string>);

function stateOf(answers: Answers, id: string, instanceState: string, node: Json | undefined): ObservedState {
  // Systems Manager does not list an instance that is stopped.
  if (instanceState === 'stopped' || instanceState === 'stopping') return 'stopped';
  if (node) return text(node, 'PingStatus') === 'Online' ? 'online' : 'lost';
  return isListedWhole(answers, id) ? 'not-registered' : 'not-asked';
}

/** Whether the list would hold the instance if it were a node. */
function isListedWhole(answers: Answers, id: string): boolean {
  if (answers.list('ssm', 'describe-instance-information').state === 'complete') return true;
  return answers.of('ssm', 'describe-instance-information').some(({ parameters, outcome }) => outcome === 'complete' && maps(parameters, 'Filters')
    .some((f) => text(f, 'Key') === 'InstanceIds' && ((member(f, 'Values') as unknown[] | undefined) ?? []).includes(id)));
}

function sessionOf(answers: Answers, id: string): Observation['session'] {
  const status = text(answers.one('ssm', 'get-connection-status', { Target: id }).data, 'Status')?.toLowerCase().replace(/[^a-z]/g, '');
  return status === 'connected' ? 'connected' : status === 'notconnected' ? 'not-connected' : undefined;
}

/** An instance that was registered by a hybrid activation has another id there. */
function hybridOf(nodes: readonly Json[], instance: Json): string | undefined {
  const address = text(instance, 'PrivateIpAddress');
  const name = text(instance, 'PrivateDnsName')?.split('.')[0];
  const twin = nodes.find((n) => text(n, 'InstanceId')?.startsWith('mi-') === true
    && ((address !== undefined && text(n, 'IPAddress') === address) || (name !== undefined && name !== '' && text(n, 'ComputerName')?.split('.')[0] === name)));
  return text(twin, 'InstanceId');
}

function isImpaired(answers: Answers, id: string): boolean {
  const status = answers.items('ec2', 'describe-instance-status', 'InstanceStatuses').find((s) => text(s, 'InstanceId') === id);
  return ['SystemStatus', 'InstanceStatus', 'AttachedEbsStatus'].some((check) => text(status, check, 'Status') === 'impaired');
}

/** A date as the AWS CLI prints it, as seconds since 1970, or as libraries record it. */
export function dateOf(value: unknown): string | undefined {
  if (typeof value === 'number') return iso(value < 1e11 ? value * 1000 : value);
  if (typeof value === 'string') return iso(Date.parse(value)) ?? value;
  if (!isMap(value)) return undefined;
  const [year, month, day, hour, minute, second] = ['year', 'month', 'day', 'hour', 'minute', 'second'].map((key) => own(value, key));
  if (typeof year !== 'number' || typeof month !== 'number' || typeof day !== 'number') return undefined;
  const rest = [hour, minute, second].map((v) => (typeof v === 'number' ? v : 0));
  return iso(Date.UTC(year, month - 1, day, rest[0], rest[1], rest[2]));
}

function iso(time: number): string | undefined {
  return Number.isFinite(time) && Math.abs(time) < 8e15 ? new Date(time).toISOString().replace('.000Z', 'Z') : undefined;
}
