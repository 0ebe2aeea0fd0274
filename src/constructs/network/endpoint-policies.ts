import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as s3 from 'aws-cdk-lib/aws-s3';
import {
  CHANNEL_ACTIONS, CLOUDWATCH_LOG_ACTIONS, CLOUDWATCH_METRIC_ACTIONS, DOWNLOAD_ACTIONS, LEGACY_MESSAGE_ACTIONS, OWN_BUCKET_ACTIONS,
  SESSION_KMS_ACTIONS, SSM_ENDPOINT_ACTIONS,
} from '../identity/agent-actions';
import { agentBucketObjects, repositoryBucketObjects } from './region-services';

const SERVICE_ACTIONS: Readonly<Record<string, readonly string[]>> = {
  ssm: SSM_ENDPOINT_ACTIONS,
  ssmmessages: CHANNEL_ACTIONS,
  ec2messages: LEGACY_MESSAGE_ACTIONS,
  kms: SESSION_KMS_ACTIONS,
  logs: CLOUDWATCH_LOG_ACTIONS,
  monitoring: CLOUDWATCH_METRIC_ACTIONS,
};

/**
 * The least-privilege policy of an interface endpoint. It names accounts, not roles: under Default Host Management the first calls
 * come from the instance identity role `aws:ec2-instance`, and a policy of named roles would refuse them.
 */
export function serviceStatements(shortName: string, accounts: string[]): iam.PolicyStatement[] {
  return [new iam.PolicyStatement({
    sid: 'AgentsOfTheAccount',
    principals: [new iam.AnyPrincipal()],
    actions: [...SERVICE_ACTIONS[shortName] ?? ['*']],
    resources: ['*'],
    conditions: ofAccounts(accounts),
  })];
}

/**
 * The least-privilege policy of an endpoint for S3. The downloads carry no condition on the account, since package managers and
 * installers fetch them unsigned; only buckets that AWS owns are named.
 */
export function s3Statements(stack: Stack, accounts: string[], ownBuckets: s3.IBucket[]): iam.PolicyStatement[] {
  const statements = [
    new iam.PolicyStatement({
      sid: 'SystemsManagerBuckets',
      principals: [new iam.AnyPrincipal()],
      actions: DOWNLOAD_ACTIONS,
      resources: agentBucketObjects(stack),
    }),
    new iam.PolicyStatement({
      sid: 'PackageRepositories',
      principals: [new iam.AnyPrincipal()],
      actions: DOWNLOAD_ACTIONS,
      resources: repositoryBucketObjects(stack),
    }),
  ];
  if (ownBuckets.length === 0) return statements;
  return [...statements, new iam.PolicyStatement({
    sid: 'OwnBuckets',
    principals: [new iam.AnyPrincipal()],
    actions: OWN_BUCKET_ACTIONS,
    resources: ownBuckets.flatMap((bucket) => [bucket.bucketArn, bucket.arnForObjects('*')]),
    conditions: ofAccounts(accounts),
  })];
}

function ofAccounts(accounts: string[]): Record<string, Record<string, string[]>> {
  return { StringEquals: { 'aws:PrincipalAccount': accounts } };
}
