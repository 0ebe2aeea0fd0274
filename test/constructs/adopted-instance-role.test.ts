import { Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as logs from 'aws-cdk-lib/aws-logs';
import { SsmManagedInstanceRole, Tier } from '../../src/constructs';
import { stackIn } from './support';

const forEc2 = { assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com') };
const managed = (name: string): iam.IManagedPolicy => iam.ManagedPolicy.fromAwsManagedPolicyName(name);

test('an imported role gets the whole tier by an inline policy', () => {
  const stack = stackIn('eu-west-1');
  const role = iam.Role.fromRoleName(stack, 'App', 'app-hosts');
  const adopted = SsmManagedInstanceRole.adopt(stack, 'Adopted', role, { tier: Tier.CONNECT });
  const template = Template.fromStack(stack);
  template.hasResourceProperties('AWS::IAM::Policy', {
    Roles: ['app-hosts'],
    PolicyDocument: { Statement: [{ Sid: 'SystemsManagerAgent', Effect: 'Allow', Action: adopted.addedActions, Resource: '*' }] },
  });
  expect(adopted.addedActions).toHaveLength(5);
  template.resourceCountIs('AWS::IAM::InstanceProfile', 0);
  template.resourceCountIs('AWS::IAM::Role', 0);
});

test('an immutable import is changed as well, as its docs say', () => {
  const stack = stackIn('eu-west-1');
  SsmManagedInstanceRole.adopt(stack, 'Adopted', iam.Role.fromRoleName(stack, 'App', 'app-hosts', { mutable: false }));
  Template.fromStack(stack).hasResourceProperties('AWS::IAM::Policy', { Roles: ['app-hosts'] });
});

type Case = [given: string, tier: Tier, expected: string[], role: (stack: Stack) => iam.Role];
const channels = ['ssmmessages:CreateControlChannel', 'ssmmessages:CreateDataChannel', 'ssmmessages:OpenControlChannel', 'ssmmessages:OpenDataChannel'];
const statement = (actions: string[], extra: Partial<iam.PolicyStatementProps> = {}): iam.PolicyStatement =>
  new iam.PolicyStatement({ actions, resources: ['*'], ...extra });
const withInline = (stack: Stack, each: iam.PolicyStatement): iam.Role =>
  new iam.Role(stack, 'Role', { ...forEc2, inlinePolicies: { App: new iam.PolicyDocument({ statements: [each] }) } });

const cases: Case[] = [
  ['AmazonSSMManagedInstanceCore', Tier.COMMAND, [], (stack) => new iam.Role(stack, 'Role', { ...forEc2, managedPolicies: [managed('AmazonSSMManagedInstanceCore')] })],
  ['service-role/AmazonEC2RoleforSSM', Tier.COMMAND, [], (stack) => new iam.Role(stack, 'Role', { ...forEc2, managedPolicies: [managed('service-role/AmazonEC2RoleforSSM')] })],
  ['AdministratorAccess', Tier.COMMAND, [], (stack) => new iam.Role(stack, 'Role', { ...forEc2, managedPolicies: [managed('AdministratorAccess')] })],
  ['an unrelated managed policy', Tier.REGISTER, ['ssm:UpdateInstanceInformation'], (stack) => new iam.Role(stack, 'Role', { ...forEc2, managedPolicies: [managed('ReadOnlyAccess')] })],
  ['ssm:* without channels', Tier.CONNECT, channels, (stack) => withInline(stack, statement(['SSM:*']))],
  ['patterns', Tier.CONNECT, channels.slice(2), (stack) => withInline(stack, statement(['ssm:Update*Information', 'ssmmessages:Create*']))],
  ['a statement with a condition', Tier.REGISTER, ['ssm:UpdateInstanceInformation'], (stack) =>
    withInline(stack, statement(['ssm:*'], { conditions: { StringEquals: { 'aws:RequestedRegion': 'eu-west-1' } } }))],
  ['a statement on some resource', Tier.REGISTER, ['ssm:UpdateInstanceInformation'], (stack) => withInline(stack, statement(['ssm:*'], { resources: ['arn:aws:ssm:eu-west-1:1:x'] }))],
  ['a denial', Tier.REGISTER, ['ssm:UpdateInstanceInformation'], (stack) => withInline(stack, statement(['ssm:*'], { effect: iam.Effect.DENY }))],
  ['CDK\'s default policy', Tier.CONNECT, channels.slice(1), (stack) => {
    const role = new iam.Role(stack, 'Role', forEc2);
    role.addToPolicy(statement(['ssm:UpdateInstanceInformation', 'ssmmessages:CreateControlChannel']));
    return role;
  }],
];
test.each(cases)('a role made here with %s gets what it lacks for %s', (_, tier, expected, makeRole) => {
  const stack = stackIn('eu-west-1');
  const adopted = SsmManagedInstanceRole.adopt(stack, 'Adopted', makeRole(stack), { tier });
  expect(adopted.addedActions).toEqual(expected);
  expect(adopted.policy === undefined).toBe(expected.length === 0);
  Template.fromStack(stack); // a policy without statements would fail validation
});

test('trust in EC2 is added where it lacks, and left alone where it stands', () => {
  const stack = stackIn('eu-west-1');
  SsmManagedInstanceRole.adopt(stack, 'One', new iam.Role(stack, 'Ecs', { roleName: 'ecs', assumedBy: new iam.ServicePrincipal('ecs-tasks.amazonaws.com') }));
  SsmManagedInstanceRole.adopt(stack, 'Two', new iam.Role(stack, 'Ec2', { roleName: 'ec2', ...forEc2 }));
  const narrow = new iam.ServicePrincipal('ec2.amazonaws.com', { conditions: { StringEquals: { 'aws:SourceAccount': '111111111111' } } });
  SsmManagedInstanceRole.adopt(stack, 'Three', new iam.Role(stack, 'Narrow', { roleName: 'narrow', assumedBy: narrow }));
  const template = Template.fromStack(stack);
  const trusted = (RoleName: string, services: string[]): void => template.hasResourceProperties('AWS::IAM::Role', {
    RoleName, AssumeRolePolicyDocument: { Statement: services.map((Service) => Match.objectLike({ Principal: { Service } })) },
  });
  trusted('ecs', ['ecs-tasks.amazonaws.com', 'ec2.amazonaws.com']);
  trusted('ec2', ['ec2.amazonaws.com']);
  trusted('narrow', ['ec2.amazonaws.com']);
});

test('options and grants go to the same policy', () => {
  const stack = stackIn('eu-west-1');
  const role = new iam.Role(stack, 'Role', { ...forEc2, managedPolicies: [managed('AmazonSSMManagedInstanceCore')] });
  const adopted = SsmManagedInstanceRole.adopt(stack, 'Adopted', role, { sessionLogging: { logGroup: new logs.LogGroup(stack, 'Group') }, cloudWatchAgent: true, patchingBuckets: true });
  new iam.ManagedPolicy(stack, 'More', { statements: [statement(['s3:ListAllMyBuckets'])] }).attachToRole(role);
  expect(adopted.addedActions).toEqual([]);
  Template.fromStack(stack).resourceCountIs('AWS::IAM::Policy', 1);
  Template.fromStack(stack).hasResourceProperties('AWS::IAM::Policy', {
    PolicyDocument: {
      Statement: [Match.arrayWith(['logs:PutLogEvents']), 'logs:DescribeLogGroups', Match.arrayWith(['cloudwatch:PutMetricData']), 'ssm:GetParameter', 's3:GetObject']
        .map((Action) => Match.objectLike({ Sid: Match.absent(), Action })),
    },
  });
});

test('a role of another account is refused', () => {
  const stack = stackIn('eu-west-1');
  const role = iam.Role.fromRoleArn(stack, 'Far', 'arn:aws:iam::222222222222:role/far');
  expect(() => SsmManagedInstanceRole.adopt(stack, 'Adopted', role)).toThrow(/of account 222222222222.*Adopt the role in a stack of its own account/);
});

test('options are checked as for a new role', () => {
  const stack = stackIn('eu-west-1');
  expect(() => SsmManagedInstanceRole.adopt(stack, 'Adopted', new iam.Role(stack, 'Role', forEc2), { tier: Tier.LOGGING })).toThrow(/nowhere to log to/);
});
