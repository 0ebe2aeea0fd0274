import { Stack, Token } from 'aws-cdk-lib';
import { RegionInfo } from 'aws-cdk-lib/region-info';
import * as data from '../../data/region-services.json';

/** Regions where the service `ec2messages` does not exist. */
export const REGIONS_WITHOUT_EC2_MESSAGES: readonly string[] = data.ec2Messages.absentIn;

/** Regions where CloudFormation has no `AWS::SSM::ServiceSetting`. */
export const REGIONS_WITHOUT_SERVICE_SETTING: readonly string[] = data.serviceSettingType.absentIn;

/** Objects of the buckets AWS owns that the agent, Run Command documents, Patch Manager and Distributor download from. */
export function agentBucketObjects(stack: Stack): string[] {
  const patchSnapshot = suffixed(stack.region, [data.patchSnapshotBuckets.name], data.patchSnapshotBuckets.suffixes, true);
  const patchManager = suffixed(stack.region, data.patchManagerBuckets.names, data.patchManagerBuckets.suffixes, false);
  return objects(stack, [...inRegion(data.agentBuckets.names, stack.region), ...patchSnapshot, ...patchManager]);
}

/** Objects of the package repositories of Amazon Linux, and of the CloudWatch agent, that an S3 endpoint carries too. */
export function repositoryBucketObjects(stack: Stack): string[] {
  const suffixes: Record<string, string> = data.repositoryBuckets.al2023SuffixByPartition;
  const partition = Token.isUnresolved(stack.region) ? undefined : RegionInfo.get(stack.region).partition;
  const al2023 = inRegion([data.repositoryBuckets.al2023], stack.region).map((name) => `${name}-${suffixes[partition ?? ''] ?? '*'}`);
  return objects(stack, [...inRegion(data.repositoryBuckets.names, stack.region), ...al2023]);
}

function inRegion(names: readonly string[], region: string): string[] {
  return names.map((name) => name.replace('{region}', region));
}

/**
 * Some of AWS's bucket names end in a suffix that only a table tells. Where the Region is not known at synth, or is newer than the
 * table, the suffix is a wildcard: the Region stays exact, as AWS asks. (A mapping with a lookup would fail in Regions outside it.)
 */
function suffixed(region: string, names: readonly string[], suffixes: Record<string, string>, bareByDefault: boolean): string[] {
  const bare = inRegion(names, region);
  const suffix = suffixes[region];
  if (suffix) return bare.map((name) => `${name}-${suffix}`);
  const wild = bare.map((name) => `${name}-*`);
  if (!bareByDefault) return wild;
  return Token.isUnresolved(region) ? [...bare, ...wild] : bare;
}

function objects(stack: Stack, bucketNames: readonly string[]): string[] {
  return bucketNames.map((name) => stack.formatArn({ service: 's3', region: '', account: '', resource: name, resourceName: '*' }));
}
