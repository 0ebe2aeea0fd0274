import * as iam from 'aws-cdk-lib/aws-iam';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { PatchReboot } from '../fleet/host-management-props';
import { FleetSchedule } from '../fleet/schedule';
import { PatchOperatingSystem } from '../patch/baseline-props';

/** A patch baseline, as a patch policy takes it. `PatchBaseline.forPatchPolicy()` gives one. */
export interface PatchPolicyBaseline {
  /** The operating system it is for. */
  readonly operatingSystem: PatchOperatingSystem;

  /** The id (`pb-…`) of a baseline of yours, or the ARN of one that AWS provides. */
  readonly baseline: string;

  /** Its name. */
  readonly label: string;

  /**
   * Its description.
   *
   * @default - none
   */
  readonly description?: string;
}

/** A patch policy of Quick Setup: one schedule and set of baselines for many accounts and Regions. */
export interface PatchPolicyOptions {
  /**
   * The name, which instances get as a tag.
   *
   * @default - made from its place in the app
   */
  readonly policyName?: string;

  /** The baselines, one an operating system. */
  readonly baselines: PatchPolicyBaseline[];

  /**
   * Whether all baselines are AWS's own.
   *
   * @default false
   */
  readonly awsBaselinesOnly?: boolean;

  /**
   * The Region of the baselines.
   *
   * @default - that of the stack
   */
  readonly baselineRegion?: string;

  /** When nodes are scanned: by `FleetSchedule.cron()`. */
  readonly scanSchedule: FleetSchedule;

  /**
   * When patches are installed: by `FleetSchedule.cron()`.
   *
   * @default - they are not
   */
  readonly installSchedule?: FleetSchedule;

  /**
   * Whether nodes may be rebooted after an installation.
   *
   * @default PatchReboot.IF_NEEDED
   */
  readonly reboot?: PatchReboot;

  /**
   * Whether policies are added to roles of instances that have a profile. It changes roles that somebody else owns.
   *
   * @default false
   */
  readonly addPoliciesToExistingRoles?: boolean;

  /**
   * On how many nodes it runs at once: a number, or a share such as `10%`.
   *
   * @default - Quick Setup's own
   */
  readonly maxConcurrency?: string;

  /**
   * After how many failures it does not go on: a number, or a share such as `10%`.
   *
   * @default - Quick Setup's own
   */
  readonly maxErrors?: string;

  /**
   * Where output goes. Its policy must admit the nodes of all accounts.
   *
   * @default - no output is kept
   */
  readonly outputBucket?: s3.IBucket;

  /**
   * The key prefix of the output.
   *
   * @default - none
   */
  readonly outputPrefix?: string;
}

/** The roles by which Quick Setup deploys in its own account: CloudFormation takes the first, and by it the second. */
export interface LocalDeploymentRoles {
  /** Trusts `cloudformation.amazonaws.com`, and may assume the other one. */
  readonly administrationRole: iam.IRole;

  /** Trusts the first, and may make what Quick Setup makes. */
  readonly executionRole: iam.IRole;
}
