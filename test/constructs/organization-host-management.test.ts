import { Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { FleetSchedule, FleetTargets, HostManagement, OrganizationEngine, OrganizationHostManagement, OrganizationHostManagementProps } from '../../src/constructs';
import { stackIn } from './support';

const where = { organizationalUnits: ['ou-ab12-cdef3456'], regions: ['eu-west-1', 'us-east-1'] };
const quick = { ...where, engine: OrganizationEngine.QUICK_SETUP };

function organized(props: Partial<OrganizationHostManagementProps> = {}, stack = stackIn('eu-west-1')): Stack {
  new OrganizationHostManagement(stack, 'Fleet', { ...where, ...props });
  return stack;
}

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
])('errors: %s', (_, props, message) => {
  expect(() => organized(props)).toThrow(message);
});
