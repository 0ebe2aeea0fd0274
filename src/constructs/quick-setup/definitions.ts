import { Names, Stack, Token } from 'aws-cdk-lib';
import * as quicksetup from 'aws-cdk-lib/aws-ssmquicksetup';
import { IConstruct } from 'constructs';
import * as data from '../../data/quick-setup.json';
import { HostManagementProps } from '../fleet/host-management-props';
import { validationError } from '../internal/errors';
import { checkPatchPolicyOptions } from './local-quick-setup-checks';
import { LocalDeploymentRoles, PatchPolicyOptions } from './props';

/** What Quick Setup can be told of host management; everything else it does its own way. */
const SWITCHES = ['updateSsmAgent', 'collectInventory', 'scanForPatches', 'updateLaunchAgent', 'cloudWatchAgent', 'profileAttachment', 'targets'];

/** Where a configuration goes, as parameters. */
export type Where = Readonly<Record<string, string>>;

/** Refuses what Quick Setup does its own way. */
export function checkSwitches(scope: IConstruct, management: HostManagementProps): void {
  const given = Object.entries(management).filter(([, value]) => value !== undefined).map(([name]) => name);
  const beyond = given.find((name) => !SWITCHES.includes(name))
    ?? (management.profileAttachment?.schedule && 'profileAttachment.schedule')
    ?? (management.cloudWatchAgent?.configuration && 'cloudWatchAgent.configuration');
  if (beyond) throw validationError(scope, `Quick Setup does not know 'management.${beyond}'. Choose OrganizationEngine.STACK_SET or HostManagement, or leave it out.`);
}

/** The parameters of host management. */
export function hostParameters(management: HostManagementProps, where: Where): Record<string, string> {
  const { cloudWatchAgent } = management;
  return {
    UpdateSsmAgent: text(management.updateSsmAgent ?? true),
    UpdateEc2LaunchAgent: text(management.updateLaunchAgent ?? false),
    CollectInventory: text(management.collectInventory ?? true),
    ScanInstances: text(management.scanForPatches ?? true),
    InstallCloudWatchAgent: text(cloudWatchAgent !== undefined),
    UpdateCloudWatchAgent: text(cloudWatchAgent !== undefined && (cloudWatchAgent.update ?? true)),
    IsPolicyAttachAllowed: text(management.profileAttachment?.addPoliciesToExistingRoles ?? false),
    ...where,
  };
}

/** The parameters of a patch policy. */
export function patchPolicyParameters(scope: IConstruct, policy: PatchPolicyOptions, where: Where): Record<string, string> {
  checkPatchPolicy(scope, policy);
  const { installSchedule, outputBucket } = policy;
  const baselines = Object.fromEntries(policy.baselines.map(({ operatingSystem, baseline, label, description }) =>
    [operatingSystem, { value: baseline, label, ...description === undefined ? {} : { description }, disabled: false }]));
  return {
    PatchPolicyName: policy.policyName ?? Names.uniqueResourceName(scope, { maxLength: 100, separator: '-' }),
    SelectedPatchBaselines: Stack.of(scope).toJsonString(baselines), // ids may be known at deployment only
    PatchBaselineUseDefault: policy.awsBaselinesOnly ? 'default' : 'custom',
    PatchBaselineRegion: policy.baselineRegion ?? Stack.of(scope).region,
    ConfigurationOptionsPatchOperation: installSchedule ? 'ScanAndInstall' : 'Scan',
    ConfigurationOptionsScanValue: policy.scanSchedule._expression!,
    ConfigurationOptionsScanNextInterval: 'false',
    ...installSchedule ? {
      ConfigurationOptionsInstallValue: installSchedule._expression!,
      ConfigurationOptionsInstallNextInterval: 'true', // or it would install, and reboot, when it is made
      RebootOption: policy.reboot ?? 'RebootIfNeeded',
    } : {},
    IsPolicyAttachAllowed: text(policy.addPoliciesToExistingRoles ?? false),
    ...known({ RateControlConcurrency: policy.maxConcurrency, RateControlErrorThreshold: policy.maxErrors }),
    OutputLogEnableS3: text(outputBucket !== undefined),
    ...outputBucket ? known({ OutputBucketRegion: outputBucket.env.region, OutputS3BucketName: outputBucket.bucketName, OutputS3KeyPrefix: policy.outputPrefix }) : {},
    ...where,
  };
}

/** A definition whose parameters are checked against those that the type has. */
export function definition(
  scope: IConstruct, type: keyof typeof data.types, parameters: Record<string, string>, roles?: LocalDeploymentRoles,
): quicksetup.CfnConfigurationManager.ConfigurationDefinitionProperty {
  const unknown = Object.keys(parameters).filter((name) => !data.types[type].includes(name));
  const missing = data.required[type].filter((name) => parameters[name] === undefined);
  if (unknown.length > 0) throw validationError(scope, `${type} has no parameter ${unknown.join(', ')}.`);
  if (missing.length > 0) throw validationError(scope, `${type} needs the parameter ${missing.join(', ')}.`);
  return {
    type, parameters, localDeploymentAdministrationRoleArn: roles?.administrationRole.roleArn, localDeploymentExecutionRoleName: roles?.executionRole.roleName,
  };
}

function checkPatchPolicy(scope: IConstruct, policy: PatchPolicyOptions): void {
  const { baselines, scanSchedule, installSchedule, reboot, outputBucket, outputPrefix } = policy;
  checkPatchPolicyOptions(scope, policy);
  if (baselines.length === 0) throw validationError(scope, '\'patchPolicy.baselines\' is empty. Name one for each operating system.');
  const twice = baselines.find(({ operatingSystem }, index) => baselines.findIndex((each) => each.operatingSystem === operatingSystem) < index);
  if (twice) throw validationError(scope, `'patchPolicy.baselines' names two for ${twice.operatingSystem}. Name one an operating system.`);
  for (const [name, schedule] of Object.entries({ scanSchedule, installSchedule })) {
    if (schedule && !schedule._expression?.startsWith('cron(')) throw validationError(scope, `'patchPolicy.${name}' is no cron expression, which a patch policy takes. Give FleetSchedule.cron().`);
  }
  if (reboot && !installSchedule) throw validationError(scope, '\'patchPolicy.reboot\' is given, but nothing is installed. Give \'installSchedule\', or leave it out.');
  if (outputPrefix !== undefined && !outputBucket) throw validationError(scope, '\'patchPolicy.outputPrefix\' is a place in a bucket, but no \'outputBucket\' is given. Give one, or leave it out.');
}

/** A Region that Quick Setup does not reach, or where CloudFormation cannot configure it. */
export function beyondQuickSetup(scope: IConstruct, regions: string[]): string | undefined {
  const own = Stack.of(scope).region;
  return [own, ...Token.isUnresolved(regions) ? [] : regions].find((region) => !Token.isUnresolved(region) && !data.regions.includes(region));
}

function known(parameters: Record<string, string | undefined>): Record<string, string> {
  return Object.fromEntries(Object.entries(parameters).filter((each): each is [string, string] => each[1] !== undefined));
}

/** Quick Setup's parameters are all texts. */
export function text(value: boolean): string {
  return value ? 'true' : 'false';
}
