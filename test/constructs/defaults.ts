import { App, Stack } from 'aws-cdk-lib';
import * as autoscaling from 'aws-cdk-lib/aws-autoscaling';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import {
  AgentLogs, AgentOperatingSystem, AgentUserData, DefaultHostManagement, DefaultHostManagementEngine, FleetSchedule, HostManagement, InventorySync, LocalQuickSetup, OrganizationEngine, OrganizationHostManagement, PatchBaseline, PatchOperatingSystem, RecoveryRunbook, SessionAccess, SessionEncryption, SessionPreferences, SessionTargets, SsmEndpoints, SsmManaged,
  SshRecovery, SsmManagedInstanceRole, SsmReadyVpc,
} from '../../src/constructs';
import { al2023, bareInstance, debian, isolated, small } from './hosts';
import { isolatedVpc, stackIn } from './support';

/** A stack of a project made today: groups have launch templates. */
export function defaultStack(region?: string, context: Record<string, unknown> = {}): Stack {
  return stackIn(region, new App({ context: { '@aws-cdk/aws-autoscaling:generateLaunchTemplateInsteadOfLaunchConfig': true, ...context } }));
}

/** CloudFormation has no type for Quick Setup in GovCloud. */
const quickSetupIn = (stack: Stack): boolean => !stack.region.startsWith('us-gov-');

/** Each construct as it is made with the least said, and what it needs around it. */
export const DEFAULTS: Readonly<Record<string, (stack: Stack) => void>> = {
  'SsmReadyVpc': (stack) => { new SsmReadyVpc(stack, 'Network'); },
  'SsmEndpoints': (stack) => { new SsmEndpoints(stack, 'Endpoints', { vpc: isolatedVpc(stack) }); },
  'SsmManagedInstanceRole': (stack) => { new SsmManagedInstanceRole(stack, 'Identity'); },
  'AdoptedInstanceRole': (stack) => {
    SsmManagedInstanceRole.adopt(stack, 'Adopted', new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com') }));
  },
  'SsmManaged on an instance': (stack) => {
    const network = new SsmReadyVpc(stack, 'Network');
    bareInstance({ stack, network }).with(new SsmManaged({ endpoints: [network.endpoints] }));
  },
  'SsmManaged on an Auto Scaling group': (stack) => {
    const network = new SsmReadyVpc(stack, 'Network');
    new autoscaling.AutoScalingGroup(stack, 'Group', { vpc: network.vpc, vpcSubnets: isolated, instanceType: small, machineImage: al2023 })
      .with(new SsmManaged({ endpoints: [network.endpoints] }));
  },
  'AgentUserData': (stack) => {
    const userData = ec2.UserData.forLinux();
    new AgentUserData({ operatingSystem: AgentOperatingSystem.DEBIAN }).addTo(userData);
    new ec2.LaunchTemplate(stack, 'Template', { machineImage: debian, instanceType: small, userData });
  },
  'SessionPreferences': (stack) => { new SessionPreferences(stack, 'Sessions'); },
  'SessionPreferences with key and logs': (stack) => {
    new SessionPreferences(stack, 'Sessions', { encryption: SessionEncryption.NEW_KEY, createLogGroup: true });
  },
  'SessionAccess': (stack) => {
    SessionAccess.grant(new iam.Group(stack, 'Operators'), SessionTargets.tag('Team', 'web'));
  },
  'DefaultHostManagement': (stack) => { new DefaultHostManagement(stack, 'HostManagement'); },
  'DefaultHostManagement by a custom resource': (stack) => {
    new DefaultHostManagement(stack, 'HostManagement', { engine: DefaultHostManagementEngine.CUSTOM_RESOURCE });
  },
  'HostManagement': (stack) => { new HostManagement(stack, 'Fleet'); },
  'HostManagement with everything': (stack) => {
    new HostManagement(stack, 'Fleet', {
      cloudWatchAgent: {}, updateLaunchAgent: true, enableExplorer: true, statusOutputs: true,
      installPatches: { schedule: FleetSchedule.cron('0 2 ? * SUN *') },
      profileAttachment: { addPoliciesToExistingRoles: true },
    });
  },
  'SshRecovery': (stack) => { new SshRecovery(stack, 'Recovery'); },
  'SshRecovery with all runbooks': (stack) => {
    new SshRecovery(stack, 'Recovery', { serialConsole: false, runbooks: [RecoveryRunbook.SSH_OFFLINE, RecoveryRunbook.SESSION_MANAGER] });
  },
  'InventorySync': (stack) => { new InventorySync(stack, 'Inventory'); },
  'InventorySync with queries': (stack) => {
    new InventorySync(stack, 'Inventory', { encryptionKey: new kms.Key(stack, 'Key', { enableKeyRotation: true }), queries: { crawlerSchedule: FleetSchedule.cron('0 3 * * ? *') } });
  },
  'OrganizationHostManagement': (stack) => {
    new OrganizationHostManagement(stack, 'Fleet', { organizationalUnits: ['ou-ab12-cdef3456'], regions: ['eu-west-1'] });
  },
  'OrganizationHostManagement by Quick Setup': (stack) => {
    new OrganizationHostManagement(stack, 'Fleet', { organizationalUnits: ['ou-ab12-cdef3456'], regions: ['eu-west-1'], engine: quickSetupIn(stack) ? OrganizationEngine.QUICK_SETUP : undefined });
  },
  'LocalQuickSetup with a patch policy': (stack) => {
    const baseline = new PatchBaseline(stack, 'Baseline', {
      operatingSystem: PatchOperatingSystem.AMAZON_LINUX_2023, rules: [{ classifications: ['Security'] }], patchGroups: ['web'], defaultBaseline: true,
    });
    if (!quickSetupIn(stack)) return;
    const patchPolicy = { baselines: [baseline.forPatchPolicy()], scanSchedule: FleetSchedule.cron('0 1 * * ? *') };
    new LocalQuickSetup(stack, 'QuickSetup', { regions: ['eu-west-1'], patchPolicy });
  },
  'AgentLogs': (stack) => { new AgentLogs(stack, 'AgentLogs'); },
};
