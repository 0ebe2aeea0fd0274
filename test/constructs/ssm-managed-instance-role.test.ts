import { Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { SsmManagedInstanceRole, SsmManagedInstanceRoleProps, Tier } from '../../src/constructs';
import { al2023, isolated, small } from './hosts';
import { flat, isolatedVpc, logicalId, pathOf, stackIn } from './support';

const channels = ['ssmmessages:CreateControlChannel', 'ssmmessages:CreateDataChannel', 'ssmmessages:OpenControlChannel', 'ssmmessages:OpenDataChannel'];

/** The inline statements of the only role, by policy name. */
function inline(stack: ReturnType<typeof stackIn>): Record<string, any[]> {
  const [role] = Object.values(Template.fromStack(stack).findResources('AWS::IAM::Role'));
  return Object.fromEntries((role.Properties.Policies ?? []).map((policy: any) => [policy.PolicyName, policy.PolicyDocument.Statement]));
}

function actionsOf(props: SsmManagedInstanceRoleProps): string[] {
  const stack = stackIn('eu-west-1');
  new SsmManagedInstanceRole(stack, 'Identity', props);
  return inline(stack).SystemsManagerAgent.flatMap(({ Action }) => Action);
}

test('zero config: EC2 assumes it, AWS\'s managed policy', () => {
  const stack = stackIn('eu-west-1');
  new SsmManagedInstanceRole(stack, 'Identity');
  const template = Template.fromStack(stack);
  template.hasResourceProperties('AWS::IAM::Role', {
    AssumeRolePolicyDocument: { Statement: [{ Action: 'sts:AssumeRole', Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' } }] },
    ManagedPolicyArns: [{ 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':iam::aws:policy/AmazonSSMManagedInstanceCore']] }],
    Policies: Match.absent(),
  });
  template.resourceCountIs('AWS::IAM::Policy', 0);
});

describe('the instance profile', () => {
  const profiles = (stack: Stack): object[] => Object.values(Template.fromStack(stack).findResources('AWS::IAM::InstanceProfile'));

  test('is created once, when it is read', () => {
    const stack = stackIn('eu-west-1');
    const identity = new SsmManagedInstanceRole(stack, 'Identity', { path: '/hosts/' });
    expect(pathOf(identity.instanceProfile)).toBe('Test/Identity/InstanceProfile');
    expect(pathOf(identity.instanceProfile)).toBe('Test/Identity/InstanceProfile');
    expect(profiles(stack)).toEqual([{ Type: 'AWS::IAM::InstanceProfile', Properties: { Path: '/hosts/', Roles: [{ Ref: logicalId(stack, identity.role) }] } }]);
  });

  test('is not created for an instance that takes the role and creates its own', () => {
    const stack = stackIn('eu-west-1');
    const { role } = new SsmManagedInstanceRole(stack, 'Identity');
    new ec2.Instance(stack, 'Web', { vpc: isolatedVpc(stack), vpcSubnets: isolated, instanceType: small, machineImage: al2023, role });
    expect(profiles(stack)).toHaveLength(1);
  });

  test('is not created after synthesis: CDK says so', () => {
    const stack = stackIn('eu-west-1');
    const identity = new SsmManagedInstanceRole(stack, 'Identity');
    stack.node.lock();
    expect(() => identity.instanceProfile).toThrow(/Cannot add children to "Test\/Identity" during synthesis/);
  });
});

describe('tiers', () => {
  test('REGISTER', () => expect(actionsOf({ tier: Tier.REGISTER })).toEqual(['ssm:UpdateInstanceInformation']));
  test('CONNECT', () => expect(actionsOf({ tier: Tier.CONNECT })).toEqual(['ssm:UpdateInstanceInformation', ...channels]));

  test('COMMAND: as AWS\'s policy for Default Host Management, and no parameters', () => {
    const actions = actionsOf({ tier: Tier.COMMAND });
    expect(actions).toEqual(expect.arrayContaining([...channels, 'ssm:UpdateInstanceInformation', 'ssm:ListInstanceAssociations', 'ssm:PutInventory', 'ec2messages:GetMessages']));
    expect(actions).toHaveLength(13 + 4 + 6);
    expect(actions.filter((action) => action.startsWith('ssm:GetParameter') || action.includes('*'))).toEqual([]);
  });

  test('a tier replaces the managed policy', () => {
    const stack = stackIn('eu-west-1');
    new SsmManagedInstanceRole(stack, 'Identity', { tier: Tier.CONNECT });
    Template.fromStack(stack).hasResourceProperties('AWS::IAM::Role', { ManagedPolicyArns: Match.absent() });
  });
});

test('another managed policy, boundary, path and names', () => {
  const stack = stackIn('eu-west-1');
  new SsmManagedInstanceRole(stack, 'Identity', {
    awsManagedPolicy: iam.ManagedPolicy.fromAwsManagedPolicyName('AmazonSSMManagedEC2InstanceDefaultPolicy'),
    permissionsBoundary: iam.ManagedPolicy.fromManagedPolicyArn(stack, 'Boundary', 'arn:aws:iam::111111111111:policy/boundary'),
    path: '/hosts/',
    roleName: 'host',
    instanceProfileName: 'host-profile',
  });
  const template = Template.fromStack(stack);
  template.hasResourceProperties('AWS::IAM::Role', {
    ManagedPolicyArns: [{ 'Fn::Join': ['', Match.arrayWith([':iam::aws:policy/AmazonSSMManagedEC2InstanceDefaultPolicy'])] }],
    PermissionsBoundary: 'arn:aws:iam::111111111111:policy/boundary',
    Path: '/hosts/',
    RoleName: 'host',
  });
  template.hasResourceProperties('AWS::IAM::InstanceProfile', { InstanceProfileName: 'host-profile', Path: '/hosts/' });
});

describe('session logging', () => {
  const bySid = (statements: any[]): Record<string, any> => Object.fromEntries(statements.map((each) => [each.Sid, each]));

  test('is scoped to bucket prefix, log group and keys', () => {
    const stack = stackIn('eu-west-1');
    const [bucketKey, kmsKey] = ['BucketKey', 'SessionKey'].map((id) => new kms.Key(stack, id));
    const bucket = new s3.Bucket(stack, 'Logs', { encryptionKey: bucketKey });
    const logGroup = new logs.LogGroup(stack, 'Group');
    new SsmManagedInstanceRole(stack, 'Identity', { tier: Tier.LOGGING, sessionLogging: { bucket, prefix: 'sessions/', logGroup, kmsKey } });
    const statements = bySid(inline(stack).SessionLogging);
    const bucketArn = `\${${logicalId(stack, bucket)}.Arn}`;
    expect(flat(statements.SessionLogsToS3.Resource)).toBe(`${bucketArn}/sessions/*`);
    expect(statements.SessionLogsToS3.Action).toBe('s3:PutObject');
    expect(statements.SessionLogsBucketEncryption).toMatchObject({ Action: 's3:GetEncryptionConfiguration', Resource: stack.resolve(bucket.bucketArn) });
    expect(statements.SessionLogsToCloudWatch).toMatchObject({
      Action: ['logs:CreateLogStream', 'logs:DescribeLogStreams', 'logs:PutLogEvents'], Resource: stack.resolve(logGroup.logGroupArn),
    });
    expect(statements.SessionLogsFindGroup).toMatchObject({ Action: 'logs:DescribeLogGroups', Resource: '*' });
    expect(statements.SessionKeys).toMatchObject({
      Action: ['kms:Decrypt', 'kms:GenerateDataKey'], Resource: [kmsKey, bucketKey].map((key) => stack.resolve(key.keyArn)),
    });
    expect(Object.keys(inline(stack))).toEqual(['SystemsManagerAgent', 'SessionLogging']);
  });

  test('a bucket of another account is handed its objects', () => {
    const stack = stackIn('eu-west-1');
    const bucket = s3.Bucket.fromBucketAttributes(stack, 'Logs', { bucketName: 'central-logs', account: '222222222222' });
    new SsmManagedInstanceRole(stack, 'Identity', { sessionLogging: { bucket } });
    expect(bySid(inline(stack).SessionLogging).SessionLogsToS3).toMatchObject({ Action: ['s3:PutObject', 's3:PutObjectAcl'] });
  });

  test('can be granted later', () => {
    const stack = stackIn('eu-west-1');
    const identity = new SsmManagedInstanceRole(stack, 'Identity');
    identity.grantSessionLogging({ logGroup: new logs.LogGroup(stack, 'Group') });
    Template.fromStack(stack).hasResourceProperties('AWS::IAM::Policy', {
      Roles: [{ Ref: logicalId(stack, identity.role) }],
      PolicyDocument: { Statement: Match.arrayWith([Match.objectLike({ Sid: Match.absent(), Action: Match.arrayWith(['logs:PutLogEvents']) })]) },
    });
  });
});

test('CloudWatch agent and patching buckets, by prop', () => {
  const stack = stackIn('eu-west-1');
  new SsmManagedInstanceRole(stack, 'Identity', { cloudWatchAgent: true, patchingBuckets: true });
  const { CloudWatchAgent, PatchingBuckets } = inline(stack);
  expect(CloudWatchAgent[0].Action).toEqual(expect.arrayContaining(['cloudwatch:PutMetricData', 'logs:PutLogEvents', 'ec2:DescribeTags']));
  expect(flat(CloudWatchAgent[1].Resource)).toBe('arn:${AWS::Partition}:ssm:eu-west-1:111111111111:parameter/AmazonCloudWatch-*');
  expect(PatchingBuckets[0].Action).toBe('s3:GetObject');
  expect(PatchingBuckets[0].Resource.map(flat)).toContain('arn:${AWS::Partition}:s3:::aws-patch-manager-eu-west-1-5522fb710/*');
});

test('CloudWatch agent and patching buckets, granted later', () => {
  const stack = stackIn('eu-west-1');
  const identity = new SsmManagedInstanceRole(stack, 'Identity');
  identity.grantCloudWatchAgent();
  identity.grantPatchingBuckets();
  Template.fromStack(stack).hasResourceProperties('AWS::IAM::Policy', {
    PolicyDocument: { Statement: [Match.arrayWith(['cloudwatch:PutMetricData']), 'ssm:GetParameter', 's3:GetObject'].map((Action) => Match.objectLike({ Sid: Match.absent(), Action })) },
  });
});

test('others can grant to it', () => {
  const stack = stackIn('eu-west-1');
  const identity = new SsmManagedInstanceRole(stack, 'Identity');
  new s3.Bucket(stack, 'Bucket').grantRead(identity);
  Template.fromStack(stack).hasResourceProperties('AWS::IAM::Policy', { Roles: [{ Ref: logicalId(stack, identity.role) }] });
});

const bad: [string, RegExp, SsmManagedInstanceRoleProps][] = [
  ['a tier and a managed policy', /Leave one out/, { tier: Tier.CONNECT, awsManagedPolicy: iam.ManagedPolicy.fromAwsManagedPolicyName('AmazonSSMManagedInstanceCore') }],
  ['LOGGING without destination', /Give 'sessionLogging' a bucket or a log group, or choose Tier.COMMAND/, { tier: Tier.LOGGING }],
  ['LOGGING with only a key', /nowhere to log to/, { tier: Tier.LOGGING, sessionLogging: { kmsKey: kms.Key.fromKeyArn(stackIn('eu-west-1'), 'Key', 'arn:aws:kms:eu-west-1:111111111111:key/1') } }],
  ['REGISTER with session logging', /Choose Tier.CONNECT or a higher one/, { tier: Tier.REGISTER, sessionLogging: {} }],
  ['empty session logging', /'sessionLogging' is empty/, { sessionLogging: {} }],
  ['a prefix without a bucket', /Give one, or leave the prefix out/,
    { sessionLogging: { prefix: 'a', logGroup: logs.LogGroup.fromLogGroupName(stackIn('eu-west-1'), 'Group', 'g') } }],
  ['a prefix with a leading slash', /S3 keys have no leading slash/,
    { sessionLogging: { prefix: '/a', bucket: s3.Bucket.fromBucketName(stackIn('eu-west-1'), 'Bucket', 'logs') } }],
];
test.each(bad)('%s', (_, cure, props) => {
  expect(() => new SsmManagedInstanceRole(stackIn('eu-west-1'), 'Identity', props)).toThrow(cure);
});
