import { IAspect, Mixin, Shims } from 'aws-cdk-lib';
import * as eks from 'aws-cdk-lib/aws-eks';
import { IConstruct } from 'constructs';
import { unscopedError } from '../internal/errors';
import { warn } from '../internal/warnings';
import { manageAgent } from './agent';
import { Launch, ManagedSubject, subjectOf } from './launch';
import { manageMetadata } from './metadata';
import { awaitNetwork, clientOf, pair, pairNodes } from './network';
import { AgentInstallation, SsmManagedProps } from './props';
import { manageNodeRole, manageRole } from './role';

/**
 * Makes hosts that exist already managed by Systems Manager.
 *
 * Applies to `ec2.Instance`, `ec2.BastionHostLinux`, `ec2.LaunchTemplate`, `autoscaling.AutoScalingGroup` (so to the capacity of an
 * ECS cluster), EKS node groups, and to the L1 of each. For every one of them it
 *
 * - adds to the role what it lacks (`SsmManagedInstanceRole.adopt()`), or makes role and instance profile where there are none,
 * - demands IMDSv2, and switches on a metadata service that is off,
 * - opens 443 between its security groups and the given endpoints, both ways,
 * - lets it wait for endpoints, rules and the default route, so that the agent finds its way at the first boot,
 * - adds commands that install the agent, where the image is known to lack it.
 *
 * What stands already is left as it is, and applying it again changes nothing. What it cannot do (an imported role or launch template, a host
 * without security groups, user data that is no script) is a warning at the host, with what to do instead.
 *
 * Of what the prover calls `never` it cures `AgentMissing`, `EndpointIngressBlocked`, `InstanceProfileMissing`, `InstanceProfileWithoutRole`,
 * `MetadataServiceDisabled`, `RoleHalfManaged`, `RolePermissionsMissing`, `RoleTrustMissing` and `SecurityGroupEgressBlocked`. It leaves alone what stands around
 * the host (endpoints, DNS, network ACLs, routes) and explicit refusals (deny statements, permissions boundaries).
 *
 * **Apply it last**: a mixin visits the constructs that exist at that moment, once. `SsmManaged.aspect()` covers later ones too.
 *
 * **Limits**: pairs with endpoints of the host's own VPC only. It makes no endpoint, subnet or route. With IMDSv2, containers in a
 * bridge network reach the metadata service only with a hop limit of 2. Changing user data may replace or restart an instance. Deny statements in the role
 * are not looked at; the prover (`SsmReadyValidation`) does. It costs nothing by itself.
 *
 * ```ts
 * const network = new SsmReadyVpc(this, 'Network');
 * Mixins.of(this).apply(new SsmManaged({ endpoints: [network.endpoints] }));
 * ```
 *
 * **cdk-nag**: what it adds to a role is one inline policy of its own, so that imported roles take it too and no other policy is touched:
 * `AwsSolutions-IAM5` names its `Resource::*`, which the agent's actions have in AWS's policies as well, and
 * `NIST.800.53.R5-IAMNoInlinePolicy` its kind. A role that has `AmazonSSMManagedInstanceCore` gets neither.
 *
 * Throws if props contradict each other; those for the role at the first host it is applied to.
 *
 * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/systems-manager-setting-up-ec2.html
 */
export class SsmManaged extends Mixin {
  /**
   * The same as an aspect, which also covers constructs that are made after it is added.
   *
   * ```ts
   * Aspects.of(app).add(SsmManaged.aspect(), { priority: AspectPriority.MUTATING });
   * ```
   *
   * @param props what to do
   */
  public static aspect(props: SsmManagedProps = {}): IAspect {
    return Shims.asAspect(new SsmManaged(props));
  }

  private readonly props: SsmManagedProps;

  /** What is done already, each named by its L1. */
  private readonly launches = new Set<IConstruct>();
  private readonly starters = new Set<IConstruct>();

  constructor(props: SsmManagedProps = {}) {
    super();
    if (props.agentUserData && props.agentInstallation === AgentInstallation.NEVER) {
      throw unscopedError('SsmManaged', '\'agentUserData\' says how to install the agent, but \'agentInstallation\' is NEVER. Leave one out.');
    }
    this.props = props;
  }

  /**
   * Whether the construct is a host, or starts hosts.
   *
   * @param construct any construct
   */
  public supports(construct: IConstruct): boolean {
    return subjectOf(construct) !== undefined;
  }

  /**
   * Makes the host managed. An L1 that belongs to an L2 stands for the L2.
   *
   * @param construct the host
   */
  public applyTo(construct: IConstruct): void {
    const subject = subjectOf(construct);
    if (!subject) return;
    subject.launches.forEach((launch) => this.manageLaunch(launch));
    if (subject.starter) this.manageStarter(subject, subject.starter);
  }

  private manageLaunch(launch: Launch): void {
    if (this.launches.has(launch.resource)) return;
    this.launches.add(launch.resource);
    if (!launch.readable) {
      warn(launch.host, 'launchTemplateIsToken', `The content of ${launch.host.node.path} is a token and was left as it is. Give it as an object, or see to role, security groups and IMDSv2 where it is made.`);
      return;
    }
    manageRole(launch, this.props);
    manageMetadata(launch, this.props.requireImdsv2 ?? true);
    manageAgent(launch, this.props);
    if (this.props.endpoints?.length) pair(launch, this.props.endpoints);
  }

  private manageStarter(subject: ManagedSubject, starter: NonNullable<ManagedSubject['starter']>): void {
    if (this.starters.has(starter)) return;
    this.starters.add(starter);
    const { path } = starter.node;
    if (subject.foreign) {
      warn(starter, 'launchSettingsElsewhere', `${path} names ${subject.foreign} by a value that is not made in this app: role, security groups, IMDSv2 and agent were left as they are. See to them where it is made.`);
    }
    if (starter instanceof eks.CfnNodegroup) this.manageNodeGroup(starter, subject);
    if (this.props.waitForNetwork ?? true) awaitNetwork(starter, subject.launches, this.props.endpoints ?? []);
  }

  private manageNodeGroup(group: eks.CfnNodegroup, subject: ManagedSubject): void {
    manageNodeRole(group, this.props);
    if (group.launchTemplate === undefined && (this.props.requireImdsv2 ?? true)) {
      warn(group, 'nodeGroupMetadata', `${group.node.path} has no launch template, by which alone IMDSv2 can be demanded of its nodes. Give it one, or set 'requireImdsv2: false'.`);
    }
    if (this.props.endpoints?.length && !subject.foreign && !subject.launches.some(clientOf)) pairNodes(group, this.props.endpoints);
  }
}
