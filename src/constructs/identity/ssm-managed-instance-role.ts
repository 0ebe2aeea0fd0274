import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { validationError } from '../internal/errors';
import { AdoptedInstanceRole } from './adopted-instance-role';
import { agentActions } from './agent-actions';
import { grantStatements } from './grant-statements';
import { ManagedInstanceOptions, SessionLogging, SsmManagedInstanceRoleProps } from './role-props';
import { checkInstanceOptions, cloudWatchAgentStatements, patchingBucketStatements, sessionLoggingStatements, tierStatement } from './role-statements';

/**
 * The role and instance profile of a managed instance.
 *
 * Creates a role that EC2 assumes, with the AWS managed policy `AmazonSSMManagedInstanceCore`, and an instance profile if `instanceProfile`
 * is used. With a `tier` the role has an inline policy of just that tier's actions instead. What the props give stands in the role itself, so it is there
 * before the first boot; what a `grant…` method adds later is a policy beside it.
 *
 * **cdk-nag**: `AwsSolutions-IAM4` names the AWS managed policy: give a `tier` to do without. `AwsSolutions-IAM5` then names
 * `Resource::*`: the agent's actions name no resource in AWS's own policies either; `logs:DescribeLogGroups` and the CloudWatch
 * agent's actions have none to name. It also names objects of buckets (`…/*`), of which hosts choose the keys themselves, the
 * streams of the log group, and, for `patchingBuckets` in a Region-agnostic stack, names of AWS's buckets with a suffix that only
 * the Region decides.
 *
 * **Limits**: an instance profile that allows `ssm:UpdateInstanceInformation` keeps the agent from Default Host Management, whatever
 * else it lacks. IAM costs nothing; what the host logs and encrypts does.
 *
 * ```ts
 * const identity = new SsmManagedInstanceRole(this, 'Identity', { tier: Tier.CONNECT });
 * const role = identity.role; // for ec2.Instance and the like
 * const profile = identity.instanceProfile; // for ec2.LaunchTemplate
 * ```
 *
 * Throws where props contradict each other (a tier with a managed policy, LOGGING without a destination); the message says what to change.
 *
 * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/setup-instance-permissions.html
 */
export class SsmManagedInstanceRole extends Construct implements iam.IGrantable {
  /**
   * Adds to an existing role what it lacks to be the role of a managed instance, and nothing else: the missing actions of the tier
   * by an inline policy, which also works on imported roles; and the trust in EC2, if the role is made in this app.
   *
   * Of a role made in this app, the policies it has at this moment are read (a denial is not). Of an imported role nothing is known:
   * it is given all actions of the tier, its trust policy must admit `ec2.amazonaws.com` already, and it is changed even if imported
   * as immutable. Makes no instance profile. A host of this app boots before the policy unless it waits: `host.node.addDependency(adopted)`
   * (`SsmManaged` sees to that by itself).
   *
   * ```ts
   * SsmManagedInstanceRole.adopt(this, 'Adopted', iam.Role.fromRoleName(this, 'App', 'app-hosts'), { tier: Tier.CONNECT });
   * ```
   *
   * Throws if the role is of another account than the stack, or options contradict each other.
   *
   * @param scope where the policy is made
   * @param id the id of the new construct
   * @param role the role to add to
   * @param options what the instance may do; by default Tier.COMMAND
   */
  public static adopt(scope: Construct, id: string, role: iam.IRole, options: ManagedInstanceOptions = {}): AdoptedInstanceRole {
    return new AdoptedInstanceRole(scope, id, role, options);
  }

  /** The role. */
  public readonly role: iam.Role;

  /** The principal of the role. */
  public readonly grantPrincipal: iam.IPrincipal;

  private readonly profileProps: iam.InstanceProfileProps;
  private profile?: iam.InstanceProfile;

  constructor(scope: Construct, id: string, props: SsmManagedInstanceRoleProps = {}) {
    super(scope, id);
    checkInstanceOptions(this, props);
    if (props.tier && props.awsManagedPolicy) {
      throw validationError(this, '\'tier\' and \'awsManagedPolicy\' both say what the agent may do. Leave one out.');
    }
    const managedPolicy = props.awsManagedPolicy ?? iam.ManagedPolicy.fromAwsManagedPolicyName('AmazonSSMManagedInstanceCore');
    this.role = new iam.Role(this, 'Role', {
      assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com'),
      description: 'Instances managed by Systems Manager',
      managedPolicies: props.tier ? undefined : [managedPolicy],
      inlinePolicies: this.inlinePolicies(props),
      permissionsBoundary: props.permissionsBoundary,
      path: props.path,
      roleName: props.roleName,
    });
    this.grantPrincipal = this.role.grantPrincipal;
    this.profileProps = { role: this.role, path: props.path, instanceProfileName: props.instanceProfileName };
    if (props.instanceProfileName) this.makeProfile();
  }

  /**
   * The instance profile of the role.
   *
   * It is created when this attribute is read for the first time, or at once with `instanceProfileName`: constructs that take the role,
   * such as `ec2.Instance`, create an instance profile of their own. Read it before synthesis; CDK adds no resource to a stack after that.
   */
  public get instanceProfile(): iam.InstanceProfile {
    return this.profile ?? this.makeProfile();
  }

  /**
   * Lets the host write session logs and use the session key.
   *
   * @param logging the destinations
   */
  public grantSessionLogging(logging: SessionLogging): void {
    grantStatements(this, sessionLoggingStatements(this, logging));
  }

  /** Lets the host run the CloudWatch agent, as the prop `cloudWatchAgent` does. */
  public grantCloudWatchAgent(): void {
    grantStatements(this, cloudWatchAgentStatements(this));
  }

  /** Lets the host download from AWS's buckets, as the prop `patchingBuckets` does. */
  public grantPatchingBuckets(): void {
    grantStatements(this, patchingBucketStatements(this));
  }

  private makeProfile(): iam.InstanceProfile {
    this.profile = new iam.InstanceProfile(this, 'InstanceProfile', this.profileProps);
    return this.profile;
  }

  /** Inline, not beside the role: the instance must not boot before its permissions exist. */
  private inlinePolicies(props: SsmManagedInstanceRoleProps): { [name: string]: iam.PolicyDocument } {
    const statements: Record<string, iam.PolicyStatement[]> = {
      SystemsManagerAgent: props.tier ? [tierStatement(agentActions(props.tier))] : [],
      SessionLogging: props.sessionLogging ? sessionLoggingStatements(this, props.sessionLogging) : [],
      CloudWatchAgent: props.cloudWatchAgent ? cloudWatchAgentStatements(this) : [],
      PatchingBuckets: props.patchingBuckets ? patchingBucketStatements(this) : [],
    };
    return Object.fromEntries(Object.entries(statements)
      .filter(([, list]) => list.length > 0)
      .map(([name, list]) => [name, new iam.PolicyDocument({ statements: list })]));
  }
}
