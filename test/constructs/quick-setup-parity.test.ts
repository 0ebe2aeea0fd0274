import { readFileSync } from 'fs';
import { join } from 'path';
import { Template } from 'aws-cdk-lib/assertions';
import { FleetSchedule, FleetTargets, HostManagement, HostManagementProps } from '../../src/constructs';
import { stackIn } from './support';

function templateOf(props: HostManagementProps = {}): Template {
  const stack = stackIn('eu-west-1');
  new HostManagement(stack, 'Fleet', props);
  return Template.fromStack(stack);
}

const byDefault = templateOf();
const all = templateOf({
  cloudWatchAgent: {}, updateLaunchAgent: true, enableExplorer: true,
  installPatches: { schedule: FleetSchedule.cron('0 2 ? * SUN *') }, profileAttachment: { addPoliciesToExistingRoles: true },
});

function association(template: Template, what: string): any {
  return Object.values(template.findResources('AWS::SSM::Association')).map(({ Properties }) => Properties).find(({ AssociationName }) => AssociationName.endsWith(`-${what}`));
}

/** Document and schedule of an association. */
const runs = (what: string, template = all): unknown[] => [association(template, what)?.Name, association(template, what)?.ScheduleExpression];
const statements = (template: Template): any[] => Object.values(template.findResources('AWS::IAM::Policy')).flatMap(({ Properties }) => Properties.PolicyDocument.Statement);
const actions = (template: Template): string[] => statements(template).flatMap(({ Action }) => Action);
const attach = (): any => statements(byDefault).find(({ Action }) => Action === 'ec2:AssociateIamInstanceProfile');
const roles = (template: Template): any[] => Object.values(template.findResources('AWS::IAM::Role')).map(({ Properties }) => Properties);
const trusted = (role: any): string => role.AssumeRolePolicyDocument.Statement[0].Principal.Service;

