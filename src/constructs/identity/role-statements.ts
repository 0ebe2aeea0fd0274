import { Stack, Token } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { IConstruct } from 'constructs';
import { validationError } from '../internal/errors';
import { asymmetricSpec, asymmetricWords } from '../internal/symmetric-key';
import { agentBucketObjects } from '../network/region-services';
import * as actions from './agent-actions';
import { ManagedInstanceOptions, SessionLogging } from './role-props';
import { Tier } from './tier';

/** Finds contradictions between props, with what to change. */
export function checkInstanceOptions(scope: IConstruct, options: ManagedInstanceOptions): void {
  const { tier, sessionLogging } = options;
  if (tier === Tier.LOGGING && !sessionLogging?.bucket && !sessionLogging?.logGroup) {
    throw validationError(scope, 'Tier LOGGING has nowhere to log to. Give \'sessionLogging\' a bucket or a log group, or choose Tier.COMMAND.');
  }
  if (tier === Tier.REGISTER && sessionLogging) {
    throw validationError(scope, '\'sessionLogging\' is given, but Tier REGISTER has no sessions. Choose Tier.CONNECT or a higher one.');
  }
}

/** The tier's own actions. AWS's policies ask them of every resource; most have no resource type to name. */
export function tierStatement(agentActions: string[]): iam.PolicyStatement {
  return new iam.PolicyStatement({ sid: 'SystemsManagerAgent', actions: agentActions, resources: ['*'] });
}

export function sessionLoggingStatements(scope: IConstruct, logging: SessionLogging): iam.PolicyStatement[] {
  checkSessionLogging(scope, logging);
  return [...bucketStatements(scope, logging), ...logGroupStatements(logging), ...keyStatements(logging)];
}

export function cloudWatchAgentStatements(scope: IConstruct): iam.PolicyStatement[] {
  const parameters = Stack.of(scope).formatArn({ service: 'ssm', resource: 'parameter', resourceName: 'AmazonCloudWatch-*' });
  return [
    new iam.PolicyStatement({
      sid: 'CloudWatchAgent',
      actions: [...actions.CLOUDWATCH_METRIC_ACTIONS, ...actions.CLOUDWATCH_EC2_ACTIONS, ...actions.CLOUDWATCH_LOG_ACTIONS],
      resources: ['*'],
    }),
    new iam.PolicyStatement({ sid: 'CloudWatchAgentConfiguration', actions: actions.CLOUDWATCH_PARAMETER_ACTIONS, resources: [parameters] }),
  ];
}

export function patchingBucketStatements(scope: IConstruct): iam.PolicyStatement[] {
  return [new iam.PolicyStatement({ sid: 'SystemsManagerBuckets', actions: actions.DOWNLOAD_ACTIONS, resources: agentBucketObjects(Stack.of(scope)) })];
}

function checkSessionLogging(scope: IConstruct, { bucket, prefix, logGroup, kmsKey }: SessionLogging): void {
  if (!bucket && !logGroup && !kmsKey) {
    throw validationError(scope, '\'sessionLogging\' is empty. Give it a bucket, a log group or a key, or leave it out.');
  }
  const spec = asymmetricSpec(kmsKey);
  if (spec !== undefined) throw validationError(scope, asymmetricWords('sessionLogging.kmsKey', kmsKey!, spec));
  if (prefix !== undefined && !bucket) throw validationError(scope, '\'sessionLogging.prefix\' is a place in a bucket, but no \'bucket\' is given. Give one, or leave the prefix out.');
  if (prefix?.startsWith('/')) throw validationError(scope, `'sessionLogging.prefix' is '${prefix}'. S3 keys have no leading slash: remove it.`);
}

function bucketStatements(scope: IConstruct, { bucket, prefix }: SessionLogging): iam.PolicyStatement[] {
  if (!bucket) return [];
  const { account } = Stack.of(scope);
  const foreign = !Token.isUnresolved(account) && !Token.isUnresolved(bucket.env.account) && bucket.env.account !== account;
  const folder = prefix?.replace(/\/+$/, '');
  return [
    new iam.PolicyStatement({
      sid: 'SessionLogsToS3',
      actions: [...actions.SESSION_S3_OBJECT_ACTIONS, ...foreign ? actions.SESSION_S3_CROSS_ACCOUNT_ACTIONS : []],
      resources: [bucket.arnForObjects(folder ? `${folder}/*` : '*')],
    }),
    new iam.PolicyStatement({ sid: 'SessionLogsBucketEncryption', actions: actions.SESSION_S3_BUCKET_ACTIONS, resources: [bucket.bucketArn] }),
  ];
}

function logGroupStatements({ logGroup }: SessionLogging): iam.PolicyStatement[] {
  if (!logGroup) return [];
  return [
    new iam.PolicyStatement({ sid: 'SessionLogsToCloudWatch', actions: actions.SESSION_LOG_STREAM_ACTIONS, resources: [logGroup.logGroupArn] }),
    new iam.PolicyStatement({ sid: 'SessionLogsFindGroup', actions: actions.SESSION_LOG_GROUP_ACTIONS, resources: ['*'] }),
  ];
}

function keyStatements({ bucket, kmsKey }: SessionLogging): iam.PolicyStatement[] {
  const keys = [kmsKey?.keyArn, bucket?.encryptionKey?.keyArn].filter((arn): arn is string => arn !== undefined);
  if (keys.length === 0) return [];
  return [new iam.PolicyStatement({ sid: 'SessionKeys', actions: actions.SESSION_KMS_ACTIONS, resources: [...new Set(keys)] })];
}
