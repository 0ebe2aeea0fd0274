import type { OperatingSystem } from './operating-system';

/**
 * Command documents of AWS that run on one operating system only, as their `platformTypes` say
 * (https://docs.aws.amazon.com/systems-manager/latest/userguide/documents-command-ssm-plugin-reference.html; `aws ssm describe-document`),
 * 2026-11. A document that is missing here is taken to run everywhere.
 */
export const ONE_SYSTEM: Readonly<Record<string, OperatingSystem>> = {
  'AWS-ApplyAnsiblePlaybooks': 'linux',
  'AWS-ConfigureCloudWatch': 'windows',
  'AWS-ConfigureWindowsUpdate': 'windows',
  'AWS-FindWindowsUpdates': 'windows',
  'AWS-InstallApplication': 'windows',
  'AWS-InstallMissingWindowsUpdates': 'windows',
  'AWS-InstallPowerShellModule': 'windows',
  'AWS-InstallSpecificWindowsUpdates': 'windows',
  'AWS-InstallWindowsUpdates': 'windows',
  'AWS-ListWindowsInventory': 'windows',
  'AWS-RunAnsiblePlaybook': 'linux',
  'AWS-RunSaltState': 'linux',
  'AWS-RunShellScript': 'linux',
};

/** Documents whose work needs Amazon S3 beside Systems Manager: packages, patches, baselines. */
export const NEEDS_S3: ReadonlySet<string> = new Set([
  'AWS-ConfigureAWSPackage', 'AWS-PatchAsgInstance', 'AWS-PatchInstanceWithRollback', 'AWS-RunPatchBaseline', 'AWS-RunPatchBaselineAssociation', 'AWS-RunPatchBaselineWithHooks', 'AWS-UpdateSSMAgent',
]);

/** The document that collects inventory. */
export const INVENTORY = 'AWS-GatherSoftwareInventory';
