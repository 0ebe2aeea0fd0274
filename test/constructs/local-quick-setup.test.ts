import { App, Aws, CfnParameter, Stack, Stage } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import { FleetSchedule, FleetTargets, LocalQuickSetup, LocalQuickSetupProps, PatchBaseline, PatchOperatingSystem, PatchPolicyOptions } from '../../src/constructs';
import { definition } from '../../src/constructs/quick-setup/definitions';
import { ACCOUNT, flat, stackIn } from './support';

function quickSetup(props: LocalQuickSetupProps = {}, stack = stackIn('eu-west-1')): Template {
  new LocalQuickSetup(stack, 'QuickSetup', props);
  return Template.fromStack(stack);
}

function configuration(template: Template): any {
  const [resource] = Object.values(template.findResources('AWS::SSMQuickSetup::ConfigurationManager'));
  return resource;
}

const parameters = (props: LocalQuickSetupProps = {}): any => configuration(quickSetup(props)).Properties.ConfigurationDefinitions[0].Parameters;
const patchPolicy: PatchPolicyOptions = {
  scanSchedule: FleetSchedule.cron('0 1 * * ? *'), baselines: [{ operatingSystem: PatchOperatingSystem.UBUNTU, baseline: 'pb-1', label: 'ours' }],
};

test('by default: all nodes of this account and Region', () => {
  expect(parameters()).toEqual({
    UpdateSsmAgent: 'true', UpdateEc2LaunchAgent: 'false', CollectInventory: 'true', ScanInstances: 'true', InstallCloudWatchAgent: 'false', UpdateCloudWatchAgent: 'false',
    IsPolicyAttachAllowed: 'false', TargetType: '*', TargetAccounts: ACCOUNT, TargetRegions: 'eu-west-1',
  });
});

test('CloudFormation may assume the first role, and by it the second, which has the policies of AWS; deployed after both', () => {
  const template = quickSetup({ patchPolicy });
  const [administration, execution] = Object.values(template.findResources('AWS::IAM::Role')).map(({ Properties }) => Properties);
  expect(administration.AssumeRolePolicyDocument.Statement[0].Principal).toEqual({ Service: 'cloudformation.amazonaws.com' });
  expect(flat(execution.AssumeRolePolicyDocument.Statement[0].Principal.AWS)).toMatch(/AdministrationRole\w+\.Arn/);
  expect(execution.ManagedPolicyArns.map(flat)).toEqual(['AWSQuickSetupDeploymentRolePolicy', 'AWSQuickSetupPatchPolicyDeploymentRolePolicy'].map((name) => `arn:\${AWS::Partition}:iam::aws:policy/${name}`));
  const [policy] = Object.values(template.findResources('AWS::IAM::Policy'));
  expect([policy.Properties.PolicyDocument.Statement[0].Action, flat(policy.Properties.PolicyDocument.Statement[0].Resource)]).toEqual(['sts:AssumeRole', expect.stringMatching(/ExecutionRole\w+\.Arn/)]);
  expect(configuration(template).DependsOn).toEqual([expect.stringContaining('AdministrationPolicy')]);
});

test('roles of yours', () => {
  const stack = stackIn('eu-west-1');
  const role = (name: string): iam.IRole => iam.Role.fromRoleName(stack, name, name);
  const template = quickSetup({ roles: { administrationRole: role('Admin'), executionRole: role('Exec') } }, stack);
  template.resourceCountIs('AWS::IAM::Role', 0);
  expect(configuration(template).Properties.ConfigurationDefinitions[0].LocalDeploymentExecutionRoleName).toBe('Exec');
});

test.each<[string, FleetTargets, object]>([
  ['a tag', FleetTargets.tag('Team', 'web'), { TargetType: 'Tags', TargetTagKey: 'Team', TargetTagValue: 'web' }],
  ['instances', FleetTargets.instances('i-1', 'i-2'), { TargetType: 'InstanceIds', TargetInstances: 'i-1,i-2' }],
  ['a resource group', FleetTargets.resourceGroup('Web'), { TargetType: 'ResourceGroups', ResourceGroupName: 'Web' }],
])('targets: %s', (_, targets, expected) => {
  expect(parameters({ targets })).toMatchObject(expected);
});

