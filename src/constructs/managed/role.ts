import { CfnElement, Stack, Token } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as eks from 'aws-cdk-lib/aws-eks';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct, IConstruct } from 'constructs';
import { agentActions } from '../identity/agent-actions';
import { isImmutable, lackingActions, trustsEc2 } from '../identity/role-content';
import { ManagedInstanceOptions } from '../identity/role-props';
import { SsmManagedInstanceRole } from '../identity/ssm-managed-instance-role';
import { Tier } from '../identity/tier';
import { companion, entries, referredTo } from '../internal/references';
import { warn } from '../internal/warnings';
import { isForNodeGroup, Launch } from './launch';

/** Sees to it that what is launched has an instance profile whose role lets the agent work. */
export function manageRole(launch: Launch, options: ManagedInstanceOptions): void {
  const { host, resource } = launch;
  const profile = profileOf(launch);
  if (profile === undefined) {
    // EKS makes the profile of its nodes from the node role, and an instance takes what it lacks from its launch template.
    if (isForNodeGroup(resource) || (resource instanceof ec2.CfnInstance && resource.launchTemplate !== undefined)) return;
    giveNewRole(launch, options);
    return;
  }
  const element = referredTo(resource, profile);
  const role = launch.role ?? roleOfProfile(element);
  if (role) manageGivenRole(host, resource, role, options);
  else if (element instanceof iam.CfnInstanceProfile && entries(element, element.roles).length === 0) giveNewRole(launch, options);
  else warn(host, 'unknownInstanceProfile', `The instance profile of ${host.node.path} is not made in this app, so its role was left as it is. See to it that the role has the policy AmazonSSMManagedInstanceCore, or pass the role itself.`);
}

/** The same for a node group, whose role EKS puts into a profile. */
export function manageNodeRole(group: eks.CfnNodegroup, options: ManagedInstanceOptions): void {
  const role = roleOf(referredTo(group, group.nodeRole));
  if (role) manageGivenRole(group, group, role, options);
  else warn(group, 'unknownNodeRole', `The node role of ${group.node.path} is not made in this app and was left as it is. See to it that it has the policy AmazonSSMManagedInstanceCore.`);
}

function giveNewRole(launch: Launch, options: ManagedInstanceOptions): void {
  const identity = companion(launch.host, 'SsmManagedRole', (scope, id) => new SsmManagedInstanceRole(scope, id, options));
  const { instanceProfileArn, instanceProfileName } = identity.instanceProfile;
  launch.set('iamInstanceProfile', launch.resource instanceof ec2.CfnLaunchTemplate ? { arn: instanceProfileArn } : instanceProfileName);
}

function manageGivenRole(host: IConstruct, resource: IConstruct, role: iam.IRole, options: ManagedInstanceOptions): void {
  const { account } = Stack.of(role);
  if (!Token.isUnresolved(account) && !Token.isUnresolved(role.env.account) && account !== role.env.account) {
    warn(host, 'roleOfOtherAccount', `Role ${role.node.path} of ${host.node.path} is of account ${role.env.account}, which this stack cannot change. Give it the policy AmazonSSMManagedInstanceCore there.`);
    return;
  }
  if (isImmutable(role)) {
    warn(host, 'immutableRole', `Role ${role.node.path} of ${host.node.path} was imported as immutable and was left as it is. Import it without 'mutable: false', or give it the policy AmazonSSMManagedInstanceCore where it is made.`);
    return;
  }
  const trust = trustsEc2(role);
  if (trust === undefined) {
    warn(host, 'unknownTrust', `Role ${role.node.path} of ${host.node.path} is imported: it got the permissions of the agent, but whether ec2.amazonaws.com may assume it cannot be seen from here.`);
  }
  const adopted = adoptOnce(role, options, trust === false);
  if (adopted) resource.node.addDependency(adopted);
}

/** The policy is made beside the role, once for all hosts: the size of a role's inline policies is limited. */
function adoptOnce(role: iam.IRole, options: ManagedInstanceOptions, lacksTrust: boolean): IConstruct | undefined {
  const tier = options.tier ?? Tier.COMMAND;
  const more = (['sessionLogging', 'cloudWatchAgent', 'patchingBuckets'] as const).filter((option) => options[option]);
  const id = ['SsmManaged', tier, ...more].join('-');
  const known = role.node.tryFindChild(id);
  if (known) return known;
  if (more.length === 0 && !lacksTrust && lackingActions(role, agentActions(tier)).length === 0) return undefined;
  return SsmManagedInstanceRole.adopt(role as unknown as Construct, id, role, options);
}

function profileOf(launch: Launch): unknown {
  const value = launch.get('iamInstanceProfile');
  if (typeof value !== 'object' || value === null || Token.isUnresolved(value)) return value;
  const { arn, name } = value as { arn?: string; name?: string };
  return arn ?? name;
}

function roleOfProfile(element: CfnElement | undefined): iam.IRole | undefined {
  if (!(element instanceof iam.CfnInstanceProfile)) return undefined;
  const parent = element.node.scope;
  if (parent instanceof iam.InstanceProfile && parent.role) return parent.role;
  const [role] = entries(element, element.roles);
  return roleOf(referredTo(element, role));
}

/** The L2 of a role; for an L1 alone a stand-in that tells its content. */
function roleOf(element: CfnElement | undefined): iam.IRole | undefined {
  if (!(element instanceof iam.CfnRole)) return undefined;
  const parent = element.node.scope;
  if (parent instanceof iam.Role) return parent;
  return companion(element, 'SsmManagedRole', (scope, id) => {
    const role = iam.Role.fromRoleName(scope, id, element.ref);
    role.node.defaultChild = element;
    return role;
  });
}
