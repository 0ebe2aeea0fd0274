import { Stack, Stage, Token } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { refuseSecondSettingOwner } from '../fleet/setting-owner';
import { validationError } from '../internal/errors';

/** The Regions that each configuration of host management covers. */
const covered = new WeakMap<IConstruct, readonly string[]>();

/**
 * Two configurations of host management must not cover the same Region of an account. Where each covers that of its own stack, the owner of a
 * setting is asked for; it knows no Regions but those of stacks, so those that are named are compared here.
 *
 * @param regions undefined where they are known at deployment only
 */
export function refuseSecondHostConfiguration(scope: IConstruct, regions: string[] | undefined): void {
  const own = Stack.of(scope).region;
  const here = (regions ?? []).map((region) => (isOwnRegion(scope, region) ? own : region));
  if (here.includes(own)) refuseSecondSettingOwner(scope, 'host management configuration of Quick Setup');
  const named = here.filter((region) => !Token.isUnresolved(region));
  const others = scope.node.root.node.findAll().filter((each) => each !== scope && covered.has(each) && sameAccount(each, scope));
  for (const other of others) {
    const both = named.find((region) => covered.get(other)!.includes(region));
    if (both) throw validationError(scope, `'regions': ${other.node.path} already configures host management by Quick Setup in ${both} of this account. Leave ${both} out of one of the two.`);
  }
  covered.set(scope, named);
}

/** `Aws.REGION` is the Region of the stack, also where the stack says which. */
function isOwnRegion(scope: IConstruct, region: string): boolean {
  return Token.isUnresolved(region) && (Stack.of(scope).resolve(region) as { Ref?: string } | null)?.Ref === 'AWS::Region';
}

/** As for settings: stacks that do not say where they go all go to the same account within one Stage. */
function sameAccount(one: IConstruct, other: IConstruct): boolean {
  const [a, b] = [Stack.of(one), Stack.of(other)];
  return a.account === b.account && (Stage.of(one) === Stage.of(other) || !Token.isUnresolved(a.account));
}