/** What each row of docs/quick-setup-parity.md says of our template. */
const ROWS: Record<string, () => void> = {
  'agent-update': () => expect(runs('UpdateSsmAgent', byDefault)).toEqual(['AWS-UpdateSSMAgent', 'rate(14 days)']),
  'inventory': () => {
    expect(runs('CollectInventory', byDefault)).toEqual(['AWS-GatherSoftwareInventory', 'rate(30 minutes)']);
    expect(Object.values(association(byDefault, 'CollectInventory').Parameters).filter((each: any) => each[0] === 'Enabled')).toHaveLength(7);
  },
  'patch-scan': () => {
    expect(runs('ScanForPatches', byDefault)).toEqual(['AWS-RunPatchBaseline', 'rate(1 day)']);
    expect(association(byDefault, 'ScanForPatches').Parameters).toEqual({ Operation: ['Scan'] });
  },
  'patch-install': () => expect([association(byDefault, 'InstallPatches'), association(all, 'InstallPatches').ApplyOnlyAtCronInterval]).toEqual([undefined, true]),
  'cloudwatch-install': () => {
    expect(association(byDefault, 'InstallCloudWatchAgent')).toBeUndefined();
    expect(association(all, 'InstallCloudWatchAgent').Name).toBe('AWS-ConfigureAWSPackage');
  },
  'cloudwatch-configure': () => expect(runs('ConfigureCloudWatchAgent')).toEqual(['AmazonCloudWatch-ManageAgent', 'rate(1 day)']),
  'cloudwatch-update': () => expect([runs('InstallCloudWatchAgent')[1], association(all, 'InstallCloudWatchAgent').Parameters.version]).toEqual(['rate(30 days)', ['latest']]),
  'launch-agent': () => expect(runs('UpdateLaunchAgent')).toEqual(['AWSEC2-UpdateLaunchAgent', 'rate(30 days)']),
  'explorer': () => expect([association(byDefault, 'EnableExplorer'), runs('EnableExplorer')]).toEqual([undefined, ['AWS-EnableExplorer', undefined]]),
  'at-once': () => {
    const late = Object.values(all.findResources('AWS::SSM::Association')).filter(({ Properties }) => Properties.ApplyOnlyAtCronInterval);
    expect(late.map(({ Properties }) => Properties.AssociationName.split('-').at(-1))).toEqual(['InstallPatches']);
  },
  'targets': () => {
    const kinds = [FleetTargets.all(), FleetTargets.tag('Team', 'web'), FleetTargets.instances('i-1'), FleetTargets.resourceGroup('Web')];
    expect(kinds.map((targets) => association(templateOf({ targets }), 'ScanForPatches').Targets[0].Key)).toEqual(['InstanceIds', 'tag:Team', 'InstanceIds', 'resource-groups:Name']);
  },
  'instance-role': () => {
    const [role] = roles(byDefault).filter((each) => trusted(each) === 'ec2.amazonaws.com');
    expect(role.ManagedPolicyArns).toEqual([{ 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':iam::aws:policy/AmazonSSMManagedInstanceCore']] }]);
  },
  'profile-when': () => {
    const { Name, ScheduleExpression, AutomationTargetParameterName } = association(byDefault, 'AttachProfile');
    expect([Name.Ref, ScheduleExpression, AutomationTargetParameterName]).toEqual([expect.stringContaining('AttachProfileDocument'), 'rate(30 days)', 'InstanceId']);
    byDefault.hasResourceProperties('AWS::Events::Rule', { EventPattern: { 'source': ['aws.ec2'], 'detail-type': ['EC2 Instance State-change Notification'], 'detail': { state: ['running'] } } });
  },
  'profile-never-overwrites': () => expect(Object.keys(attach().Condition)).toEqual(['Null', 'ArnEquals']),
  'profile-kept': () => {
    const [{ Properties: { Content: { mainSteps } } }] = Object.values(byDefault.findResources('AWS::SSM::Document'));
    const { action, inputs, isEnd } = mainSteps.find(({ name }: any) => name === mainSteps[1].inputs.Default);
    expect([action, inputs.Api, isEnd]).toEqual(['aws:executeAwsApi', 'DescribeIamInstanceProfileAssociations', true]);
  },
  'profile-existing-roles': () => expect([actions(byDefault).includes('iam:AttachRolePolicy'), actions(all).filter((each) => each === 'iam:AttachRolePolicy')]).toEqual([false, ['iam:AttachRolePolicy']]),
  'service-role-trust': () => {
    expect(roles(byDefault).map(trusted).sort()).toEqual(['ec2.amazonaws.com', 'events.amazonaws.com', 'ssm.amazonaws.com']);
    const [automation] = roles(byDefault).filter((each) => trusted(each) === 'ssm.amazonaws.com');
    expect(Object.values(automation.AssumeRolePolicyDocument.Statement[0].Condition).flatMap((each: any) => Object.keys(each))).toEqual(['aws:SourceAccount', 'aws:SourceArn']);
  },
  'service-role-not-needed': () => {
    const notNeeded = ['iam:CreateInstanceProfile', 'iam:AddRoleToInstanceProfile', 'iam:ListInstanceProfilesForRole', 'iam:GetInstanceProfile'];
    expect(actions(byDefault).filter((each) => notNeeded.includes(each))).toEqual([]);
    byDefault.resourceCountIs('AWS::IAM::InstanceProfile', 1);
  },
  'service-role-disassociate': () => expect(actions(all)).not.toContain('ec2:DisassociateIamInstanceProfile'),
  'service-role-passes': () => {
    const passes = statements(byDefault).filter(({ Action }) => Action === 'iam:PassRole');
    expect(passes.map(({ Condition }) => Condition.StringEquals['iam:PassedToService'])).toEqual(['ec2.amazonaws.com', 'ssm.amazonaws.com', 'ssm.amazonaws.com']);
  },
  'service-role-automation': () => {
    expect(actions(byDefault)).toEqual(expect.arrayContaining(['ssm:StartAutomationExecution', 'ssm:GetAutomationExecution', 'ec2:DescribeInstances', 'tag:GetResources', 'resource-groups:ListGroupResources']));
    expect(JSON.stringify(statements(byDefault).find(({ Action }) => Action === 'ssm:StartAutomationExecution').Resource)).toContain('AttachProfileDocument');
  },
  'removal': () => {
    const kept = Object.values(all.findResources('AWS::SSM::Association')).filter(({ DeletionPolicy }) => DeletionPolicy !== undefined);
    expect(kept).toEqual([]);
  },
};

test('every row of the table is asserted here, and no other', () => {
  const table = readFileSync(join(__dirname, '../../docs/quick-setup-parity.md'), 'utf8').split('\n').filter((line) => line.startsWith('| ') && !line.startsWith('| row'));
  expect(table.map((line) => line.split('|')[1].trim())).toEqual(Object.keys(ROWS));
});

test.each(Object.entries(ROWS))('%s', (_, holds) => {
  holds();
});
