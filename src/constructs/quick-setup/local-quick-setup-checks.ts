import { Token } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { validationError } from '../internal/errors';
import { checkRegionName } from '../internal/region-names';
import { PatchPolicyOptions } from './props';

/** Quick Setup tags instances with the name of a patch policy, and EC2 takes no longer value: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Tags.html */
const LONGEST_TAG_VALUE = 256;

/** Refuses no Region, an empty name and a name that stands twice. */
export function checkRegions(scope: IConstruct, regions: string[]): void {
  if (Token.isUnresolved(regions)) return;
  if (regions.length === 0) throw validationError(scope, '\'regions\' is empty. Name one, or leave it out.');
  const names = regions.filter((each) => !Token.isUnresolved(each));
  if (names.some((each) => each.trim() === '')) throw validationError(scope, '\'regions\' holds an empty name. Name a Region, or leave it out.');
  const twice = names.find((each, index) => names.indexOf(each) < index);
  if (twice) throw validationError(scope, `'regions' names ${twice} twice. Name each once.`);
  names.forEach((each) => checkRegionName(scope, 'regions', each));
}

/** Refuses limits and names of a patch policy that cannot be meant. */
export function checkPatchPolicyOptions(scope: IConstruct, policy: PatchPolicyOptions): void {
  checkLimit(scope, 'maxConcurrency', policy.maxConcurrency);
  checkLimit(scope, 'maxErrors', policy.maxErrors);
  checkName(scope, 'policyName', policy.policyName);
  policy.baselines.forEach(({ label }, index) => checkName(scope, `baselines[${index}].label`, label));
  const { policyName = '' } = policy;
  if (Token.isUnresolved(policyName) || policyName.length <= LONGEST_TAG_VALUE) return;
  throw validationError(scope, `'patchPolicy.policyName' has ${policyName.length} characters. Instances get it as a tag, which takes ${LONGEST_TAG_VALUE}: shorten it.`);
}

function checkLimit(scope: IConstruct, name: string, value: string | undefined): void {
  if (value === undefined || Token.isUnresolved(value)) return;
  const [, digits, percent] = /^(\d+)(%?)$/.exec(value) ?? [];
  if (digits === undefined || (percent && Number(digits) > 100)) {
    throw validationError(scope, `'patchPolicy.${name}' is '${value}'. Give a whole number, or a share up to 100%.`);
  }
}

function checkName(scope: IConstruct, name: string, value: string | undefined): void {
  if (value === undefined || Token.isUnresolved(value) || value.trim() !== '') return;
  throw validationError(scope, `'patchPolicy.${name}' is empty. Give a name${name === 'policyName' ? ', or leave it out' : ''}.`);
}
