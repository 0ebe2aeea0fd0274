import { Stack } from 'aws-cdk-lib';
import * as ssm from 'aws-cdk-lib/aws-ssm';
import { IConstruct } from 'constructs';
import { deploymentOf } from '../internal/references';

const INVENTORY = 'AWS-GatherSoftwareInventory';

interface Target { readonly key: string; readonly values: readonly string[] }

/**
 * Other inventory associations of the deployment that surely meet the same nodes. An instance may have one specific inventory
 * association, beside the one for all nodes; the agent refuses a second. Whether two different tags meet cannot be told here.
 */
export function overlappingInventory(own: ssm.CfnAssociation): string[] {
  const here = Stack.of(own);
  return deploymentOf(own)
    .filter((each): each is ssm.CfnAssociation => each !== own && each instanceof ssm.CfnAssociation && each.name === INVENTORY)
    .filter((each) => Stack.of(each).account === here.account && Stack.of(each).region === here.region)
    .filter((each) => meet(targetsOf(own), targetsOf(each)))
    .map((each) => message(own, each));
}

function message(own: IConstruct, other: IConstruct): string {
  return `${other.node.path} collects inventory from nodes that ${own.node.path} collects from too. A node takes one such association, and the other one fails on it. `
    + 'Set \'collectInventory: false\' here, or remove the other association.';
}

function targetsOf(association: ssm.CfnAssociation): Target[] {
  const stack = Stack.of(association);
  if (association.instanceId) return [{ key: 'InstanceIds', values: [text(stack.resolve(association.instanceId))] }];
  const targets: unknown = stack.resolve(association.targets);
  if (!Array.isArray(targets)) return [];
  return targets.map((target: { key: string; values: unknown[] }) => ({ key: target.key, values: target.values.map(text) }));
}

/** Several targets of one association all must hold, so such associations are compared only if they are the same. */
function meet(ours: Target[], theirs: Target[]): boolean {
  if (ours.length === 0 || ours.length !== theirs.length) return false;
  return ours.every((one) => theirs.some((other) => one.key === other.key && one.values.some((value) => other.values.includes(value))));
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
