import { App, RemovalPolicy, Stack, Stage } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import { DefaultHostManagement, DefaultHostManagementEngine, SsmReadyVpc } from '../../src/constructs';
import { bareInstance } from './hosts';
import { judgeAppOf, verdicts } from './judge-app';
import { ACCOUNT, flat, stackIn } from './support';

const ID = '/ssm/managed-instance/default-ec2-instance-management-role';
const custom = DefaultHostManagementEngine.CUSTOM_RESOURCE;
const ssm = new iam.ServicePrincipal('ssm.amazonaws.com');
const policy = iam.ManagedPolicy.fromAwsManagedPolicyName('AmazonSSMManagedEC2InstanceDefaultPolicy');

function settingOf(stack: Stack, type = 'AWS::SSM::ServiceSetting'): any {
  const found = Object.values(Template.fromStack(stack).findResources(type));
  expect(found).toHaveLength(1);
  return found[0];
}

describe('by default', () => {
  test('the role is AWS\'s: path, trust without conditions, one policy', () => {
    const stack = stackIn('eu-west-1');
    new DefaultHostManagement(stack, 'Management');
    Template.fromStack(stack).hasResourceProperties('AWS::IAM::Role', {
      Path: '/service-role/',
      RoleName: Match.absent(),
      AssumeRolePolicyDocument: { Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'ssm.amazonaws.com' }, Condition: Match.absent() }] },
      ManagedPolicyArns: [Match.objectLike({ 'Fn::Join': ['', Match.arrayWith([':iam::aws:policy/AmazonSSMManagedEC2InstanceDefaultPolicy'])] })],
    });
  });

  test('the setting is its name with the path, and outlives the stack together with the role', () => {
    const stack = stackIn('eu-west-1');
    new DefaultHostManagement(stack, 'Management');
    const { Properties, ...policies } = settingOf(stack);
    expect([Properties.SettingId, flat(Properties.SettingValue)]).toEqual([ID, expect.stringMatching(/^service-role\/\$\{ManagementRole\w+\}$/)]);
    const kept = { DeletionPolicy: 'RetainExceptOnCreate', UpdateReplacePolicy: 'Retain' };
    expect(policies).toMatchObject(kept);
    Template.fromStack(stack).hasResource('AWS::IAM::Role', kept);
  });

  test.each(['eu-west-1', 'mx-central-1', undefined])('an instance without a profile is ready in %s', (region) => {
    const stack = stackIn(region);
    new DefaultHostManagement(stack, 'Management');
    const network = new SsmReadyVpc(stack, 'Network');
    const host = bareInstance({ stack, network });
    host.instance.addPropertyDeletionOverride('IamInstanceProfile');
    network.endpoints.allowFrom(host);
    expect(verdicts(judgeAppOf(stack))).toEqual([expect.stringMatching(/^Test\/Host: ready/)]);
  });
});

test('with DESTROY setting and role go with the stack', () => {
  const stack = stackIn('eu-west-1');
  new DefaultHostManagement(stack, 'Management', { removalPolicy: RemovalPolicy.DESTROY });
  expect(settingOf(stack).DeletionPolicy).toBe('Delete');
});

test('what the props add to the role', () => {
  const stack = stackIn('eu-west-1');
  new DefaultHostManagement(stack, 'Management', {
    additionalPolicies: [iam.ManagedPolicy.fromAwsManagedPolicyName('CloudWatchAgentServerPolicy')],
    trustConditions: { StringEquals: { 'aws:SourceAccount': ACCOUNT } },
    roleName: 'Fleet',
  });
  Template.fromStack(stack).hasResourceProperties('AWS::IAM::Role', {
    RoleName: 'Fleet',
    AssumeRolePolicyDocument: { Statement: [Match.objectLike({ Condition: { StringEquals: { 'aws:SourceAccount': ACCOUNT } } })] },
    ManagedPolicyArns: [Match.anyValue(), Match.anyValue()],
  });
});

