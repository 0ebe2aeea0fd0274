import { Answers, text } from '../../prover/sources/live';
import type { JudgeOptions } from '../../prover/verdict';
import type { CallRequest } from './caller';
import { IdentityOptions, identityRequests } from './plan-identity';
import { networkRequests } from './plan-network';
import { chunks, request } from './plan-tools';
import { Estate, estateOf, Target } from './scope';

export interface PlanOptions extends IdentityOptions {
  readonly target: Target;
  readonly tier: JudgeOptions['tier'];
  /** Instances that calls of their own are made for: those that are not proved or not online. Undefined: not decided yet. */
  readonly undecided?: readonly string[];
}

/** As many ids as Systems Manager takes in a filter, and EC2's status call in its list. */
const LISTED_IDS = 100;
export const HOST_MANAGEMENT = '/ssm/managed-instance/default-ec2-instance-management-role';
const PREFERENCES = 'SSM-SessionManagerRunShell';

/**
 * The calls to make, given the answers so far. Asked again after each round of answers, until nothing new comes: a route leads to
 * a peering connection, that to another VPC, and that to its own lists.
 */
export function plan(answers: Answers, options: PlanOptions): CallRequest[] {
  const found = instanceRequests(options.target);
  if (answers.of('ec2', 'describe-instances').length === 0) return [request('sts', 'get-caller-identity'), ...found];
  const estate = estateOf(answers, options.target);
  if (estate.instances.length === 0) return found;
  return [
    ...found,
    ...networkRequests(answers, estate),
    ...imageRequests(answers, estate),
    ...identityRequests(answers, estate, options),
    ...managerRequests(answers, estate, options),
    ...hostRequests(answers, options),
  ];
}

export function instanceRequests({ ids, vpc, tags }: Target): CallRequest[] {
  const filters = [
    ...vpc === undefined ? [] : [{ Name: 'vpc-id', Values: [vpc] }],
    ...tags.map(({ key, value }) => (value === undefined ? { Name: 'tag-key', Values: [key] } : { Name: `tag:${key}`, Values: [value] })),
  ];
  if (ids.length > 0) return chunks(ids).map((Values) => request('ec2', 'describe-instances', { Filters: [{ Name: 'instance-id', Values }, ...filters] }));
  return [request('ec2', 'describe-instances', filters.length === 0 ? {} : { Filters: filters })];
}

/** Names of images: of the instances' own, deregistered and private ones too, and by their ids where that call is not answered. */
function imageRequests(answers: Answers, { instances, isWholeRegion }: Estate): CallRequest[] {
  const ids = instances.map((i) => text(i, 'InstanceId')!);
  const asked = answers.of('ec2', 'describe-instance-image-metadata');
  if (asked.length === 0) {
    return isWholeRegion ? [request('ec2', 'describe-instance-image-metadata')]
      : chunks(ids).map((Values) => request('ec2', 'describe-instance-image-metadata', { Filters: [{ Name: 'instance-id', Values }] }));
  }
  const named = new Set(answers.items('ec2', 'describe-instance-image-metadata', 'InstanceImageMetadata').map((m) => text(m, 'ImageMetadata', 'ImageId')));
  const missing = [...new Set(instances.map((i) => text(i, 'ImageId')).filter((id): id is string => id !== undefined && !named.has(id)))].sort();
  return chunks(missing).map((Values) => request('ec2', 'describe-images', { Filters: [{ Name: 'image-id', Values }], IncludeDeprecated: true }));
}

function managerRequests(answers: Answers, { instances, isWholeRegion }: Estate, { tier }: PlanOptions): CallRequest[] {
  const ids = instances.map((i) => text(i, 'InstanceId')!);
  const whole = isWholeRegion || ids.length > LISTED_IDS;
  const nodes = new Set(answers.items('ssm', 'describe-instance-information', 'InstanceInformationList', 'InstanceId').map((n) => text(n, 'InstanceId')));
  const isAsked = answers.of('ssm', 'describe-instance-information').length > 0;
  // A machine that registered by a hybrid activation has another id, so it is found among these only.
  const seeksHybrids = isAsked && !whole && instances.some((i) => text(i, 'State', 'Name') === 'running' && !nodes.has(text(i, 'InstanceId')));
  return [
    ...whole ? [request('ssm', 'describe-instance-information')] : [request('ssm', 'describe-instance-information', { Filters: [{ Key: 'InstanceIds', Values: ids }] })],
    ...seeksHybrids ? [request('ssm', 'describe-instance-information', { Filters: [{ Key: 'ResourceType', Values: ['ManagedInstance'] }] })] : [],
    request('ssm', 'get-service-setting', { SettingId: HOST_MANAGEMENT }),
    ...tier === 'logging' ? [request('ssm', 'get-document', { Name: PREFERENCES })] : [],
  ];
}

/** A call for one instance is made only if the lists do not settle its case. */
function hostRequests(answers: Answers, { undecided, target }: PlanOptions): CallRequest[] {
  if (undecided === undefined) return [];
  const nodes = answers.items('ssm', 'describe-instance-information', 'InstanceInformationList', 'InstanceId');
  const { instances, isWholeRegion } = estateOf(answers, target);
  const perHost = undecided.flatMap((id) => {
    const isNode = nodes.some((n) => text(n, 'InstanceId') === id);
    return [
      request('ec2', 'describe-instance-attribute', { InstanceId: id, Attribute: 'userData' }),
      ...isNode ? [request('ssm', 'get-connection-status', { Target: id }), request('ssm', 'describe-instance-associations-status', { InstanceId: id })] : [],
    ];
  });
  const ids = instances.map((i) => text(i, 'InstanceId')!);
  // Last of all, so that it shows which instance was terminated in the meantime.
  const isLast = perHost.every(({ service, operation, parameters }) => answers.of(service, operation).some((a) => JSON.stringify(a.parameters) === JSON.stringify(parameters)));
  const status = isWholeRegion || ids.length > LISTED_IDS ? request('ec2', 'describe-instance-status', { IncludeAllInstances: true }) : request('ec2', 'describe-instance-status', { InstanceIds: ids, IncludeAllInstances: true });
  return isLast ? [...perHost, status] : perHost;
}
