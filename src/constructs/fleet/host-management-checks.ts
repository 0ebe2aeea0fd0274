import { Token } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { validationError } from '../internal/errors';
import { HostManagementProps } from './host-management-props';

/** Finds contradictions between props, with what to change. */
export function checkHostManagement(scope: IConstruct, props: HostManagementProps): void {
  checkSwitches(scope, props);
  checkAnything(scope, props);
  const { files, windowsRegistry } = props.inventory ?? {};
  checkLimit(scope, 'maxConcurrency', props.maxConcurrency, 1);
  checkLimit(scope, 'maxErrors', props.maxErrors, 0);
  checkJson(scope, 'inventory.files', files);
  checkJson(scope, 'inventory.windowsRegistry', windowsRegistry);
  if (props.outputPrefix !== undefined && !props.outputBucket) {
    throw validationError(scope, '\'outputPrefix\' is a place in a bucket, but no \'outputBucket\' is given. Give one, or leave the prefix out.');
  }
  if (props.nodeRoles && !props.outputBucket) {
    throw validationError(scope, '\'nodeRoles\' get to write output, but no \'outputBucket\' is given. Give one, or leave the roles out.');
  }
  if (props.outputPrefix !== undefined && !Token.isUnresolved(props.outputPrefix) && /^\/|\/$|^$/.test(props.outputPrefix)) {
    throw validationError(scope, `'outputPrefix' is '${props.outputPrefix}'. Give it without a slash at its ends, or leave it out.`);
  }
  const cron = props.installPatches?.schedule._expression?.startsWith('cron(');
  if (props.installPatches && !cron) {
    throw validationError(scope, '\'installPatches\' would install, and reboot, as soon as a node is targeted. Give a schedule by FleetSchedule.cron().');
  }
}

function checkAnything(scope: IConstruct, props: HostManagementProps): void {
  const { updateSsmAgent = true, collectInventory = true, scanForPatches = true, attachProfile = true } = props;
  const { installPatches, cloudWatchAgent, updateLaunchAgent, enableExplorer } = props;
  if ([updateSsmAgent, collectInventory, scanForPatches, attachProfile, updateLaunchAgent, enableExplorer, installPatches, cloudWatchAgent].some(Boolean)) return;
  throw validationError(scope, '\'updateSsmAgent\', \'collectInventory\', \'scanForPatches\' and \'attachProfile\' are false and nothing else is asked for, so nothing is managed. Leave one of them out, or remove the construct.');
}

function checkSwitches(scope: IConstruct, props: HostManagementProps): void {
  const { scanForPatches, installPatches, baselineOverride } = props;
  const off: [string, boolean | undefined, string, unknown][] = [
    ['updateSsmAgent', props.updateSsmAgent, 'updateSsmAgentSchedule', props.updateSsmAgentSchedule],
    ['collectInventory', props.collectInventory, 'inventory', props.inventory],
    ['scanForPatches', scanForPatches, 'scanSchedule', props.scanSchedule],
    ['attachProfile', props.attachProfile, 'profileAttachment', props.profileAttachment],
  ];
  for (const [name, value, option, given] of off) {
    if (value === false && given !== undefined) throw validationError(scope, `'${name}' is false, but '${option}' is given. Leave one out.`);
  }
  if (baselineOverride !== undefined && scanForPatches === false && !installPatches) {
    throw validationError(scope, '\'baselineOverride\' is given, but patches are neither looked for nor installed. Leave it out.');
  }
  if (baselineOverride !== undefined && !Token.isUnresolved(baselineOverride) && !/^(s3:\/\/|https:\/\/)/.test(baselineOverride)) {
    throw validationError(scope, `'baselineOverride' is '${baselineOverride}'. Give the address of a list of baselines in S3: s3://bucket/key.`);
  }
}

function checkLimit(scope: IConstruct, name: string, value: string | undefined, least: number): void {
  if (value === undefined || Token.isUnresolved(value)) return;
  const [, digits, percent] = /^(\d{1,7})(%?)$/.exec(value) ?? [];
  const number = Number(digits);
  if (digits === undefined || number < least || (percent && number > 100)) {
    throw validationError(scope, `'${name}' is '${value}'. Give a number from ${least}, or a share up to 100%.`);
  }
}

function checkJson(scope: IConstruct, name: string, value: string | undefined): void {
  if (value === undefined || Token.isUnresolved(value)) return;
  let parsed: unknown;
  try {
    parsed = JSON.parse(value);
  } catch {
    parsed = undefined;
  }
  if (!Array.isArray(parsed) || !parsed.every((each) => typeof (each as { Path?: unknown } | null)?.Path === 'string')) {
    throw validationError(scope, `'${name}' is no JSON list of objects with a Path. Example: [{"Path":"/etc","Pattern":["*.conf"],"Recursive":false}].`);
  }
}