describe('the custom resource', () => {
  test('may change this setting and pass this role, and nothing else', () => {
    const stack = stackIn('eu-west-1');
    new DefaultHostManagement(stack, 'Management', { engine: custom });
    const { Properties, DeletionPolicy } = settingOf(stack, 'Custom::SsmReadyServiceSetting');
    expect([Properties.SettingId, flat(Properties.SettingValue), DeletionPolicy]).toEqual([ID, expect.stringContaining('service-role/'), 'RetainExceptOnCreate']);
    const [{ Properties: { PolicyDocument: { Statement: statements } } }] = Object.values(Template.fromStack(stack).findResources('AWS::IAM::Policy'));
    expect(statements.map(({ Sid, Action, Resource, Condition }: any) => [Sid, Action, flat(Resource), Condition])).toEqual([
      ['Logs', ['logs:CreateLogStream', 'logs:PutLogEvents'], expect.stringContaining('Logs'), undefined],
      ['Setting', ['ssm:GetServiceSetting', 'ssm:ResetServiceSetting', 'ssm:UpdateServiceSetting'],
        `arn:\${AWS::Partition}:ssm:eu-west-1:${ACCOUNT}:servicesetting${ID}`, undefined],
      ['PassRole', 'iam:PassRole', expect.stringContaining('ManagementRole'), { StringEquals: { 'iam:PassedToService': 'ssm.amazonaws.com' } }],
    ]);
  });

  test('gets the former value from a resource of its own, which is made first and writes nothing', () => {
    const stack = stackIn('eu-west-1');
    new DefaultHostManagement(stack, 'Management', { engine: custom });
    const [[former, { Properties, DeletionPolicy }]] = Object.entries(Template.fromStack(stack).findResources('Custom::SsmReadyFormerValue'));
    expect([Properties.SettingId, Properties.SettingValue, Properties.FormerValue, DeletionPolicy]).toEqual([ID, undefined, undefined, 'RetainExceptOnCreate']);
    expect(settingOf(stack, 'Custom::SsmReadyServiceSetting').Properties.FormerValue).toEqual({ 'Fn::GetAtt': [former, 'Value'] });
  });

  test('its function answers once for each delivery, within CloudFormation\'s time', () => {
    const stack = stackIn('eu-west-1');
    new DefaultHostManagement(stack, 'Management', { engine: custom });
    const template = Template.fromStack(stack);
    template.hasResourceProperties('AWS::Lambda::EventInvokeConfig', { MaximumRetryAttempts: 0 });
    template.hasResourceProperties('AWS::Lambda::Function', { Handler: 'index.handler', Timeout: 120, Runtime: Match.stringLikeRegexp('^nodejs') });
    template.hasResourceProperties('Custom::SsmReadyServiceSetting', { ServiceTimeout: '300' });
  });
});

describe('a Region without the CloudFormation type', () => {
  test.each(['us-gov-west-1', 'cn-north-1'])('%s: by a custom resource; to ask for the type is an error', (region) => {
    const stack = stackIn(region);
    new DefaultHostManagement(stack, 'Management');
    settingOf(stack, 'Custom::SsmReadyServiceSetting');
    expect(() => new DefaultHostManagement(stackIn(region), 'Management', { engine: DefaultHostManagementEngine.SERVICE_SETTING }))
      .toThrow(`CloudFormation has no AWS::SSM::ServiceSetting in ${region}`);
  });
});

describe('off', () => {
  test.each([[undefined, 'Custom::SsmReadyServiceSetting'], [DefaultHostManagementEngine.SERVICE_SETTING, 'AWS::SSM::ServiceSetting']])('by %s', (engine, type) => {
    const stack = stackIn('eu-west-1');
    DefaultHostManagement.off(stack, 'Off', { engine });
    expect(settingOf(stack, type).Properties).toMatchObject({ SettingId: ID, SettingValue: '$None' });
    expect(JSON.stringify(Template.fromStack(stack).toJSON())).not.toContain('iam:PassRole');
  });
});

