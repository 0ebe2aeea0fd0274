import { all, Answer, asBoolean, conjunction, isMap, joinEvidence, own, Reason, Step, Text, Unknown, Value } from '../../core';
import { Host, NetworkModel, Role } from '../../model';
import { rolePermissionsMissing } from '../../rules/identity/role-permissions-missing';
import { unresolved } from '../../rules/unresolved';
import { permits, RequestContext } from '../iam';
import { readJson } from '../iam/document';
import { SESSION_LOG } from '../iam/pattern';
import type { S3Place } from './reach-s3';

/** What the agent must be able to do so that sessions are logged and encrypted as the session preferences say. */
export interface LogNeeds {
  readonly calls: readonly LogCall[];
  /** Services whose names the host must reach. */
  readonly services: readonly ('s3' | 'logs' | 'kms')[];
  /** Where the bucket of session logs lies. */
  readonly bucketPlace: S3Place;
  /** Present: the preferences are not (fully) readable. */
  readonly unknown?: Unknown;
}

interface LogCall {
  readonly action: string;
  /** What it is for: an S3 bucket, a log group, a KMS key. */
  readonly purpose: string;
  readonly resource?: Value;
  /** A policy of the bucket or key may grant what the role does not. */
  readonly maybeGranted: boolean;
}

/** What the session preferences of the host's account and Region ask for; undefined: the input does not make them. */
export function logNeeds(model: NetworkModel, host: Host): LogNeeds | undefined {
  const preferences = model.sessionPreferences({ account: host.account, region: host.region });
  if (!preferences) return undefined;
  const { content } = preferences;
  const document = typeof content === 'string' || content instanceof Text ? readJson(content) : content;
  const inputs = isMap(document) ? own(document as Record<string, Value>, 'inputs') : undefined;
  if (!isMap(document) || !(inputs === undefined || isMap(inputs))) {
    return { calls: [], services: [], bucketPlace: 'unknown', unknown: content instanceof Unknown ? content : new Unknown('malformed', 'session preferences', 'the content of the session preferences document') };
  }
  return needsOf(model, host, (inputs ?? {}) as Record<string, Value>);
}

function needsOf(model: NetworkModel, host: Host, inputs: Record<string, Value>): LogNeeds {
  const calls: LogCall[] = [];
  const services: ('s3' | 'logs' | 'kms')[] = [];
  let bucketPlace: S3Place = 'unknown';
  const [bucket, logGroup, key] = ['s3BucketName', 'cloudWatchLogGroupName', 'kmsKeyId'].map((name) => given(own(inputs, name)));
  if (bucket !== undefined) {
    const target = model.bucketTarget(bucket);
    if (target.made) bucketPlace = target.region === host.region ? 'own-region' : 'unknown';
    const purpose = 'the S3 bucket of session logs';
    const prefix = given(own(inputs, 's3KeyPrefix'));
    calls.push({ action: 's3:PutObject', purpose, resource: join(target.arn, '/', prefix, prefix === undefined ? undefined : '/', LOG_NAME), maybeGranted: target.maybeGranted });
    // The agent refuses to log to a bucket it cannot see encrypted, unless told not to look.
    if (asBoolean(own(inputs, 's3EncryptionEnabled')) === true) calls.push({ action: 's3:GetEncryptionConfiguration', purpose, resource: target.arn, maybeGranted: target.maybeGranted });
    services.push('s3');
  }
  if (logGroup !== undefined) {
    const purpose = 'the log group of session logs';
    const streams = logStreams(host, logGroup);
    calls.push(...ON_STREAMS.map((action) => ({ action, purpose, resource: streams, maybeGranted: false })), { action: 'logs:DescribeLogGroups', purpose, maybeGranted: false });
    services.push('logs');
  }
  if (key !== undefined) {
    const target = model.keyTarget(key);
    calls.push({ action: 'kms:Decrypt', purpose: 'the KMS key of sessions', resource: target.arn, maybeGranted: target.maybeGranted });
    services.push('kms');
  }
  return { calls, services, bucketPlace };
}

const LOG_NAME = new Unknown('attribute', SESSION_LOG, 'the name of a session log');

/** Calls that name the log group, or a log stream in it. A policy names them by the ARN of the log group and `:*`. */
const ON_STREAMS = ['logs:CreateLogStream', 'logs:PutLogEvents', 'logs:DescribeLogStreams'];

/** The ARN of a log stream of a log group, which is given by its name. */
function logStreams(host: Host, name: Value): Value {
  const pseudo = (key: string) => new Unknown('pseudo', key, key);
  return join('arn:', pseudo('AWS::Partition'), ':logs:', host.region ?? pseudo('AWS::Region'), ':', host.account ?? pseudo('AWS::AccountId'), ':log-group:', name, ':log-stream:', LOG_NAME);
}

/** Settings that are not used are empty strings. */
function given(value: Value): Value {
  return value === '' || value === null ? undefined : value;
}

function join(...parts: readonly Value[]): Value {
  return new Text(parts.flatMap((part) => {
    if (part instanceof Text) return part.parts;
    return part === undefined ? [] : [part as Text['parts'][number]];
  }));
}

/** Whether a role may write the logs: one step a reason. A grant that may come from the other side is not known. */
export function mayLog(role: Role, needs: LogNeeds, context: RequestContext): Answer {
  const steps: Step[] = needs.calls.flatMap((call) => permits(role, call.action, { resource: call.resource, context }).because
    .map((step) => ({ ...step, data: { ...step.data, purpose: call.purpose }, ...doubt(step, call) })));
  const merged = new Map<Reason, Step>();
  for (const step of steps) {
    const known = merged.get(step.reason)?.data;
    const data = { ...step.data, actions: joinEvidence(known?.actions ?? '', step.data.action), purpose: joinEvidence(known?.purpose ?? '', step.data.purpose) };
    merged.set(step.reason, { ...step, data });
  }
  if (needs.unknown) merged.set(unresolved.sessionPreferencesUnknown, { reason: unresolved.sessionPreferencesUnknown, answer: 'unknown', at: [], data: {}, unknowns: [needs.unknown] });
  const because = [...merged.values()];
  return because.length === 0 ? conjunction([]) : { answer: all(because.map((s) => s.answer)), because };
}

function doubt(step: Step, call: LogCall): Partial<Step> {
  if (step.reason !== rolePermissionsMissing.faults.actionMissing || !call.maybeGranted) return {};
  const unknowns = [new Unknown('reference', `grant of ${call.purpose}`, `whether the policy of ${call.purpose} grants ${call.action}`)];
  return { reason: unresolved.actionUnknown, answer: 'unknown', unknowns };
}
