// Loaded before everything else: an older CDK lacks what the package imports, and its own errors say nothing of that.
/* eslint-disable @typescript-eslint/no-require-imports */
const FLOOR = [2, 260, 0] as const;

/** Undefined where the version of aws-cdk-lib is new enough, or tells nothing. */
export function versionFault(version: string): string | undefined {
  const numbers = /^(\d+)\.(\d+)\.(\d+)/.exec(version)?.slice(1).map(Number);
  // CDK's own development builds are 0.0.0.
  if (!numbers || numbers.every((part) => part === 0)) return undefined;
  const at = FLOOR.findIndex((part, i) => part !== numbers[i]);
  return at < 0 || numbers[at] > FLOOR[at] ? undefined : `cdk-ssm-ready needs aws-cdk-lib >= ${FLOOR.join('.')}, found ${version}. Update aws-cdk-lib in your app.`;
}

const fault = versionFault((require('aws-cdk-lib/package.json') as { version: string }).version);
if (fault !== undefined) throw new Error(fault);
