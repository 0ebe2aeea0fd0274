import { Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { AwsSolutionsChecks } from 'cdk-nag';
import { EndpointPolicyMode, S3EndpointMode, SsmEndpoints, SsmManagedInstanceRole, SsmReadyVpc, Tier } from '../../src/constructs';
import { isolatedVpc, stackIn } from './support';

/** The rules that find something in what stands under the scope. */
function findings(scope: Stack): string[] {
  const report = new AwsSolutionsChecks().validateScope(scope);
  return [...new Set(report.violations.map(({ ruleName }) => ruleName))].sort();
}

test('the check sees something', () => {
  const stack = stackIn('eu-west-1');
  new s3.Bucket(stack, 'Open');
  expect(findings(stack).some((rule) => rule.startsWith('AwsSolutions-S'))).toBe(true);
});

describe('each finding is one that the construct\'s docs argue, and no other', () => {
  test('SsmReadyVpc: flow logs are made on request', () => {
    const stack = stackIn('eu-west-1');
    new SsmReadyVpc(stack, 'Network');
    expect(findings(stack)).toEqual(['AwsSolutions-VPC7']);
  });

  test('SsmReadyVpc with flow logs: none', () => {
    const stack = stackIn('eu-west-1');
    new SsmReadyVpc(stack, 'Network', { flowLogs: { All: {} } });
    expect(findings(stack)).toEqual([]);
  });

  test('SsmEndpoints, paired, with least privilege and the S3 gateway: none', () => {
    const stack = stackIn('eu-west-1');
    const vpc = isolatedVpc(stack);
    vpc.addFlowLog('All');
    const client = new ec2.SecurityGroup(stack, 'Client', { vpc, allowAllOutbound: false });
    new SsmEndpoints(stack, 'Endpoints', { vpc, s3: S3EndpointMode.GATEWAY, endpointPolicy: EndpointPolicyMode.LEAST_PRIVILEGE, clients: [client] });
    expect(findings(stack)).toEqual([]);
  });

  test('SsmManagedInstanceRole: the AWS managed policy', () => {
    const stack = stackIn('eu-west-1');
    new SsmManagedInstanceRole(stack, 'Identity');
    expect(findings(stack)).toEqual(['AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/AmazonSSMManagedInstanceCore]']);
  });

  test('SsmManagedInstanceRole with a tier: actions without a resource to name', () => {
    const stack = stackIn('eu-west-1');
    new SsmManagedInstanceRole(stack, 'Identity', { tier: Tier.COMMAND, cloudWatchAgent: false });
    expect(findings(stack)).toEqual(['AwsSolutions-IAM5[Resource::*]']);
  });

  test('SsmManagedInstanceRole with logging: besides, objects below the prefix and streams of the group', () => {
    const stack = stackIn('eu-west-1');
    const bucket = s3.Bucket.fromBucketName(stack, 'Bucket', 'logs');
    const logGroup = logs.LogGroup.fromLogGroupName(stack, 'Group', 'sessions');
    const kmsKey = kms.Key.fromKeyArn(stack, 'Key', 'arn:aws:kms:eu-west-1:111111111111:key/1');
    new SsmManagedInstanceRole(stack, 'Identity', { tier: Tier.LOGGING, sessionLogging: { bucket, prefix: 'sessions', logGroup, kmsKey } });
    expect(findings(stack)).toEqual([
      'AwsSolutions-IAM5[Resource::*]',
      'AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:logs:eu-west-1:111111111111:log-group:sessions:*]',
      'AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:s3:::logs/sessions/*]',
    ]);
  });
});
