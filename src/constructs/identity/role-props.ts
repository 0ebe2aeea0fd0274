import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Tier } from './tier';

/**
 * Where hosts write the logs of sessions, and the key sessions are encrypted with. Say the same in the Session Manager preferences
 * of the account; this is only the permission.
 *
 * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/getting-started-create-iam-instance-profile.html
 */
export interface SessionLogging {
  /**
   * The bucket for session logs. If CDK knows its encryption key, that key may be used too. For a bucket of another account the
   * role may also hand its objects over to the owner (`s3:PutObjectAcl`).
   *
   * @default - no logs to S3
   */
  readonly bucket?: s3.IBucket;

  /**
   * The key prefix of the logs in the bucket, without a leading slash: only objects below it may be written.
   *
   * @default - the whole bucket
   */
  readonly prefix?: string;

  /**
   * The log group for session logs.
   *
   * @default - no logs to CloudWatch Logs
   */
  readonly logGroup?: logs.ILogGroup;

  /**
   * The key that encrypts sessions, and, for an imported bucket, the key of the bucket if it is the same. Its key policy must leave
   * permissions to IAM, as the default of CDK does.
   *
   * @default - no key of yours
   */
  readonly kmsKey?: kms.IKey;
}

/** What a managed instance may do. */
export interface ManagedInstanceOptions {
  /**
   * How much of Systems Manager the instance may use, by an inline policy of just these actions.
   *
   * @default - SsmManagedInstanceRole: the AWS managed policy in `awsManagedPolicy`; adopted roles: Tier.COMMAND
   */
  readonly tier?: Tier;

  /**
   * Session logs and session encryption. Needs a tier that has sessions.
   *
   * @default - none
   */
  readonly sessionLogging?: SessionLogging;

  /**
   * Whether the host runs the CloudWatch agent: metrics, its log groups, tags and volumes, and the agent's configuration parameters
   * named `AmazonCloudWatch-*`. X-Ray traces are not included.
   *
   * @default false
   * @see https://docs.aws.amazon.com/aws-managed-policy/latest/reference/CloudWatchAgentServerPolicy.html
   */
  readonly cloudWatchAgent?: boolean;

  /**
   * Whether to name the buckets of AWS that the agent, patches and packages come from. They are public, but with an S3 endpoint AWS
   * asks for the explicit permission.
   *
   * @default false
   * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/ssm-agent-technical-details.html
   */
  readonly patchingBuckets?: boolean;
}

/** Properties of `SsmManagedInstanceRole`. */
export interface SsmManagedInstanceRoleProps extends ManagedInstanceOptions {
  /**
   * The managed policy that makes the instance a managed node. Not together with `tier`.
   *
   * @default - AmazonSSMManagedInstanceCore, unless a tier is given
   */
  readonly awsManagedPolicy?: iam.IManagedPolicy;

  /**
   * The permissions boundary of the role. It must allow the actions of the agent, or the host is no managed node.
   *
   * @default - none
   */
  readonly permissionsBoundary?: iam.IManagedPolicy;

  /**
   * The IAM path of role and instance profile, with a leading and a closing slash.
   *
   * @default /
   */
  readonly path?: string;

  /**
   * The name of the role.
   *
   * @default - made up by CloudFormation
   */
  readonly roleName?: string;

  /**
   * The name of the instance profile, which is then always created.
   *
   * @default - made up by CloudFormation
   */
  readonly instanceProfileName?: string;
}
