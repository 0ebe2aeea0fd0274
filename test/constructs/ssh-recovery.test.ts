import { App, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import { RecoveryRunbook, SessionTargets, SshRecovery, SshRecoveryProps } from '../../src/constructs';
import { ACCOUNT, flat, stackIn } from './support';

function recovery(props: SshRecoveryProps = {}, stack = stackIn('eu-west-1')): { stack: Stack; construct: SshRecovery } {
  return { stack, construct: new SshRecovery(stack, 'Recovery', props) };
}

function statementsOf(stack: Stack, policy: string): any[] {
  const found = Object.entries(Template.fromStack(stack).findResources('AWS::IAM::Policy')).filter(([id]) => id.startsWith(policy));
  expect(found).toHaveLength(1);
  return found[0][1].Properties.PolicyDocument.Statement;
}

const bySid = (statements: any[], sid: string): any => statements.find(({ Sid }) => Sid === sid);
const byAction = (statements: any[], action: string): any => statements.find(({ Action }) => Action === action);

describe('the serial console', () => {
  test('is enabled by a custom resource that is removed with the stack, so that what was before comes back', () => {
    const { stack } = recovery();
    const [resource] = Object.values(Template.fromStack(stack).findResources('Custom::SsmReadySerialConsole'));
    expect([resource.Properties.Access, resource.Properties.ServiceTimeout, resource.DeletionPolicy]).toEqual(['enabled', '300', 'Delete']);
  });

  test('its function may do this and write its log, nothing else', () => {
    const [logs, console, ...others] = statementsOf(recovery().stack, 'SsmReadyHandlerserialconsole');
    expect([logs.Action, console.Action, others]).toEqual([
      ['logs:CreateLogStream', 'logs:PutLogEvents'], ['ec2:DisableSerialConsoleAccess', 'ec2:EnableSerialConsoleAccess', 'ec2:GetSerialConsoleAccessStatus'], [],
    ]);
  });

  test('can be kept, or left out', () => {
    const { stack } = recovery({ serialConsoleRemovalPolicy: RemovalPolicy.RETAIN });
    Template.fromStack(stack).hasResource('Custom::SsmReadySerialConsole', { DeletionPolicy: 'Retain' });
    const without = Template.fromStack(recovery({ serialConsole: false }).stack);
    without.resourceCountIs('AWS::Lambda::Function', 0);
    without.resourceCountIs('AWS::IAM::Role', 2);
  });

  test('users get it by tag, or for named instances', () => {
    const { stack, construct } = recovery();
    construct.grantSerialConsoleByTag(new iam.Group(stack, 'ByTag'), 'Team', 'web');
    construct.grantSerialConsole(new iam.Group(stack, 'ById'), 'i-1');
    expect(byAction(statementsOf(stack, 'ByTagDefaultPolicy'), 'ec2-instance-connect:SendSerialConsoleSSHPublicKey')).toMatchObject({
      Action: 'ec2-instance-connect:SendSerialConsoleSSHPublicKey', Condition: { StringLike: { 'aws:ResourceTag/Team': ['web'] } },
    });
    const named = byAction(statementsOf(stack, 'ByIdDefaultPolicy'), 'ec2-instance-connect:SendSerialConsoleSSHPublicKey');
    expect([flat(named.Resource), named.Condition]).toEqual([`arn:\${AWS::Partition}:ec2:eu-west-1:${ACCOUNT}:instance/i-1`, undefined]);
  });
});

describe('runbooks', () => {
  test('by default those that stop nothing, each with a role and the command that starts it', () => {
    const { stack, construct } = recovery();
    expect(Object.keys(construct.startCommands)).toEqual(['Ssh', 'ManagedInstance']);
    const values = Object.values(Template.fromStack(stack).findOutputs('*')).map(({ Value }) => flat(Value));
    expect(values).toEqual([
      expect.stringMatching(/^aws ssm start-automation-execution --region eu-west-1 --document-name AWSSupport-TroubleshootSSH --parameters InstanceId=INSTANCE_ID,Action=CheckAll,AutomationAssumeRole=\$\{RecoverySshRole\w+\.Arn\}$/),
      expect.stringMatching(/--document-name AWSSupport-TroubleshootManagedInstance --parameters InstanceId=INSTANCE_ID,AutomationAssumeRole=/),
    ]);
    Template.fromStack(stack).hasResourceProperties('AWS::IAM::Role', { AssumeRolePolicyDocument: { Statement: [Match.objectLike({ Principal: { Service: 'ssm.amazonaws.com' } })] } });
  });

  const document = (name: string): string => `arn:\${AWS::Partition}:ssm:eu-west-1::document/${name}`;
  const instance = (id: string): string => `arn:\${AWS::Partition}:ec2:eu-west-1:${ACCOUNT}:instance/${id}`;

  test.each<[string, RecoveryRunbook, string[]]>([
    ['RecoverySshPolicy', RecoveryRunbook.SSH, ['AWS-ConfigureAWSPackage', 'AWS-RunShellScript']],
    ['RecoverySessionManagerPolicy', RecoveryRunbook.SESSION_MANAGER, ['AWS-RunPowerShellScript', 'AWS-RunShellScript']],
  ])('%s: commands by named documents, to instances with the tag', (policy, runbook, documents) => {
    const statements = statementsOf(recovery({ runbooks: [runbook] }).stack, policy);
    const sends = statements.filter(({ Action }) => [Action].flat().includes('ssm:SendCommand'));
    expect(sends.map(({ Resource, Condition }) => [[Resource].flat().map(flat), Condition])).toEqual([
      [documents.map(document), undefined],
      [[instance('*')], { StringLike: { 'ssm:resourceTag/SshRecovery': ['true'] } }],
    ]);
  });

  test.each<[string, SessionTargets, string, object | undefined]>([
    ['named instances', SessionTargets.instances('i-1'), 'i-1', undefined],
    ['another tag', SessionTargets.tag('Team', 'web'), '*', { StringLike: { 'ssm:resourceTag/Team': ['web'] } }],
    ['all instances, which has to be said', SessionTargets.all(), '*', undefined],
  ])('commands go to the targets: %s', (_, targets, id, condition) => {
    const { Resource, Condition } = bySid(statementsOf(recovery({ targets }).stack, 'RecoverySshPolicy'), 'SendCommandsTo');
    expect([flat(Resource), Condition]).toEqual([instance(id), condition]);
  });

  test('no role of a runbook names a document by a pattern', () => {
    const { stack } = recovery({ runbooks: [RecoveryRunbook.SSH, RecoveryRunbook.SSH_OFFLINE, RecoveryRunbook.MANAGED_INSTANCE, RecoveryRunbook.SESSION_MANAGER] });
    const documents = JSON.stringify(Template.fromStack(stack).findResources('AWS::IAM::Policy')).match(/:document\/[^"]*/g) ?? [];
    expect(documents.length).toBeGreaterThan(3);
    expect(documents.filter((each) => each.includes('*'))).toEqual([]);
  });

  test('each role trusts automations of this account only', () => {
    const { stack } = recovery({ serialConsole: false, runbooks: [RecoveryRunbook.SSH, RecoveryRunbook.SSH_OFFLINE, RecoveryRunbook.MANAGED_INSTANCE, RecoveryRunbook.SESSION_MANAGER] });
    const trusts = Object.values(Template.fromStack(stack).findResources('AWS::IAM::Role')).map(({ Properties }) => Properties.AssumeRolePolicyDocument.Statement);
    expect(trusts).toHaveLength(4);
    trusts.forEach(([{ Condition }, ...others]: any[]) => {
      expect([Condition.StringEquals, flat(Condition.ArnLike['aws:SourceArn']), others]).toEqual([
        { 'aws:SourceAccount': ACCOUNT }, `arn:\${AWS::Partition}:ssm:*:${ACCOUNT}:automation-execution/*`, [],
      ]);
    });
  });

  test('the role of the managed instance runbook looks, and changes nothing', () => {
    const statements = statementsOf(recovery().stack, 'RecoveryManagedInstancePolicy');
    const actions = statements.flatMap(({ Action }) => Action) as string[];
    expect(actions.filter((action) => !/:(Describe|Get|List)/.test(action)).sort()).toEqual(['iam:PassRole', 'ssm:StartAutomationExecution']);
    expect(flat(bySid(statements, 'Start').Resource)).toBe('arn:${AWS::Partition}:ssm:eu-west-1::automation-definition/AWSSupport-TroubleshootManagedInstance:*');
  });

  test('offline: what the page asks for, by the names AWS gives', () => {
    const { stack, construct } = recovery({ runbooks: [RecoveryRunbook.SSH_OFFLINE] });
    expect(construct.startCommands.SshOffline).toContain('Action=FixAll,AllowOffline=true');
    const statements = statementsOf(stack, 'RecoverySshOfflinePolicy');
    expect(flat(bySid(statements, 'Start').Resource[1])).toContain('AWSSupport-StartEC2RescueWorkflow:*');
    expect(bySid(statements, 'RescueIdentities').Resource.map(flat)).toEqual(['role', 'instance-profile'].map((kind) => `arn:\${AWS::Partition}:iam::${ACCOUNT}:${kind}/AWSSupport-EC2Rescue-*`));
    Template.fromStack(stack).hasResourceProperties('AWS::IAM::Role', { ManagedPolicyArns: [{ 'Fn::Join': ['', Match.arrayWith([':iam::aws:policy/service-role/AmazonSSMAutomationRole'])] }] });
  });

  test('offline: roles of the runbook get listed policies only, and are passed to EC2 and Lambda only', () => {
    const statements = statementsOf(recovery({ runbooks: [RecoveryRunbook.SSH_OFFLINE] }).stack, 'RecoverySshOfflinePolicy');
    const having = (action: string): any[] => statements.filter(({ Action }) => [Action].flat().includes(action));
    const rescueRoles = `arn:\${AWS::Partition}:iam::${ACCOUNT}:role/AWSSupport-EC2Rescue-*`;
    const policies = ['AmazonSSMManagedInstanceCore', 'service-role/AmazonEC2RoleforSSM', 'service-role/AWSLambdaBasicExecutionRole', 'service-role/AWSLambdaVPCAccessExecutionRole'];
    expect(having('iam:AttachRolePolicy').map(({ Resource, Condition }) => [flat(Resource), Condition.ArnEquals['iam:PolicyARN'].map(flat)])).toEqual([
      [rescueRoles, policies.map((name) => `arn:\${AWS::Partition}:iam::aws:policy/${name}`)],
    ]);
    expect(having('iam:PassRole').map(({ Resource, Condition }) => [flat(Resource), Condition.StringEquals['iam:PassedToService']])).toEqual([
      [expect.stringContaining('RecoverySshOfflineRole'), 'ssm.amazonaws.com'], [rescueRoles, ['ec2.amazonaws.com', 'lambda.amazonaws.com']],
    ]);
  });

  test('sessions: Reachability Analyzer, and the two runbooks it starts', () => {
    const statements = statementsOf(recovery({ runbooks: [RecoveryRunbook.SESSION_MANAGER] }).stack, 'RecoverySessionManagerPolicy');
    expect(bySid(statements, 'Look').Action).toEqual(expect.arrayContaining(['tiros:CreateQuery', 'ec2:StartNetworkInsightsAnalysis']));
    expect(bySid(statements, 'Start').Resource).toHaveLength(2);
  });

  test('users may start one with its role', () => {
    const { stack, construct } = recovery();
    construct.grantStart(new iam.Group(stack, 'Users'), RecoveryRunbook.SSH);
    const statements = statementsOf(stack, 'UsersDefaultPolicy');
    expect(flat(byAction(statements, 'iam:PassRole').Resource)).toContain('RecoverySshRole');
    expect(flat(byAction(statements, 'ssm:StartAutomationExecution').Resource)).toContain('automation-definition/AWSSupport-TroubleshootSSH:*');
  });
});

describe('errors', () => {
  test.each<[string, SshRecoveryProps, string]>([
    ['nothing', { serialConsole: false, runbooks: [] }, 'Neither the serial console nor a runbook'],
    ['policy of what is off', { serialConsole: false, serialConsoleRemovalPolicy: RemovalPolicy.RETAIN }, '\'serialConsole\' is false'],
  ])('%s', (_, props, message) => {
    expect(() => recovery(props)).toThrow(message);
  });

  test('a Region without serial console', () => {
    expect(() => recovery({}, stackIn('ap-east-2'))).toThrow('There is no EC2 serial console in ap-east-2');
  });

  test('two owners; a second construct without the console is none', () => {
    const app = new App();
    recovery({}, stackIn('eu-west-1', app, 'A'));
    expect(() => recovery({}, stackIn('eu-west-1', app, 'B'))).toThrow('A/Recovery already owns the serial console setting');
    expect(() => recovery({ serialConsole: false }, stackIn('eu-west-1', app, 'C'))).not.toThrow();
  });

  test('a runbook that was not asked for, a tag without value, no instance, a principal that cannot be changed', () => {
    const { stack, construct } = recovery();
    const user = new iam.Group(stack, 'Users');
    expect(() => construct.grantStart(user, RecoveryRunbook.SESSION_MANAGER)).toThrow('The runbook SessionManager was not asked for');
    expect(() => construct.grantSerialConsoleByTag(user, 'Team')).toThrow('has no value for the tag');
    expect(() => construct.grantSerialConsole(user)).toThrow('names no instance');
    expect(() => construct.grantSerialConsole(new iam.ServicePrincipal('ec2.amazonaws.com') as unknown as iam.IGrantable, 'i-1')).toThrow('The principal cannot be changed here');
  });
});
