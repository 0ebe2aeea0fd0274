import * as iam from 'aws-cdk-lib/aws-iam';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as ssm from 'aws-cdk-lib/aws-ssm';
import { FleetSchedule } from './schedule';
import { FleetTargets } from './targets';

/** How much it weighs in the compliance report that an association could not be applied. */
export enum ComplianceSeverity {
  CRITICAL = 'CRITICAL',
  HIGH = 'HIGH',
  MEDIUM = 'MEDIUM',
  LOW = 'LOW',
  UNSPECIFIED = 'UNSPECIFIED',
}

/** What a patch installation does when a patch wants a reboot. */
export enum PatchReboot {
  IF_NEEDED = 'RebootIfNeeded',
  NEVER = 'NoReboot',
}

/** What all associations of a construct have in common. */
export interface AssociationOptions {
  /**
   * On how many nodes an association runs at once: a number, or a share such as `10%`.
   *
   * @default - State Manager's own: on all
   */
  readonly maxConcurrency?: string;

  /**
   * After how many failures it does not go on to further nodes: a number, or a share such as `10%`.
   *
   * @default - State Manager's own: it goes on
   */
  readonly maxErrors?: string;

  /**
   * Where the output of Command documents goes. The nodes need `s3:PutObject`: the role made here gets it, and the ones in `nodeRoles`.
   *
   * @default - no output is kept
   */
  readonly outputBucket?: s3.IBucket;

  /**
   * The key prefix of the output, without a leading slash.
   *
   * @default - none
   */
  readonly outputPrefix?: string;

  /**
   * The severity of a failure in the compliance report.
   *
   * @default - UNSPECIFIED
   */
  readonly complianceSeverity?: ComplianceSeverity;
}

/** What inventory collects beside what Quick Setup does, which is applications, AWS components, instance details, network, services, Windows roles and updates. */
export interface InventoryOptions {
  /**
   * When.
   *
   * @default - every 30 minutes
   */
  readonly schedule?: FleetSchedule;

  /**
   * Whether nodes report what your own files in their inventory folder say.
   *
   * @default false
   */
  readonly customInventory?: boolean;

  /**
   * Files to report, as JSON: `[{"Path":"/etc","Pattern":["*.conf"],"Recursive":false}]`.
   *
   * @default - none
   */
  readonly files?: string;

  /**
   * Windows registry keys to report, as JSON: `[{"Path":"HKEY_LOCAL_MACHINE\\SOFTWARE\\Amazon","Recursive":true}]`.
   *
   * @default - none
   */
  readonly windowsRegistry?: string;
}

/** When patches are installed, and how. */
export interface PatchInstallOptions {
  /** When: it is not run when it is made, at these times only. Give a cron expression. */
  readonly schedule: FleetSchedule;

  /**
   * Whether nodes may be rebooted.
   *
   * @default PatchReboot.IF_NEEDED
   */
  readonly reboot?: PatchReboot;
}

/** What is done with the CloudWatch agent. */
export interface CloudWatchAgentOptions {
  /**
   * Its configuration. Nodes may read parameters whose names begin with `AmazonCloudWatch-`.
   *
   * @default - a parameter with used memory and disk space
   */
  readonly configuration?: ssm.IStringParameter;

  /**
   * Whether it is kept up to date, every 30 days.
   *
   * @default true
   */
  readonly update?: boolean;
}

/** How instances without a profile get one. */
export interface ProfileAttachmentOptions {
  /**
   * Whether the policies a managed node needs are also added to the roles of instances that have a profile. It changes roles that somebody
   * else owns.
   *
   * @default false
   */
  readonly addPoliciesToExistingRoles?: boolean;

  /**
   * Whether an instance that starts gets it at once. An EventBridge rule on the state `running` starts the runbook. Each start of an instance is one
   * execution of three steps, also if the instance has a profile or is not targeted. AWS bills Automation by steps; the free tier is not
   * for customers that are new since August 2025. With `false`, a new instance waits for `schedule`.
   *
   * @default true
   */
  readonly atInstanceStart?: boolean;

  /**
   * When all targeted instances are checked. The first time is when the association is created. Each check is one execution of three steps for every
   * targeted instance. State Manager does not run an association with a runbook for new instances.
   *
   * @default - every 30 days
   */
  readonly schedule?: FleetSchedule;
}

/** Properties of `HostManagement`. */
export interface HostManagementProps extends AssociationOptions {
  /**
   * Roles that nodes have already. They get to write output below `outputPrefix` in `outputBucket`, and to use its key for that. As
   * with every grant of CDK, one imported with `mutable: false`, or of another account, is left alone.
   *
   * @default - only the role made here writes output
   */
  readonly nodeRoles?: iam.IRole[];

  /**
   * Which nodes.
   *
   * @default FleetTargets.all()
   */
  readonly targets?: FleetTargets;

  /**
   * Whether the SSM Agent is kept up to date.
   *
   * @default true
   */
  readonly updateSsmAgent?: boolean;

  /**
   * When the SSM Agent is updated.
   *
   * @default - every 14 days
   */
  readonly updateSsmAgentSchedule?: FleetSchedule;

  /**
   * Whether inventory is collected.
   *
   * @default true
   */
  readonly collectInventory?: boolean;

  /**
   * What inventory collects, and when.
   *
   * @default - as Quick Setup does
   */
  readonly inventory?: InventoryOptions;

  /**
   * Whether nodes are scanned for missing patches; nothing is installed.
   *
   * @default true
   */
  readonly scanForPatches?: boolean;

  /**
   * When nodes are scanned.
   *
   * @default - every day
   */
  readonly scanSchedule?: FleetSchedule;

  /**
   * Installs missing patches.
   *
   * @default - nothing is installed
   */
  readonly installPatches?: PatchInstallOptions;

  /**
   * The address of a list of patch baselines in S3, instead of those registered for the account: `s3://bucket/baselines.json`.
   *
   * @default - the registered ones
   */
  readonly baselineOverride?: string;

  /**
   * Installs and configures the CloudWatch agent. Its metrics and logs are billed.
   *
   * @default - no CloudWatch agent
   */
  readonly cloudWatchAgent?: CloudWatchAgentOptions;

  /**
   * Whether the EC2 launch agents (EC2Launch, cloud-init's EC2 part) are kept up to date, every 30 days. Not on Amazon Linux 2023.
   *
   * @default false
   */
  readonly updateLaunchAgent?: boolean;

  /**
   * Whether Systems Manager Explorer is set up, which changes settings of the whole account.
   *
   * @default false
   */
  readonly enableExplorer?: boolean;

  /**
   * Whether instances without an instance profile get one.
   *
   * @default true
   */
  readonly attachProfile?: boolean;

  /**
   * How the instance profile is attached.
   *
   * @default - at the start of an instance and every 30 days; instances that have a profile keep it unchanged
   */
  readonly profileAttachment?: ProfileAttachmentOptions;

  /**
   * Whether the stack puts out the commands that show how the configuration stands.
   *
   * @default false
   */
  readonly statusOutputs?: boolean;
}