test('a patch policy alone, with a baseline of this stack, where no environment is known', () => {
  const stack = stackIn();
  const baseline = new PatchBaseline(stack, 'Baseline', { operatingSystem: PatchOperatingSystem.SUSE, rules: [{}], baselineName: 'mine' });
  const template = quickSetup({ hostManagement: false, patchPolicy: { ...patchPolicy, baselines: [baseline.forPatchPolicy()] } }, stack);
  const [{ Type, Parameters }] = configuration(template).Properties.ConfigurationDefinitions;
  expect([Type, flat(Parameters.SelectedPatchBaselines), Parameters.TargetRegions, Parameters.PatchBaselineRegion, Parameters.ConfigurationOptionsPatchOperation]).toEqual([
    'AWSQuickSetupType-PatchPolicy', expect.stringMatching(/^\{"SUSE":\{"value":"\$\{Baseline\w+\}","label":"mine","disabled":false\}\}$/), { Ref: 'AWS::Region' }, { Ref: 'AWS::Region' }, 'Scan',
  ]);
});

test('the stack must be where CloudFormation has the type', () => {
  expect(() => quickSetup({ regions: ['eu-west-1'] }, stackIn('us-gov-west-1'))).toThrow('Quick Setup does not reach us-gov-west-1 by CloudFormation');
});

test('a parameter that a type does not have, and one it needs', () => {
  const stack = stackIn();
  expect(() => definition(stack, 'AWSQuickSetupType-DHMC', { TargetRegions: 'a', TargetAccounts: 'b' })).toThrow('AWSQuickSetupType-DHMC has no parameter TargetAccounts');
  expect(() => definition(stack, 'AWSQuickSetupType-DHMC', { TargetRegions: 'a' })).toThrow('AWSQuickSetupType-DHMC needs the parameter TargetOrganizationalUnits');
});

test('Regions that are known at deployment only are not judged', () => {
  const stack = stackIn('eu-west-1');
  const region = new CfnParameter(stack, 'Region').valueAsString;
  expect(() => quickSetup({ regions: ['eu-west-1', region, region] }, stack)).not.toThrow();
});

test('the description says what it is', () => {
  const description = (props: LocalQuickSetupProps): string => configuration(quickSetup(props)).Properties.Description;
  expect([{}, { patchPolicy }, { hostManagement: false, patchPolicy }].map(description)).toEqual([
    'Host management of cdk-ssm-ready', 'Host management of cdk-ssm-ready', 'Patch policy of cdk-ssm-ready',
  ]);
});

describe('options of a patch policy', () => {
  const policyOf = (options: Partial<PatchPolicyOptions>, stack = stackIn('eu-west-1')): any =>
    configuration(quickSetup({ hostManagement: false, patchPolicy: { ...patchPolicy, ...options } }, stack)).Properties.ConfigurationDefinitions[0].Parameters;
  const [baseline] = patchPolicy.baselines;

  test.each(['0', '5', '10%', '100%'])('%s is a limit', (limit) => {
    expect(policyOf({ maxConcurrency: limit, maxErrors: limit })).toMatchObject({ RateControlConcurrency: limit, RateControlErrorThreshold: limit });
  });

  test.each(['', 'ten', '1.5', '-1', '5 %', '101%'])('\'%s\' is none', (limit) => {
    expect(() => policyOf({ maxConcurrency: limit })).toThrow(`[Test/QuickSetup] 'patchPolicy.maxConcurrency' is '${limit}'`);
    expect(() => policyOf({ maxErrors: limit })).toThrow(`[Test/QuickSetup] 'patchPolicy.maxErrors' is '${limit}'`);
  });

  test('names: not empty, and as long as a tag takes', () => {
    expect(() => policyOf({ policyName: '' })).toThrow('[Test/QuickSetup] \'patchPolicy.policyName\' is empty. Give a name, or leave it out.');
    expect(() => policyOf({ policyName: 'n'.repeat(257) })).toThrow('\'patchPolicy.policyName\' has 257 characters');
    expect(policyOf({ policyName: 'n'.repeat(256) }).PatchPolicyName).toHaveLength(256);
    expect(() => policyOf({ baselines: [{ ...baseline, label: ' ' }] })).toThrow('[Test/QuickSetup] \'patchPolicy.baselines[0].label\' is empty. Give a name.');
  });

  test('what is known at deployment only is not judged', () => {
    const stack = stackIn('eu-west-1');
    const token = new CfnParameter(stack, 'Text').valueAsString;
    expect(policyOf({ maxConcurrency: token, maxErrors: token, policyName: token, baselines: [{ ...baseline, label: token }] }, stack))
      .toMatchObject({ PatchPolicyName: { Ref: 'Text' }, RateControlConcurrency: { Ref: 'Text' }, RateControlErrorThreshold: { Ref: 'Text' } });
  });
});

