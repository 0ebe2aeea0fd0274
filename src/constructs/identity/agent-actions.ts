import { Tier } from './tier';

/*
 * Every list of actions the constructs use stands here, once.
 * Sources: AWS managed policies AmazonSSMManagedInstanceCore (v2), AmazonSSMManagedEC2InstanceDefaultPolicy (v2) and
 * CloudWatchAgentServerPolicy (v3), as published 2026-03-07; User Guide pages getting-started-create-iam-instance-profile and
 * systems-manager-setting-up-messageAPIs.
 */

const REGISTER_ACTIONS = ['ssm:UpdateInstanceInformation'];

/** The channels of Session Manager, and of Run Command for agents from 3.3.40.0 on. */
export const CHANNEL_ACTIONS = [
  'ssmmessages:CreateControlChannel',
  'ssmmessages:CreateDataChannel',
  'ssmmessages:OpenControlChannel',
  'ssmmessages:OpenDataChannel',
];

/** Run Command's transport for agents before 3.3.40.0. */
export const LEGACY_MESSAGE_ACTIONS = [
  'ec2messages:AcknowledgeMessage',
  'ec2messages:DeleteMessage',
  'ec2messages:FailMessage',
  'ec2messages:GetEndpoint',
  'ec2messages:GetMessages',
  'ec2messages:SendReply',
];

const COMMAND_ACTIONS = [
  'ssm:DescribeAssociation',
  'ssm:DescribeDocument',
  'ssm:GetDeployablePatchSnapshotForInstance',
  'ssm:GetDocument',
  'ssm:GetManifest',
  'ssm:ListAssociations',
  'ssm:ListInstanceAssociations',
  'ssm:PutComplianceItems',
  'ssm:PutConfigurePackageResult',
  'ssm:PutInventory',
  'ssm:UpdateAssociationStatus',
  'ssm:UpdateInstanceAssociationStatus',
];

const PARAMETER_ACTIONS = ['ssm:GetParameter', 'ssm:GetParameters'];

/** Calls an agent without an instance profile makes, signed by the instance identity role, to be given the Default Host Management role. */
const DEFAULT_HOST_MANAGEMENT_ACTIONS = ['ssm:RegisterManagedInstance', 'ssm:RequestManagedInstanceRoleToken'];

/** All calls to `ssm` of any agent, whichever way it got its role: for an endpoint policy. */
export const SSM_ENDPOINT_ACTIONS = [...REGISTER_ACTIONS, ...COMMAND_ACTIONS, ...PARAMETER_ACTIONS, ...DEFAULT_HOST_MANAGEMENT_ACTIONS];

/** The actions of a tier, for an identity policy. They are asked of resource `*`, as in AWS's own policies. */
export function agentActions(tier: Tier): string[] {
  switch (tier) {
    case Tier.REGISTER:
      return [...REGISTER_ACTIONS];
    case Tier.CONNECT:
      return [...REGISTER_ACTIONS, ...CHANNEL_ACTIONS];
    case Tier.COMMAND:
    case Tier.LOGGING: // its further actions depend on the destination: see session-logging.ts
      return [...REGISTER_ACTIONS, ...CHANNEL_ACTIONS, ...COMMAND_ACTIONS, ...LEGACY_MESSAGE_ACTIONS];
  }
}

/** What AWS managed policies give of the above, by policy name; `*` stands for all. */
export const AWS_MANAGED_POLICY_ACTIONS: Readonly<Record<string, readonly string[]>> = {
  AmazonSSMManagedInstanceCore: [...agentActions(Tier.COMMAND), ...PARAMETER_ACTIONS],
  AmazonSSMManagedEC2InstanceDefaultPolicy: agentActions(Tier.COMMAND),
  AmazonEC2RoleforSSM: agentActions(Tier.COMMAND),
  PowerUserAccess: ['*'],
  AdministratorAccess: ['*'],
};

/** Session logs to S3. */
export const SESSION_S3_OBJECT_ACTIONS = ['s3:PutObject'];
export const SESSION_S3_BUCKET_ACTIONS = ['s3:GetEncryptionConfiguration'];
/** Asked for when the bucket belongs to another account, so that its owner owns the logs. */
export const SESSION_S3_CROSS_ACCOUNT_ACTIONS = ['s3:PutObjectAcl'];

/** Session logs to CloudWatch Logs. */
export const SESSION_LOG_STREAM_ACTIONS = ['logs:CreateLogStream', 'logs:DescribeLogStreams', 'logs:PutLogEvents'];
export const SESSION_LOG_GROUP_ACTIONS = ['logs:DescribeLogGroups'];

/** Session encryption, and logs in a bucket with SSE-KMS. */
export const SESSION_KMS_ACTIONS = ['kms:Decrypt', 'kms:GenerateDataKey'];

/** The CloudWatch agent. */
export const CLOUDWATCH_METRIC_ACTIONS = ['cloudwatch:PutMetricData'];
export const CLOUDWATCH_EC2_ACTIONS = ['ec2:DescribeTags', 'ec2:DescribeVolumes'];
export const CLOUDWATCH_LOG_ACTIONS = [
  'logs:CreateLogGroup',
  'logs:CreateLogStream',
  'logs:DescribeLogGroups',
  'logs:DescribeLogStreams',
  'logs:PutLogEvents',
  'logs:PutRetentionPolicy',
];
export const CLOUDWATCH_PARAMETER_ACTIONS = ['ssm:GetParameter'];

/** Downloads from buckets AWS owns. */
export const DOWNLOAD_ACTIONS = ['s3:GetObject'];

/** What hosts do with a bucket of yours: session logs and command output in, scripts out. */
export const OWN_BUCKET_ACTIONS = [
  's3:AbortMultipartUpload',
  's3:GetBucketLocation',
  's3:GetEncryptionConfiguration',
  's3:GetObject',
  's3:ListBucket',
  's3:PutObject',
  's3:PutObjectAcl',
];
