import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { deploymentOf, referredTo } from '../internal/references';
import { AWS_MANAGED_POLICY_ACTIONS } from './agent-actions';

interface Statement {
  readonly Effect?: string;
  readonly Action?: unknown;
  readonly Resource?: unknown;
  readonly Condition?: unknown;
  readonly Principal?: unknown;
}

/**
 * Which of the actions a role does not have yet, as far as this app tells: the AWS managed policies it knows, policies in the role
 * and policies of this app attached to it, in statements that allow on every resource without condition. Of an imported role only
 * the attached ones are known.
 */
export function lackingActions(role: iam.IRole, needed: string[]): string[] {
  const without = (actions: string[], patterns: string[]): string[] =>
    actions.filter((action) => !patterns.some((pattern) => matches(pattern, action)));
  const lacking = without(needed, [...managedPatterns(role), ...inlinePatterns(role)]);
  return lacking.length === 0 ? lacking : without(lacking, attachedPatterns(role));
}

/** Whether EC2 may assume the role; undefined for an imported role, whose trust policy this app neither sees nor changes. */
export function trustsEc2(role: iam.IRole): boolean | undefined {
  return trustsService(role, 'ec2.amazonaws.com');
}

/** The same for any service. */
export function trustsService(role: iam.IRole, service: string): boolean | undefined {
  const trust: unknown = (role as Partial<iam.Role>).assumeRolePolicy?.toJSON() ?? cfnRoleOf(role)?.assumeRolePolicyDocument;
  if (!trust) return undefined;
  return statementsOf(Stack.of(role).resolve(trust))
    .some((statement) => statement.Effect === 'Allow' && JSON.stringify(statement.Principal ?? '').includes(`"${service}`));
}

/**
 * Whether CDK leaves a role as it is, and says nothing: one imported by `mutable: false`, or of another account. The class is not exported; it
 * wraps the role it protects.
 */
export function isImmutable(principal: iam.IPrincipal): boolean {
  return !(principal instanceof iam.Role) && 'addGrantsToResources' in principal && 'role' in principal;
}

/** Lets EC2 assume a role made in this app, as L2 or as L1. */
export function trustEc2(role: iam.IRole): void {
  const statement = new iam.PolicyStatement({ actions: ['sts:AssumeRole'], principals: [new iam.ServicePrincipal('ec2.amazonaws.com')] });
  const policy = (role as Partial<iam.Role>).assumeRolePolicy;
  if (policy) {
    policy.addStatements(statement);
    return;
  }
  const resource = cfnRoleOf(role)!;
  const document = Stack.of(role).resolve(resource.assumeRolePolicyDocument) as Record<string, unknown>;
  resource.assumeRolePolicyDocument = { ...document, Statement: [...statementsOf(document), statement.toStatementJson()] };
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
  return allowedOnAll(list(policies).map((policy) => (policy as { policyDocument?: unknown }).policyDocument));
}

/** Policies that stand beside the role: CDK's default policy, and whatever else of this app names the role. */
function attachedPatterns(role: iam.IRole): string[] {
  const element = cfnRoleOf(role);
  const stack = Stack.of(role);
  // Compared as text: to look up what each policy of a large app refers to would take minutes.
  const names = [element && { Ref: stack.resolve(element.logicalId) }, stack.resolve(role.roleName)].filter((each) => each).map((each) => JSON.stringify(each));
  const managed = list(element?.managedPolicyArns).map((arn) => referredTo(role, arn)).filter((each) => each !== undefined);
  const attached = deploymentOf(role).filter(isAttachable).filter((policy) => {
    if (managed.includes(policy)) return true;
    if (Stack.of(policy) !== stack) return false;
    const roles: unknown = stack.resolve(policy instanceof iam.CfnRolePolicy ? [policy.roleName] : policy.roles);
    return list(roles).some((each) => names.includes(JSON.stringify(each)));
  });
  return allowedOnAll(attached.map((policy) => Stack.of(policy).resolve(policy.policyDocument)));
}

type AttachedPolicy = iam.CfnPolicy | iam.CfnManagedPolicy | iam.CfnRolePolicy;

function isAttachable(construct: unknown): construct is AttachedPolicy {
  return construct instanceof iam.CfnPolicy || construct instanceof iam.CfnManagedPolicy || construct instanceof iam.CfnRolePolicy;
}

function allowedOnAll(documents: unknown[]): string[] {
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
