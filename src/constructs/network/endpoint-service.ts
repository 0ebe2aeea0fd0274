/**
 * A service that `SsmEndpoints` can make an interface endpoint for, by its short name: the last part of
 * `com.amazonaws.REGION.<name>` and the first of `<name>.REGION.amazonaws.com`.
 *
 * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/setup-create-vpc.html
 */
export class SsmEndpointService {
  /** Systems Manager itself: registration, heartbeat, documents, associations. Always made. */
  public static readonly SSM = new SsmEndpointService('ssm', 'Ssm');

  /** The channels of Session Manager and, for agents from 3.3.40.0 on, of Run Command. Always made. */
  public static readonly SSM_MESSAGES = new SsmEndpointService('ssmmessages', 'SsmMessages');

  /** Run Command's channel for agents before 3.3.40.0. Made by the prop `ec2Messages`. */
  public static readonly EC2_MESSAGES = new SsmEndpointService('ec2messages', 'Ec2Messages');

  /** AWS KMS: sessions encrypted with a key of yours, SecureString parameters read by the host. */
  public static readonly KMS = new SsmEndpointService('kms', 'Kms');

  /** CloudWatch Logs: logs of sessions, of Run Command and of the agent. */
  public static readonly LOGS = new SsmEndpointService('logs', 'Logs');

  /** CloudWatch metrics, sent by the CloudWatch agent. */
  public static readonly MONITORING = new SsmEndpointService('monitoring', 'Monitoring');

  /** The EC2 API: VSS snapshots of Windows hosts list the attached volumes; the CloudWatch agent reads tags. */
  public static readonly EC2 = new SsmEndpointService('ec2', 'Ec2');

  /** AWS Secrets Manager. The agent does not need it; what runs on the host may. */
  public static readonly SECRETS_MANAGER = new SsmEndpointService('secretsmanager', 'SecretsManager');

  /**
   * Another AWS service whose host name is `<shortName>.REGION.<domain>`, for example `ds` for hosts that join a directory.
   *
   * @param shortName the last part of the endpoint service name, such as `ds`
   */
  public static of(shortName: string): SsmEndpointService {
    const known = Object.values(SsmEndpointService)
      .find((service): service is SsmEndpointService => service instanceof SsmEndpointService && service.shortName === shortName);
    return known ?? new SsmEndpointService(shortName, shortName.split(/[^A-Za-z0-9]+/).map((part) => part.charAt(0).toUpperCase() + part.slice(1)).join(''));
  }

  /** The last part of the endpoint service name, for example `ssmmessages`. */
  public readonly shortName: string;

  /** @internal */
  public readonly _constructId: string;

  private constructor(shortName: string, constructId: string) {
    this.shortName = shortName;
    this._constructId = constructId;
  }
}
