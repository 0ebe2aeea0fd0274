import * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as ssm from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import { validationError } from '../internal/errors';
import { asymmetricSpec, asymmetricWords } from '../internal/symmetric-key';
import { agentConfiguration } from './cloudwatch-configuration';

/** Where the SSM Agent writes its logs. */
export enum AgentLogPlatform {
  /** Linux and macOS: `/var/log/amazon/ssm`. */
  LINUX = '/var/log/amazon/ssm/',

  /** Windows: `C:\ProgramData\Amazon\SSM\Logs`. */
  WINDOWS = 'C:\\ProgramData\\Amazon\\SSM\\Logs\\',
}

/** Properties of `AgentLogs`. */
export interface AgentLogsProps {
  /**
   * The operating system of the nodes.
   *
   * @default AgentLogPlatform.LINUX
   */
  readonly platform?: AgentLogPlatform;

  /**
   * How long logs are kept.
   *
   * @default logs.RetentionDays.ONE_MONTH
   */
  readonly retention?: logs.RetentionDays;

  /**
   * The key that encrypts the log group. Its key policy must admit CloudWatch Logs.
   *
   * @default - a key of CloudWatch Logs, which costs nothing
   */
  readonly encryptionKey?: kms.IKey;
}

/**
 * The logs of the SSM Agent in CloudWatch Logs, to see why a node went away after it is gone.
 *
 * Makes a log group with a stream for each node and file, and the configuration of the CloudWatch agent that fills it: give it to
 * `HostManagement`, which installs and configures that agent.
 *
 * **Limits**: one operating system; make one for each. Nodes need the permissions of the CloudWatch agent, and isolated ones the endpoint
 * for `logs`. It is a whole configuration: metrics are not in it. Volume of logs and storage are billed.
 *
 * **cdk-nag**: NIST asks for a KMS key: give `encryptionKey`.
 *
 * ```ts
 * const agentLogs = new AgentLogs(this, 'AgentLogs');
 * new HostManagement(this, 'HostManagement', { cloudWatchAgent: { configuration: agentLogs.configuration } });
 * ```
 *
 * Throws where `encryptionKey` is made in this app and is not a symmetric key for encryption.
 *
 * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/ssm-agent-logs.html
 */
export class AgentLogs extends Construct {
  /** The log group. */
  public readonly logGroup: logs.LogGroup;

  /** The configuration of the CloudWatch agent. */
  public readonly configuration: ssm.IStringParameter;

  constructor(scope: Construct, id: string, props: AgentLogsProps = {}) {
    super(scope, id);
    const { platform = AgentLogPlatform.LINUX, retention = logs.RetentionDays.ONE_MONTH, encryptionKey } = props;
    const spec = asymmetricSpec(encryptionKey);
    if (spec !== undefined) throw validationError(this, asymmetricWords('encryptionKey', encryptionKey!, spec));
    this.logGroup = new logs.LogGroup(this, 'Logs', { retention, encryptionKey });
    const files = ['amazon-ssm-agent.log', 'errors.log'].map((name) => ({
      file_path: `${platform}${name}`, log_group_name: this.logGroup.logGroupName, log_stream_name: `{instance_id}/${name}`,
    }));
    this.configuration = agentConfiguration(this, 'Configuration', { logs: { logs_collected: { files: { collect_list: files } } } });
  }
}
