import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as data from '../../data/recovery-runbooks.json';
import { SessionTargets } from '../session/access';
import { commands, offlineStatements, passable, startable } from './statements';

type Documented = keyof Omit<typeof data, '//' | 'offlineRescue'>;

/** A runbook of AWS Support that finds out, or repairs, why an instance cannot be reached. */
export class RecoveryRunbook {
  /** Checks SSH on a managed Linux node by EC2Rescue, and repairs it if started with `Action=FixAll`. */
  public static readonly SSH = new RecoveryRunbook('Ssh', 'AWSSupport-TroubleshootSSH', ['Action=CheckAll']);

  /**
   * The same for a node that is not online: **stops** the instance, makes an image of it, and repairs its root volume from a helper instance.
   * Data on instance store volumes and an automatic public address are lost.
   *
   * **Security**: its role can stop every instance, send commands to every instance (`AmazonSSMAutomationRole`, which `SshRecovery.targets` does not
   * narrow), and write any inline policy into roles named `AWSSupport-EC2Rescue-*`. A principal that may pass this role and start a runbook of its own
   * can become an administrator: grant the start of the runbook by `grantStart()` only, and ask for this runbook when it is needed.
   */
  public static readonly SSH_OFFLINE = new RecoveryRunbook('SshOffline', 'AWSSupport-TroubleshootSSH', ['Action=FixAll', 'AllowOffline=true'], true);

  /** Finds out why an instance is no managed node. Changes nothing. */
  public static readonly MANAGED_INSTANCE = new RecoveryRunbook('ManagedInstance', 'AWSSupport-TroubleshootManagedInstance');

  /** Finds out why a managed node takes no sessions. Each analysis of Reachability Analyzer is billed. */
  public static readonly SESSION_MANAGER = new RecoveryRunbook('SessionManager', 'AWSSupport-TroubleshootSessionManager');

  private constructor(
    /** A short name, which outputs begin with. */
    public readonly name: string,
    /** The name of the document. */
    public readonly documentName: string,
    private readonly parameters: string[] = [],
    private readonly offline = false,
  ) {}

  /** The command that starts it, for the shell; `INSTANCE_ID` is to be replaced. @internal */
  public _startCommand(stack: Stack, roleArn: string): string {
    const parameters = ['InstanceId=INSTANCE_ID', ...this.parameters, `AutomationAssumeRole=${roleArn}`].join(' ');
    return `aws ssm start-automation-execution --region ${stack.region} --document-name ${this.documentName} --parameters ${parameters.replaceAll(' ', ',')}`;
  }

  /** AWS managed policies of its role. @internal */
  public _managedPolicies(): iam.IManagedPolicy[] {
    return this.offline ? [iam.ManagedPolicy.fromAwsManagedPolicyName('service-role/AmazonSSMAutomationRole')] : [];
  }

  /** What its role may do. @internal */
  public _statements(stack: Stack, role: iam.IRole, targets: SessionTargets): iam.PolicyStatement[] {
    const { look, commands: documents, runs } = data[this.documentName as Documented];
    const children = [...runs, ...this.offline ? data.offlineRescue.runs : []];
    return [
      new iam.PolicyStatement({ sid: 'Look', actions: look, resources: ['*'] }),
      ...documents.length > 0 ? commands(stack, documents, targets) : [],
      ...children.length > 0 ? [startable(stack, [...new Set(children)]), passable(role)] : [],
      ...this.offline ? offlineStatements(stack) : [],
    ];
  }
}
