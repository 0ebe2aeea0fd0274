import { Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { AwsSolutionsChecks, NagPack, NIST80053R5Checks } from 'cdk-nag';
import { EndpointPolicyMode, S3EndpointMode, SsmEndpoints, SsmManaged, SsmManagedInstanceRole, SsmReadyVpc, Tier } from '../../src/constructs';
import { DEFAULTS, defaultStack } from './defaults';
import { bareInstance } from './hosts';
import { isolatedVpc, stackIn } from './support';

/** The rules that find something in what stands under the scope. */
function findings(scope: Stack, pack: NagPack = new AwsSolutionsChecks()): string[] {
  const report = pack.validateScope(scope);
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

  test.each([
    ['by a prefix list that is given: none', true, []],
    ['by a prefix list that is looked up: the look-up has no resource to name', false, ['AwsSolutions-IAM5[Resource::*]']],
  ])('SsmEndpoints, paired, with least privilege and the S3 gateway, %s', (_, given, expected) => {
    const stack = stackIn('eu-west-1');
    const vpc = isolatedVpc(stack);
    vpc.addFlowLog('All');
    const client = new ec2.SecurityGroup(stack, 'Client', { vpc, allowAllOutbound: false });
    const s3PrefixList = given ? ec2.PrefixList.fromPrefixListId(stack, 'List', 'pl-12345678') : undefined;
    new SsmEndpoints(stack, 'Endpoints', { vpc, s3: S3EndpointMode.GATEWAY, s3PrefixList, endpointPolicy: EndpointPolicyMode.LEAST_PRIVILEGE, clients: [client] });
    expect(findings(stack)).toEqual(expected);
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

const arn = 'arn:<AWS::Partition>';
const core = `AwsSolutions-IAM4[Policy::${arn}:iam::aws:policy/AmazonSSMManagedInstanceCore]`;
const star = 'AwsSolutions-IAM5[Resource::*]';
const inline = 'NIST.800.53.R5-IAMNoInlinePolicy';
const vpcNist = ['NIST.800.53.R5-VPCDefaultSecurityGroupClosed', 'NIST.800.53.R5-VPCFlowLogsEnabled'];
/** Of the host itself, not of what the mixin does: unencrypted volume, no detailed monitoring, no termination protection, no notifications. */
const instance = ['AwsSolutions-EC26', 'AwsSolutions-EC28', 'AwsSolutions-EC29'];
const group = ['AwsSolutions-AS3', 'AwsSolutions-EC26'];
const account = 'eu-west-1:111111111111';
const instances = `AwsSolutions-IAM5[Resource::${arn}:ec2:${account}:instance/*]`;
const executions = ['automation-definition/<FleetAttachProfileDocument82EE8BD6>:*', 'automation-execution/*'].map((each) => `AwsSolutions-IAM5[Resource::${arn}:ssm:${account}:${each}]`);

const hostManagement = `AwsSolutions-IAM4[Policy::${arn}:iam::aws:policy/AmazonSSMManagedEC2InstanceDefaultPolicy]`;
const runbooks = (...names: string[]): string[] => names.map((each) => `AwsSolutions-IAM5[Resource::${arn}:ssm:eu-west-1::automation-definition/AWSSupport-Troubleshoot${each}:*]`);
/** Of the function behind a custom resource, which runs at deployments only. */
const handler = [
  'NIST.800.53.R5-CloudWatchLogGroupEncrypted', inline, 'NIST.800.53.R5-LambdaConcurrency', 'NIST.800.53.R5-LambdaDLQ', 'NIST.800.53.R5-LambdaInsideVPC',
];

/** What both packs find in each default; the docs of each construct argue it. */
const FOUND: Record<string, { solutions: string[]; nist: string[] }> = {
  'SsmReadyVpc': { solutions: ['AwsSolutions-VPC7'], nist: vpcNist },
  'SsmEndpoints': { solutions: ['AwsSolutions-VPC7'], nist: vpcNist }, // of the VPC around it
  'SsmManagedInstanceRole': { solutions: [core], nist: [] },
  'AdoptedInstanceRole': { solutions: [star], nist: [inline] },
  'SsmManaged on an instance': { solutions: [...instance, star, 'AwsSolutions-VPC7'], nist: [inline, ...vpcNist] },
  'SsmManaged on an Auto Scaling group': { solutions: [...group, star, 'AwsSolutions-VPC7'], nist: [inline, ...vpcNist] },
  'AgentUserData': { solutions: [], nist: [] },
  'SessionPreferences': { solutions: [], nist: [] },
  'SessionPreferences with key and logs': { solutions: [], nist: [] },
  'SessionAccess': {
    solutions: [
      `AwsSolutions-IAM5[Resource::${arn}:ec2:${account}:instance/*]`,
      ...['*', '<aws:userid>-*'].map((id) => `AwsSolutions-IAM5[Resource::${arn}:ssm:${account}:session/${id}]`),
    ],
    nist: [inline],
  },
  'DefaultHostManagement': { solutions: [hostManagement], nist: [] },
  'DefaultHostManagement by a custom resource': { solutions: [hostManagement], nist: handler },
  'HostManagement': { solutions: [core, star, instances, ...executions], nist: [inline] },
  'HostManagement with everything': {
    solutions: [core, star, instances, ...['instance-profile', 'role'].map((each) => `AwsSolutions-IAM5[Resource::${arn}:iam::111111111111:${each}/*]`), ...executions,
      `AwsSolutions-IAM5[Resource::${arn}:ssm:${account}:parameter/AmazonCloudWatch-*]`],
    nist: [inline],
  },
  'SshRecovery': { solutions: [star, instances, ...runbooks('ManagedInstance')], nist: handler },
  'SshRecovery with all runbooks': {
    solutions: [
      `AwsSolutions-IAM4[Policy::${arn}:iam::aws:policy/service-role/AmazonSSMAutomationRole]`, 'AwsSolutions-IAM5[Action::ec2:Describe*]', star, instances,
      ...['iam::111111111111:instance-profile/', 'iam::111111111111:role/', `lambda:${account}:function:`].map((each) => `AwsSolutions-IAM5[Resource::${arn}:${each}AWSSupport-EC2Rescue-*]`),
      ...['template', 'zip'].map((each) => `AwsSolutions-IAM5[Resource::${arn}:s3:::awssupport-ssm.*/*.${each}]`),
      ...['AnalyzeAWSEndpointReachabilityFromEC2', 'ExecuteEC2Rescue', 'StartEC2RescueWorkflow'].map((each) => `AwsSolutions-IAM5[Resource::${arn}:ssm:eu-west-1::automation-definition/AWSSupport-${each}:*]`),
      ...runbooks('ManagedInstance', 'SSH'),
    ],
    nist: [inline],
  },
  'InventorySync': {
    solutions: ['AwsSolutions-S1'],
    nist: ['S3BucketLoggingEnabled', 'S3BucketReplicationEnabled', 'S3BucketVersioningEnabled', 'S3DefaultEncryptionKMS'].map((each) => `NIST.800.53.R5-${each}`),
  },
  'InventorySync with queries': {
    solutions: [
      'AwsSolutions-GL1', 'AwsSolutions-IAM5[Resource::<InventoryBucketD560D7F3.Arn>/AWS:*]',
      `AwsSolutions-IAM5[Resource::${arn}:logs:${account}:log-group:/aws-glue/crawlers:*]`, 'AwsSolutions-S1',
    ],
    nist: [inline, ...['S3BucketLoggingEnabled', 'S3BucketReplicationEnabled', 'S3BucketVersioningEnabled'].map((each) => `NIST.800.53.R5-${each}`)],
  },
  'OrganizationHostManagement': { solutions: [], nist: [] },
  'OrganizationHostManagement by Quick Setup': { solutions: [], nist: [] },
  'LocalQuickSetup with a patch policy': {
    solutions: ['AWSQuickSetupDeploymentRolePolicy', 'AWSQuickSetupPatchPolicyDeploymentRolePolicy'].map((name) => `AwsSolutions-IAM4[Policy::${arn}:iam::aws:policy/${name}]`),
    nist: [inline],
  },
  'AgentLogs': { solutions: [], nist: ['NIST.800.53.R5-CloudWatchLogGroupEncrypted'] },
};

test('every default is looked at', () => {
  expect(Object.keys(FOUND)).toEqual(Object.keys(DEFAULTS));
});

describe.each(Object.entries(DEFAULTS))('%s', (name, make) => {
  test.each([['AWS Solutions', new AwsSolutionsChecks(), FOUND[name].solutions], ['NIST 800-53 R5', new NIST80053R5Checks(), FOUND[name].nist]])('%s', (_, pack, expected) => {
    const stack = defaultStack('eu-west-1');
    make(stack);
    expect(findings(stack, pack)).toEqual(expected);
  });
});

test('the NIST pack sees something', () => {
  const stack = stackIn('eu-west-1');
  new s3.Bucket(stack, 'Open');
  expect(findings(stack, new NIST80053R5Checks()).length).toBeGreaterThan(3);
});

test.each([['AWS Solutions', () => new AwsSolutionsChecks(), [star], []], ['NIST 800-53 R5', () => new NIST80053R5Checks(), [inline], ['NIST.800.53.R5-EC2IMDSv2Enabled']]])('%s: what the mixin adds to a bare host, and what it takes away', (_, pack, added, removed) => {
  const found = (apply: boolean): string[] => {
    const stack = defaultStack('eu-west-1');
    const network = new SsmReadyVpc(stack, 'Network');
    const host = bareInstance({ stack, network });
    if (apply) host.with(new SsmManaged({ endpoints: [network.endpoints] }));
    return findings(stack, pack());
  };
  const [before, after] = [found(false), found(true)];
  expect(after.filter((each) => !before.includes(each))).toEqual(added);
  expect(before.filter((each) => !after.includes(each))).toEqual(removed);
});