describe('one configuration of host management an account and Region', () => {
  type Made = readonly [region: string | undefined, props?: LocalQuickSetupProps];
  const made = (...all: Made[]) => () => {
    const app = new App();
    all.forEach(([region, props], index) => new LocalQuickSetup(stackIn(region, app, `S${index}`), 'Setup', props));
  };

  test.each<[string, Made, Made, string]>([
    ['their own', ['eu-west-1'], ['eu-west-1'], '[S1/Setup] S0/Setup already owns the host management configuration of Quick Setup of this account and Region'],
    ['their own, not known', [undefined], [undefined], '[S1/Setup] S0/Setup already owns'],
    ['their own, by a token', ['eu-west-1'], ['eu-west-1', { regions: [Aws.REGION] }], '[S1/Setup] S0/Setup already owns'],
    ['the second names that of the first', ['eu-west-1'], ['us-east-1', { regions: ['us-west-2', 'eu-west-1'] }], '[S1/Setup] \'regions\': S0/Setup already configures host management by Quick Setup in eu-west-1'],
    ['the first names that of the second', ['us-east-1', { regions: ['eu-west-1'] }], ['eu-west-1'], '[S1/Setup] \'regions\': S0/Setup already configures'],
    ['both name another one', ['us-east-1', { regions: ['us-west-2'] }], ['us-east-1', { regions: ['us-west-2'] }], 'in us-west-2 of this account'],
    ['both name one, account not known', [undefined, { regions: ['us-west-2'] }], [undefined, { regions: ['us-west-2'] }], 'in us-west-2 of this account'],
  ])('%s', (_, one, other, message) => {
    expect(made(one, other)).toThrow(message);
  });

  test('others do not meet', () => {
    const policyOnly = { hostManagement: false, patchPolicy };
    expect(made(['eu-west-1'], ['us-east-1'], ['us-west-2', { regions: ['eu-west-2'] }], ['eu-west-1', policyOnly], ['eu-west-1', policyOnly])).not.toThrow();
    const app = new App();
    const accounts = ['111111111111', '222222222222'].map((account) => new Stack(app, `A${account}`, { env: { account, region: 'eu-west-1' } }));
    expect(() => accounts.map((stack) => new LocalQuickSetup(stack, 'Setup'))).not.toThrow();
    const inStage = (id: string) => new LocalQuickSetup(stackIn(undefined, new Stage(app, id) as unknown as App), 'Setup', { regions: ['us-west-2', Aws.REGION] });
    expect(() => ['Dev', 'Prod'].map(inStage)).not.toThrow();
  });

  test('lists that are known at deployment only are not judged', () => {
    const stack = stackIn('eu-west-1');
    const regions = new CfnParameter(stack, 'Regions', { type: 'CommaDelimitedList' }).valueAsList;
    expect(() => ['One', 'Two'].map((id) => new LocalQuickSetup(stack, id, { regions }))).not.toThrow();
  });
});

test.each<[string, LocalQuickSetupProps, string]>([
  ['nothing', { hostManagement: false }, 'Neither host management nor a patch policy'],
  ['switches of what is off', { hostManagement: false, patchPolicy, management: {} }, '\'hostManagement\' is false'],
  ['a tag without value', { targets: FleetTargets.tag('Team') }, 'Quick Setup takes one value'],
  ['a tag with two', { targets: FleetTargets.tag('Team', 'a', 'b') }, 'Quick Setup takes one value'],
  ['targets twice', { management: { targets: FleetTargets.all() } }, 'Give \'targets\' instead'],
  ['a schedule', { management: { scanSchedule: FleetSchedule.ONCE } }, 'Quick Setup does not know \'management.scanSchedule\''],
  ['no Region', { regions: [] }, '\'regions\' is empty'],
  ['an empty Region', { regions: ['eu-west-1', ' '] }, '[Test/QuickSetup] \'regions\' holds an empty name'],
  ['a Region twice', { regions: ['eu-west-1', 'us-east-1', 'eu-west-1'] }, '[Test/QuickSetup] \'regions\' names eu-west-1 twice'],
  ['a Region out of reach', { regions: ['eu-south-2'] }, 'does not reach eu-south-2'],
])('errors: %s', (_, props, message) => {
  expect(() => quickSetup(props)).toThrow(message);
});
