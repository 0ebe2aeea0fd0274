import { mkdtempSync, readdirSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { CfnParameter, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as s3 from 'aws-cdk-lib/aws-s3';
import {
  FleetSchedule, FleetTargets, HostManagement, LocalDeploymentRoles, OrganizationEngine, OrganizationHostManagement, OrganizationHostManagementProps, PatchOperatingSystem,
  PatchPolicyOptions,
} from '../../src/constructs';
import { stackIn } from './support';

const where = { organizationalUnits: ['ou-ab12-cdef3456'], regions: ['eu-west-1', 'us-east-1'] };
const quick = { ...where, engine: OrganizationEngine.QUICK_SETUP };

function organized(props: Partial<OrganizationHostManagementProps> = {}, stack = stackIn('eu-west-1')): Stack {
  new OrganizationHostManagement(stack, 'Fleet', { ...where, ...props });
  return stack;
}

const patchPolicy: PatchPolicyOptions = {
  policyName: 'nightly', scanSchedule: FleetSchedule.cron('0 1 * * ? *'), baselines: [{ operatingSystem: PatchOperatingSystem.UBUNTU, baseline: 'pb-1', label: 'ours' }],
};
const localDeploymentRoles: LocalDeploymentRoles = {
  administrationRole: iam.Role.fromRoleArn(stackIn(), 'A', 'arn:aws:iam::111111111111:role/A'), executionRole: iam.Role.fromRoleArn(stackIn(), 'E', 'arn:aws:iam::111111111111:role/E'),
};

function stackSet(stack: Stack): any {
  const [{ Properties }] = Object.values(Template.fromStack(stack).findResources('AWS::CloudFormation::StackSet'));
  return Properties;
}

describe('by a StackSet', () => {
  test('service-managed, to units and Regions, new accounts included', () => {
    expect(stackSet(organized())).toMatchObject({
      PermissionModel: 'SERVICE_MANAGED', CallAs: 'SELF', AutoDeployment: { Enabled: true, RetainStacksOnAccountRemoval: false }, Capabilities: ['CAPABILITY_IAM'],
      StackInstancesGroup: [{ DeploymentTargets: { OrganizationalUnitIds: where.organizationalUnits }, Regions: where.regions }],
    });
    expect(stackSet(organized({ delegatedAdministrator: true })).CallAs).toBe('DELEGATED_ADMIN');
  });

  test('carries the very template of HostManagement, without assets and names of an account', () => {
    const carried = JSON.parse(stackSet(organized({ management: { cloudWatchAgent: {}, scanForPatches: false } })).TemplateBody);
    const own = new Stack(undefined, 'HostManagement');
    new HostManagement(own, 'Fleet', { cloudWatchAgent: {}, scanForPatches: false });
    expect(carried.Resources).toEqual(Template.fromStack(own).toJSON().Resources);
    expect(Object.keys(carried).sort()).toEqual(['Resources']);
    expect(JSON.stringify(carried).length).toBeLessThan(51_200);
  });

  test('goes through all accounts and Regions at once by default, or as told', () => {
    expect(stackSet(organized()).OperationPreferences).toEqual({ RegionConcurrencyType: 'PARALLEL', MaxConcurrentPercentage: 100, FailureTolerancePercentage: 10 });
    const operations = { maxConcurrentAccounts: '5', failureTolerance: '10%', decoupleFailures: true, oneRegionAtATime: true, regionOrder: ['us-east-1', 'eu-west-1'] };
    expect(stackSet(organized({ operations })).OperationPreferences).toEqual({
      RegionConcurrencyType: 'SEQUENTIAL', RegionOrder: ['us-east-1', 'eu-west-1'], ConcurrencyMode: 'SOFT_FAILURE_TOLERANCE', MaxConcurrentCount: 5, FailureTolerancePercentage: 10,
    });
  });

  test('leaves nothing in the folder of the cdk command line', () => {
    const folder = mkdtempSync(join(tmpdir(), 'outdir-'));
    const before = process.env.CDK_OUTDIR;
    process.env.CDK_OUTDIR = folder;
    try {
      const stack = stackIn('eu-west-1');
      expect(new OrganizationHostManagement(stack, 'Fleet', where).configuration.cfnResourceType).toBe('AWS::CloudFormation::StackSet');
      expect(readdirSync(folder)).toEqual([]);
    } finally {
      if (before === undefined) delete process.env.CDK_OUTDIR;
      else process.env.CDK_OUTDIR = before;
      rmSync(folder, { recursive: true });
    }
  });
});

describe('by Quick Setup', () => {
  const definitions = (props: Partial<OrganizationHostManagementProps> = {}): any[] => {
    const [{ Properties }] = Object.values(Template.fromStack(organized({ ...quick, ...props })).findResources('AWS::SSMQuickSetup::ConfigurationManager'));
    return Properties.ConfigurationDefinitions;
  };

  test('the parameters are its own, all texts', () => {
    expect(definitions()).toEqual([{ Type: 'AWSQuickSetupType-SSMHostMgmt', Parameters: {
      UpdateSsmAgent: 'true', UpdateEc2LaunchAgent: 'false', CollectInventory: 'true', ScanInstances: 'true', InstallCloudWatchAgent: 'false', UpdateCloudWatchAgent: 'false',
      IsPolicyAttachAllowed: 'false', TargetOrganizationalUnits: 'ou-ab12-cdef3456', TargetRegions: 'eu-west-1,us-east-1',
    } }]);
  });

  test('the switches, and Default Host Management', () => {
    const [hosts, defaults] = definitions({ defaultHostManagement: true, management: { updateSsmAgent: false, cloudWatchAgent: {}, updateLaunchAgent: true, profileAttachment: { addPoliciesToExistingRoles: true } } });
    expect(hosts.Parameters).toMatchObject({ UpdateSsmAgent: 'false', InstallCloudWatchAgent: 'true', UpdateCloudWatchAgent: 'true', UpdateEc2LaunchAgent: 'true', IsPolicyAttachAllowed: 'true' });
    expect(defaults).toEqual({ Type: 'AWSQuickSetupType-DHMC', Parameters: { UpdateSsmAgent: 'false', TargetOrganizationalUnits: 'ou-ab12-cdef3456', TargetRegions: 'eu-west-1,us-east-1' } });
  });
});

test('by Quick Setup with a patch policy: parameters by their names, all texts', () => {
  const outputBucket = s3.Bucket.fromBucketAttributes(stackIn(), 'Bucket', { bucketName: 'output', region: 'us-east-1' });
  const policy: PatchPolicyOptions = { ...patchPolicy, installSchedule: FleetSchedule.cron('0 2 ? * SUN *'), maxConcurrency: '10%', maxErrors: '5%', outputBucket, outputPrefix: 'runs' };
  const [{ Properties }] = Object.values(Template.fromStack(organized({ ...quick, patchPolicy: policy, localDeploymentRoles })).findResources('AWS::SSMQuickSetup::ConfigurationManager'));
  expect(Properties.ConfigurationDefinitions[1]).toEqual({
    Type: 'AWSQuickSetupType-PatchPolicy', LocalDeploymentAdministrationRoleArn: 'arn:aws:iam::111111111111:role/A', LocalDeploymentExecutionRoleName: 'E',
    Parameters: {
      PatchPolicyName: 'nightly', PatchBaselineUseDefault: 'custom', PatchBaselineRegion: 'eu-west-1', SelectedPatchBaselines: '{"UBUNTU":{"value":"pb-1","label":"ours","disabled":false}}',
      ConfigurationOptionsPatchOperation: 'ScanAndInstall', ConfigurationOptionsScanValue: 'cron(0 1 * * ? *)', ConfigurationOptionsScanNextInterval: 'false',
      ConfigurationOptionsInstallValue: 'cron(0 2 ? * SUN *)', ConfigurationOptionsInstallNextInterval: 'true', RebootOption: 'RebootIfNeeded', IsPolicyAttachAllowed: 'false',
      RateControlConcurrency: '10%', RateControlErrorThreshold: '5%', OutputLogEnableS3: 'true', OutputBucketRegion: 'us-east-1', OutputS3BucketName: 'output', OutputS3KeyPrefix: 'runs',
      TargetOrganizationalUnits: 'ou-ab12-cdef3456', TargetRegions: 'eu-west-1,us-east-1',
    },
  });
});

test.each([[1000, undefined, 0], [1001, undefined, 1], [1001, 4000, 0]])('%d accounts in two Regions, at most %s targets: %d warnings', (accountCount, maxTargets, count) => {
  const stack = organized({ accountCount, maxTargets });
  expect(Annotations.fromStack(stack).findWarning('*', Match.stringLikeRegexp('2002 targets, more than 2000'))).toHaveLength(count);
});

test.each<[string, Partial<OrganizationHostManagementProps>, string]>([
  ['no unit', { organizationalUnits: [] }, '\'organizationalUnits\' is empty'],
  ['an account', { organizationalUnits: ['111111111111'] }, 'holds \'111111111111\', which is no id'],
  ['no Region', { regions: [] }, '\'regions\' is empty'],
  ['a Region twice', { regions: ['eu-west-1', 'eu-west-1'] }, 'names one twice'],
  ['tag targets', { management: { targets: FleetTargets.tag('Team', 'web') } }, 'targeted by units and Regions only'],
  ['a bucket', { management: { outputBucket: s3.Bucket.fromBucketName(stackIn(), 'Bucket', 'output') } }, '\'management.outputBucket\' is a resource of one account'],
  ['Default Host Management by StackSet', { defaultHostManagement: true }, 'Choose OrganizationEngine.QUICK_SETUP'],
  ['a Region without Quick Setup', { ...quick, regions: ['eu-south-2'] }, 'does not reach eu-south-2'],
  ['a schedule for Quick Setup', { ...quick, management: { updateSsmAgentSchedule: FleetSchedule.ONCE } }, 'Quick Setup does not know \'management.updateSsmAgentSchedule\''],
  ['delegated Quick Setup', { ...quick, delegatedAdministrator: true }, '\'delegatedAdministrator\' is for StackSets'],
  ['operations of Quick Setup', { ...quick, operations: {} }, '\'operations\' is for StackSets'],
  ['a patch policy by StackSet', { patchPolicy }, '\'patchPolicy\' is for Quick Setup'],
  ['a patch policy without roles', { ...quick, patchPolicy }, 'but no \'localDeploymentRoles\''],
  ['roles without a patch policy', { ...quick, localDeploymentRoles }, 'but no \'patchPolicy\''],
  ['a patch policy by rate', { ...quick, localDeploymentRoles, patchPolicy: { ...patchPolicy, scanSchedule: FleetSchedule.ONCE } }, '\'patchPolicy.scanSchedule\' is no cron expression'],
  ['no baseline', { ...quick, localDeploymentRoles, patchPolicy: { ...patchPolicy, baselines: [] } }, '\'patchPolicy.baselines\' is empty'],
  ['two baselines', { ...quick, localDeploymentRoles, patchPolicy: { ...patchPolicy, baselines: [...patchPolicy.baselines, ...patchPolicy.baselines] } }, 'names two for UBUNTU'],
  ['a prefix without bucket', { ...quick, localDeploymentRoles, patchPolicy: { ...patchPolicy, outputPrefix: 'a' } }, 'no \'outputBucket\' is given'],
  ['a limit that is no number', { ...quick, localDeploymentRoles, patchPolicy: { ...patchPolicy, maxConcurrency: 'lots' } }, '\'patchPolicy.maxConcurrency\' is \'lots\''],
  ['a policy without a name', { ...quick, localDeploymentRoles, patchPolicy: { ...patchPolicy, policyName: ' ' } }, '\'patchPolicy.policyName\' is empty'],
  ['an order of other Regions', { operations: { oneRegionAtATime: true, regionOrder: ['eu-west-1'] } }, 'Name the same ones, each once'],
  ['an order of what happens at once', { operations: { regionOrder: ['eu-west-1', 'us-east-1'] } }, 'Set \'oneRegionAtATime: true\''],
  ['no account at once', { operations: { maxConcurrentAccounts: '0' } }, '\'operations.maxConcurrentAccounts\' is \'0\''],
  ['nothing to manage', { management: { updateSsmAgent: false, collectInventory: false, scanForPatches: false, attachProfile: false } }, '[Test/Fleet] \'updateSsmAgent\''],
  ['what is no Region', { regions: ['eu-wst'] }, '\'regions\' is \'eu-wst\', which is no name of a Region'],
  ['more than all may fail', { operations: { failureTolerance: '101%' } }, '\'operations.failureTolerance\' is \'101%\''],
  ['too large a template', { management: { inventory: { files: JSON.stringify([{ Path: `/${'a'.repeat(51_200)}` }]) } } }, 'a StackSet takes 51200'],
])('errors: %s', (_, props, message) => {
  expect(() => organized(props)).toThrow(message);
});

test('a Region that is not known yet is a warning', () => {
  const found = Annotations.fromStack(organized({ regions: ['eu-west-1', 'eu-west-9'] })).findWarning('*', Match.anyValue()).map(({ entry }) => String(entry.data));
  expect(found).toEqual([expect.stringMatching(/^'regions' is 'eu-west-9', which is not a Region that this version of cdk-ssm-ready knows.*\[ack: cdk-ssm-ready:unknownRegion\]$/)]);
});

test('Quick Setup needs a stack where CloudFormation has its type', () => {
  expect(() => organized(quick, stackIn('cn-north-1'))).toThrow('does not reach cn-north-1');
});

test('units and Regions that are known at deployment only are handed on', () => {
  const stack = stackIn();
  const list = (id: string): string[] => new CfnParameter(stack, id, { type: 'CommaDelimitedList' }).valueAsList;
  organized({ organizationalUnits: list('Units'), regions: list('Regions'), accountCount: 5000, engine: OrganizationEngine.QUICK_SETUP }, stack);
  const [{ Properties }] = Object.values(Template.fromStack(stack).findResources('AWS::SSMQuickSetup::ConfigurationManager'));
  expect(Properties.ConfigurationDefinitions[0].Parameters).toMatchObject({ TargetOrganizationalUnits: { 'Fn::Join': [',', { Ref: 'Units' }] }, TargetRegions: { 'Fn::Join': [',', { Ref: 'Regions' }] } });
  expect(Annotations.fromStack(stack).findWarning('*', Match.anyValue())).toEqual([]);
});
