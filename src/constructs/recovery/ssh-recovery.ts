import { CfnOutput, CustomResource, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { refuseSecondSettingOwner } from '../fleet/setting-owner';
import { accountSetting } from '../fleet/setting-resource';
import { grantStatements } from '../identity/grant-statements';
import { validationError } from '../internal/errors';
import { automationPrincipal } from '../internal/service-trust';
import { SessionTargets } from '../session/access';
import { RecoveryRunbook } from './runbook';
import { passable, startable } from './statements';

/** Regions without the EC2 serial console. */
const WITHOUT_SERIAL_CONSOLE = ['ap-east-2'];

/** Properties of `SshRecovery`. */
export interface SshRecoveryProps {
  /**
   * Whether access to the EC2 serial console is enabled for the account in this Region.
   *
   * @default true
   */
  readonly serialConsole?: boolean;

  /**
   * What becomes of that access when it leaves the stack or the stack is deleted. By default it is what it was before.
   *
   * @default RemovalPolicy.DESTROY
   */
  readonly serialConsoleRemovalPolicy?: RemovalPolicy;

  /**
   * The runbooks to be ready for, each with a role of its own.
   *
   * @default - RecoveryRunbook.SSH and RecoveryRunbook.MANAGED_INSTANCE, which stop nothing
   */
  readonly runbooks?: RecoveryRunbook[];

  /**
   * The instances to which runbooks may send commands, which run as root or SYSTEM. `RecoveryRunbook.SSH_OFFLINE` is not limited by it.
   *
   * @default SessionTargets.tag('SshRecovery', 'true'), so that an instance has to be tagged before a runbook can run commands on it
   */
  readonly targets?: SessionTargets;
}

/**
 * What a rescue needs when SSH is refused or times out, made before it is needed: the EC2 serial console, and the runbooks of AWS Support
 * with a role for each and the commands that start them as outputs of the stack.
 *
 * The serial console has no CloudFormation type: a custom resource enables it, and gives back what was before when it is removed.
 *
 * **Limits**: one owner of the serial console setting an account and Region. The console is for Nitro instances, ignores security groups and
 * network ACLs, and wants a user with a password in the operating system. With a declarative policy of the organization the account cannot
 * decide, and deployment says so. Runbooks repair Linux only. The console and the runbooks' first steps cost nothing; Reachability
 * Analyzer, helper instances and images do.
 *
 * **Security**: a user of the serial console logs in past every security group: scope it by `grantSerialConsoleByTag()`. The role of a runbook sends the
 * commands of that runbook to `targets` only; but among its documents is `AWS-RunShellScript`, so a principal that may pass the role and start a
 * runbook of its own runs commands as root on these instances. `SSH_OFFLINE` can do more: see there. All roles trust Automation of this account only.
 *
 * **cdk-nag**: `AwsSolutions-IAM5` names `*`, which the runbooks' describing actions ask for, `instance/*`, which the condition on the tag
 * narrows, and versions (`:*`). With `SSH_OFFLINE` also what EC2Rescue makes and describes, by the names AWS
 * gives, and `AwsSolutions-IAM4` names `AmazonSSMAutomationRole`, all as AWS's page asks. The custom resource's function adds NIST findings
 * on inline policies, log encryption, concurrency, dead letters and VPC: it runs at deployments only.
 *
 * ```ts
 * const recovery = new SshRecovery(this, 'Recovery');
 * recovery.grantSerialConsoleByTag(operators, 'Team', 'web');
 * ```
 *
 * Throws where nothing is asked for, where a second construct of the app owns the serial console of the same account and Region, and in
 * a Region without serial console; the message says what to change.
 *
 * @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configure-access-to-serial-console.html
 */
export class SshRecovery extends Construct {
  /** The serial console setting; undefined if not asked for. */
  public readonly serialConsole?: CustomResource;

  /** The commands that start the runbooks, by the runbook's short name. `INSTANCE_ID` is to be replaced. */
  public readonly startCommands: { [name: string]: string } = {};

  private readonly roles = new Map<RecoveryRunbook, iam.Role>();

  private readonly targets: SessionTargets;

  constructor(scope: Construct, id: string, props: SshRecoveryProps = {}) {
    super(scope, id);
    this.targets = props.targets ?? SessionTargets.tag('SshRecovery', 'true');
    const runbooks = props.runbooks ?? [RecoveryRunbook.SSH, RecoveryRunbook.MANAGED_INSTANCE];
    const console = props.serialConsole ?? true;
    if (!console && runbooks.length === 0) throw validationError(this, 'Neither the serial console nor a runbook is asked for. Ask for one, or remove the construct.');
    if (!console && props.serialConsoleRemovalPolicy) {
      throw validationError(this, '\'serialConsole\' is false, but \'serialConsoleRemovalPolicy\' is given. Leave one out.');
    }
    if (console) this.serialConsole = this.enableSerialConsole(props.serialConsoleRemovalPolicy ?? RemovalPolicy.DESTROY);
    new Set(runbooks).forEach((runbook) => this.prepare(runbook));
  }

  /**
   * The role that a runbook runs with.
   *
   * @param runbook one that was asked for
   */
  public roleOf(runbook: RecoveryRunbook): iam.IRole {
    const role = this.roles.get(runbook);
    if (!role) throw validationError(this, `The runbook ${runbook.name} was not asked for. Add it to 'runbooks'.`);
    return role;
  }

  /**
   * Lets a user start a runbook, and see how it goes.
   *
   * @param user a user, group or role
   * @param runbook one that was asked for
   */
  public grantStart(user: iam.IGrantable, runbook: RecoveryRunbook): void {
    const stack = Stack.of(this);
    const executions = stack.formatArn({ service: 'ssm', resource: 'automation-execution', resourceName: '*' });
    const statements = [
      startable(stack, [runbook.documentName]), passable(this.roleOf(runbook)),
      new iam.PolicyStatement({ actions: ['ssm:GetAutomationExecution'], resources: [executions] }),
    ];
    this.addTo(user, statements);
  }

  /**
   * Lets a user log in to instances with a tag by the serial console.
   *
   * @param user a user, group or role
   * @param key the key of the tag
   * @param values one of these values; `*` stands for any text
   */
  public grantSerialConsoleByTag(user: iam.IGrantable, key: string, ...values: string[]): void {
    if (values.length === 0) throw validationError(this, `grantSerialConsoleByTag() has no value for the tag '${key}'. Give one, or '*' for any.`);
    this.addTo(user, this.serialStatements(['*'], { StringLike: { [`aws:ResourceTag/${key}`]: values } }));
  }

  /**
   * Lets a user log in to these instances by the serial console.
   *
   * @param user a user, group or role
   * @param instanceIds ids of instances, such as `instance.instanceId`
   */
  public grantSerialConsole(user: iam.IGrantable, ...instanceIds: string[]): void {
    if (instanceIds.length === 0) throw validationError(this, 'grantSerialConsole() names no instance. Name one, or use grantSerialConsoleByTag().');
    this.addTo(user, this.serialStatements(instanceIds));
  }

  private enableSerialConsole(removalPolicy: RemovalPolicy): CustomResource {
    const { region } = Stack.of(this);
    if (WITHOUT_SERIAL_CONSOLE.includes(region)) throw validationError(this, `There is no EC2 serial console in ${region}. Set 'serialConsole: false'.`);
    refuseSecondSettingOwner(this, 'serial console setting');
    return accountSetting(this, 'SerialConsole', {
      handler: 'serial-console',
      resourceType: 'Custom::SsmReadySerialConsole',
      properties: {},
      value: { Access: 'enabled' },
      removalPolicy,
      statements: [new iam.PolicyStatement({
        sid: 'SerialConsole',
        actions: ['ec2:DisableSerialConsoleAccess', 'ec2:EnableSerialConsoleAccess', 'ec2:GetSerialConsoleAccessStatus'],
        resources: ['*'], // they have no resource to name
      })],
    });
  }

  private prepare(runbook: RecoveryRunbook): void {
    const stack = Stack.of(this);
    const role = new iam.Role(this, `${runbook.name}Role`, {
      assumedBy: automationPrincipal(stack),
      description: `Runs ${runbook.documentName}`,
      managedPolicies: runbook._managedPolicies(),
    });
    new iam.Policy(this, `${runbook.name}Policy`, { roles: [role] }).addStatements(...runbook._statements(stack, role, this.targets));
    this.roles.set(runbook, role);
    this.startCommands[runbook.name] = runbook._startCommand(stack, role.roleArn);
    new CfnOutput(this, `Start${runbook.name}`, { value: this.startCommands[runbook.name], description: `Replace INSTANCE_ID. ${runbook.documentName}` });
  }

  private serialStatements(instanceIds: string[], conditions: iam.Conditions = {}): iam.PolicyStatement[] {
    const resources = instanceIds.map((resourceName) => Stack.of(this).formatArn({ service: 'ec2', resource: 'instance', resourceName }));
    return [
      new iam.PolicyStatement({
        actions: ['ec2:DescribeInstanceTypes', 'ec2:DescribeInstances', 'ec2:GetSerialConsoleAccessStatus'], resources: ['*'],
      }),
      new iam.PolicyStatement({ actions: ['ec2-instance-connect:SendSerialConsoleSSHPublicKey'], resources, conditions }),
    ];
  }

  private addTo(user: iam.IGrantable, statements: iam.PolicyStatement[]): void {
    if (!grantStatements(user, statements)) {
      throw validationError(this, 'The principal cannot be changed here. Import it without \'mutable: false\', or grant where it is made.');
    }
  }
}
