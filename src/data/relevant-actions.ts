/**
 * The IAM actions that decide whether an instance becomes a managed node, and what it can do as one.
 *
 * The managed-policy snapshot is reduced to these. Append new ones at the end of their block and run
 * `npx tsx scripts/update-data.ts`; a test fails while the snapshot knows another list.
 *
 * The first three blocks are AmazonSSMManagedInstanceCore, action by action.
 * @see https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AmazonSSMManagedInstanceCore.html
 */
export const RELEVANT_ACTIONS: readonly string[] = [
  ...actions('ssm', [
    'DescribeAssociation', 'GetDeployablePatchSnapshotForInstance', 'GetDocument', 'DescribeDocument', 'GetManifest',
    'GetParameter', 'GetParameters', 'ListAssociations', 'ListInstanceAssociations', 'PutInventory', 'PutComplianceItems',
    'PutConfigurePackageResult', 'UpdateAssociationStatus', 'UpdateInstanceAssociationStatus', 'UpdateInstanceInformation',
  ]),
  ...actions('ssmmessages', ['CreateControlChannel', 'CreateDataChannel', 'OpenControlChannel', 'OpenDataChannel']),
  ...actions('ec2messages', ['AcknowledgeMessage', 'DeleteMessage', 'FailMessage', 'GetEndpoint', 'GetMessages', 'SendReply']),
  // Default Host Management Configuration, Patch Manager, and what people or runbooks call.
  ...actions('ssm', [
    'RegisterManagedInstance', 'RequestManagedInstanceRoleToken', 'GetParametersByPath',
    'GetServiceSetting', 'UpdateServiceSetting', 'ResetServiceSetting',
    'DescribeEffectivePatchesForPatchBaseline', 'GetPatchBaseline', 'DescribePatchBaselines',
    'SendCommand', 'StartSession', 'StartAutomationExecution', 'DescribeInstanceInformation',
  ]),
  ...actions('tag', ['GetResources']),
  // Agent downloads, session and command logs, and their encryption.
  ...actions('s3', ['GetObject', 'PutObject', 'PutObjectAcl', 'GetEncryptionConfiguration', 'ListBucket', 'GetBucketLocation']),
  ...actions('kms', ['Decrypt', 'GenerateDataKey']),
  ...actions('logs', [
    'CreateLogGroup', 'CreateLogStream', 'PutLogEvents', 'DescribeLogGroups', 'DescribeLogStreams', 'PutRetentionPolicy',
  ]),
  ...actions('cloudwatch', ['PutMetricData']),
  // Attaching an instance profile afterwards, as Quick Setup does.
  ...actions('ec2', [
    'DescribeInstances', 'DescribeInstanceStatus', 'DescribeTags', 'DescribeVolumes',
    'AssociateIamInstanceProfile', 'DisassociateIamInstanceProfile', 'DescribeIamInstanceProfileAssociations',
  ]),
  ...actions('iam', [
    'PassRole', 'CreateInstanceProfile', 'AddRoleToInstanceProfile', 'GetInstanceProfile', 'ListInstanceProfilesForRole',
  ]),
  ...actions('ds', ['CreateComputer', 'DescribeDirectories']),
  ...actions('secretsmanager', ['GetSecretValue']),
  ...actions('sts', ['AssumeRole']),
  ...actions('ec2-instance-connect', ['SendSerialConsoleSSHPublicKey']),
];

function actions(service: string, names: string[]): string[] {
  return names.map((name) => `${service}:${name}`);
}
