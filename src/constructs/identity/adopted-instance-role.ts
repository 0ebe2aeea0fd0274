import { Stack, Token } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { validationError } from '../internal/errors';
import { agentActions } from './agent-actions';
import { withoutSids } from './grant-statements';
import { lackingActions, trustEc2, trustsEc2 } from './role-content';
import { ManagedInstanceOptions, SessionLogging } from './role-props';
import { checkInstanceOptions, cloudWatchAgentStatements, patchingBucketStatements, sessionLoggingStatements, tierStatement } from './role-statements';
import { Tier } from './tier';

/**
 * An existing role with what it lacked to be the role of a managed instance. Made by `SsmManagedInstanceRole.adopt()`.
 *
 * **cdk-nag**: `AwsSolutions-IAM5` names `Resource::*`, which the agent's actions have in AWS's own policies too;
 * `NIST.800.53.R5-IAMNoInlinePolicy` names the inline policy, which alone works on imported roles.
 *
 * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/setup-instance-permissions.html
 */
export class AdoptedInstanceRole extends Construct implements iam.IGrantable {
  /** The role that was adopted. */
  public readonly role: iam.IRole;

  /** The agent's actions that were added; empty if the role had them all. */
  public readonly addedActions: string[];

  /** The principal of the role. */
  public readonly grantPrincipal: iam.IPrincipal;

  private addition?: iam.Policy;

  /**
   * Adopts a role; the same as `SsmManagedInstanceRole.adopt()`.
   *
   * @param scope where the policy is made
   * @param id the id of the construct
   * @param role the role to add to
   * @param options what the instance may do; by default Tier.COMMAND
   */
  constructor(scope: Construct, id: string, role: iam.IRole, options: ManagedInstanceOptions = {}) {
    super(scope, id);
    checkInstanceOptions(this, options);
    this.refuseOtherAccount(role);
    this.role = role;
    this.grantPrincipal = role.grantPrincipal;

    this.addedActions = lackingActions(role, agentActions(options.tier ?? Tier.COMMAND));
    if (this.addedActions.length > 0) this.add([tierStatement(this.addedActions)]);
    if (trustsEc2(role) === false) trustEc2(role);
    if (options.sessionLogging) this.grantSessionLogging(options.sessionLogging);
    if (options.cloudWatchAgent) this.grantCloudWatchAgent();
    if (options.patchingBuckets) this.grantPatchingBuckets();
  }

  /** The inline policy that was attached; undefined if nothing was lacking. */
  public get policy(): iam.Policy | undefined {
    return this.addition;
  }

  /**
   * Lets the host write session logs and use the session key.
   *
   * @param logging the destinations
   */
  public grantSessionLogging(logging: SessionLogging): void {
    this.add(withoutSids(sessionLoggingStatements(this, logging)));
  }

  /** Lets the host run the CloudWatch agent, as the prop `cloudWatchAgent` does. */
  public grantCloudWatchAgent(): void {
    this.add(withoutSids(cloudWatchAgentStatements(this)));
  }

  /** Lets the host download from AWS's buckets, as the prop `patchingBuckets` does. */
  public grantPatchingBuckets(): void {
    this.add(withoutSids(patchingBucketStatements(this)));
  }

  /** A policy of its own works on imported roles too, where CDK's addManagedPolicy() does nothing. */
  private add(statements: iam.PolicyStatement[]): void {
    this.addition ??= new iam.Policy(this, 'Policy', { roles: [this.role] });
    this.addition.addStatements(...statements);
  }

  private refuseOtherAccount(role: iam.IRole): void {
    const here = Stack.of(this).account;
    const there = role.env.account;
    if (Token.isUnresolved(here) || Token.isUnresolved(there) || here === there) return;
    throw validationError(this, `Role ${role.node.path} is of account ${there}; this stack deploys to ${here} and cannot change it. Adopt the role in a stack of its own account.`);
  }
}
