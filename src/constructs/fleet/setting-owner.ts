import { Stack, Stage, Token } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { validationError } from '../internal/errors';

const owners = new WeakMap<IConstruct, Set<string>>();

/** A setting of an account and Region has one owner: the last deployment would win, and each removal would undo the other one's setting. */
export function refuseSecondSettingOwner(scope: IConstruct, setting: string): void {
  const other = scope.node.root.node.findAll().find((each) => each !== scope && owners.get(each)?.has(setting) && sameAccountAndRegion(each, scope));
  if (other) {
    throw validationError(scope, `${other.node.path} already owns the ${setting} of this account and Region, which has one owner. Remove one of the two.`);
  }
  owners.set(scope, (owners.get(scope) ?? new Set()).add(setting));
}

/** Stacks that do not say where they go all go to the same place within one Stage; two Stages may be deployed to different ones. */
function sameAccountAndRegion(one: IConstruct, other: IConstruct): boolean {
  const [a, b] = [Stack.of(one), Stack.of(other)];
  if (a.account !== b.account || a.region !== b.region) return false;
  return Stage.of(one) === Stage.of(other) || ![a.account, a.region].some((each) => Token.isUnresolved(each));
}
