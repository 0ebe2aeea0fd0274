import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { AWS_MANAGED_POLICY_ACTIONS } from './agent-actions';

interface Statement {
  readonly Effect?: string;
  readonly Action?: unknown;
  readonly Resource?: unknown;
  readonly Condition?: unknown;
  readonly Principal?: unknown;
}

/**
 * Which of the actions a role does not have yet, as far as this app tells: the AWS managed policies it knows, inline policies and
 * CDK's default policy, in statements that allow on every resource without condition. Of an imported role nothing is known.
 */
export function lackingActions(role: iam.IRole, needed: string[]): string[] {
  const patterns = [...managedPatterns(role), ...inlinePatterns(role)];
  return needed.filter((action) => !patterns.some((pattern) => matches(pattern, action)));
}

/** Whether EC2 may assume the role; undefined for an imported role, whose trust policy this app neither sees nor changes. */
export function trustsEc2(role: iam.IRole): boolean | undefined {
  const trust = (role as Partial<iam.Role>).assumeRolePolicy;
  if (!trust) return undefined;
  return statementsOf(Stack.of(role).resolve(trust.toJSON()))
    .some((statement) => statement.Effect === 'Allow' && JSON.stringify(statement.Principal).includes('"ec2.amazonaws.com'));
}

function managedPatterns(role: iam.IRole): string[] {
  const arns = cfnRoleOf(role)?.managedPolicyArns ?? [];
  const resolved: unknown = Stack.of(role).resolve(arns);
  return list(resolved).flatMap((arn) => {
    const policyName = JSON.stringify(arn).match(/:policy\/(?:[\w-]+\/)*(\w+)/)?.[1] ?? '';
    return AWS_MANAGED_POLICY_ACTIONS[policyName] ?? [];
  });
}

function inlinePatterns(role: iam.IRole): string[] {
  const policies: unknown = Stack.of(role).resolve(cfnRoleOf(role)?.policies ?? []);
  const inline = list(policies).map((policy) => (policy as { policyDocument?: unknown }).policyDocument);
  const standard = role.node.tryFindChild('DefaultPolicy');
  const documents = standard instanceof iam.Policy ? [...inline, Stack.of(role).resolve(standard.document.toJSON())] : inline;
  return documents.flatMap(statementsOf)
    .filter(({ Effect, Resource, Condition }) => Effect === 'Allow' && list(Resource).includes('*') && Condition === undefined)
    .flatMap(({ Action }) => list(Action))
    .filter((action): action is string => typeof action === 'string');
}

function cfnRoleOf(role: iam.IRole): iam.CfnRole | undefined {
  const child = role.node.defaultChild;
  return child instanceof iam.CfnRole ? child : undefined;
}

function statementsOf(policyDocument: unknown): Statement[] {
  return list((policyDocument as { Statement?: unknown } | undefined)?.Statement) as Statement[];
}

function list(value: unknown): unknown[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value];
}

/** IAM compares actions without regard to case; `*` stands for any text. (CDK refuses `?` in actions.) */
function matches(pattern: string, action: string): boolean {
  const expression = pattern.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replace(/\*/g, '.*');
  return new RegExp(`^${expression}$`, 'i').test(action);
}