describe('a given role', () => {
  const synth = (stack: Stack) => (stack.node.root as App).synth();

  test('that is fit: the value carries its path', () => {
    const stack = stackIn('eu-west-1');
    const role = new iam.Role(stack, 'Fit', { assumedBy: ssm, path: '/fleet/', managedPolicies: [policy] });
    new DefaultHostManagement(stack, 'Management', { role });
    expect(flat(settingOf(stack).Properties.SettingValue)).toMatch(/^fleet\/\$\{Fit\w+\}$/);
    expect(() => synth(stack)).not.toThrow();
  });

  test('that gets its policy later is fit too', () => {
    const stack = stackIn('eu-west-1');
    const role = new iam.Role(stack, 'Fit', { assumedBy: ssm });
    new DefaultHostManagement(stack, 'Management', { role });
    role.addManagedPolicy(policy);
    expect(() => synth(stack)).not.toThrow();
    expect(flat(settingOf(stack).Properties.SettingValue)).toMatch(/^\$\{Fit\w+\}$/); // no path, no slash
  });

  test.each<[string, iam.RoleProps, RegExp]>([
    ['trusts somebody else', { assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com'), managedPolicies: [policy] }, /The role Test\/Unfit does not trust ssm\.amazonaws\.com/],
    ['lacks the policy', { assumedBy: ssm }, /The role Test\/Unfit lacks ssm:UpdateInstanceInformation, .*Add the AWS managed policy/],
  ])('that %s fails synth', (_, props, message) => {
    const stack = stackIn('eu-west-1');
    new DefaultHostManagement(stack, 'Management', { role: new iam.Role(stack, 'Unfit', props) });
    expect(() => synth(stack)).toThrow(message);
  });

  test.each([
    ['service-role/AWSSystemsManagerDefaultEC2InstanceManagementRole', 'service-role/AWSSystemsManagerDefaultEC2InstanceManagementRole'],
    ['Plain', 'Plain'],
  ])('imported: %s', (name, value) => {
    const stack = stackIn('eu-west-1');
    new DefaultHostManagement(stack, 'Management', { role: iam.Role.fromRoleArn(stack, 'Imported', `arn:aws:iam::${ACCOUNT}:role/${name}`) });
    expect(settingOf(stack).Properties.SettingValue).toBe(value);
  });

  test('imported by name with its path', () => {
    const stack = stackIn('eu-west-1');
    new DefaultHostManagement(stack, 'Management', { role: iam.Role.fromRoleName(stack, 'Imported', 'service-role/Theirs') });
    expect(settingOf(stack).Properties.SettingValue).toBe('service-role/Theirs');
  });

  test('together with props of the role that is not made', () => {
    const stack = stackIn('eu-west-1');
    const role = iam.Role.fromRoleName(stack, 'Imported', 'Theirs');
    expect(() => new DefaultHostManagement(stack, 'Management', { role, roleName: 'Mine' })).toThrow('\'roleName\' is of the role this construct makes');
  });
});

describe('two owners', () => {
  const make = (stack: Stack, id = 'Management') => new DefaultHostManagement(stack, id);

  test('in one stack, or with off(): an error that names both', () => {
    const stack = stackIn('eu-west-1');
    make(stack, 'One');
    expect(() => make(stack, 'Two')).toThrow('[Test/Two] Test/One already owns the Default Host Management setting');
    expect(() => DefaultHostManagement.off(stack, 'Off')).toThrow('Test/One already owns');
  });

  test.each(['eu-west-1', undefined])('in two stacks of one app, Region %s', (region) => {
    const app = new App();
    make(stackIn(region, app, 'A'));
    expect(() => make(stackIn(region, app, 'B'))).toThrow('A/Management already owns');
  });

  test('in two Stages that go to the same account and Region', () => {
    const app = new App();
    const env = { account: ACCOUNT, region: 'eu-west-1' };
    make(new Stack(new Stage(app, 'Blue', { env }), 'Fleet'));
    expect(() => make(new Stack(new Stage(app, 'Green', { env }), 'Fleet'))).toThrow('Blue/Fleet/Management already owns');
  });

  test('another Region, another account, or Stages that do not say where they go: no error', () => {
    const app = new App();
    make(stackIn('eu-west-1', app, 'A'));
    make(stackIn('us-east-1', app, 'B'));
    make(new Stack(app, 'C', { env: { account: '222222222222', region: 'eu-west-1' } }));
    make(new Stack(new Stage(app, 'Blue'), 'Fleet'));
    make(new Stack(new Stage(app, 'Green'), 'Fleet'));
    expect(app.synth().nestedAssemblies).toHaveLength(2);
  });
});
