import { Duration } from 'aws-cdk-lib';
import { ComplianceSeverity } from '../fleet/host-management-props';

/** Operating systems that Patch Manager patches, by its own names. */
export enum PatchOperatingSystem {
  ALMA_LINUX = 'ALMA_LINUX',
  AMAZON_LINUX = 'AMAZON_LINUX',
  AMAZON_LINUX_2 = 'AMAZON_LINUX_2',
  AMAZON_LINUX_2023 = 'AMAZON_LINUX_2023',
  CENTOS = 'CENTOS',
  DEBIAN = 'DEBIAN',
  MACOS = 'MACOS',
  ORACLE_LINUX = 'ORACLE_LINUX',
  REDHAT_ENTERPRISE_LINUX = 'REDHAT_ENTERPRISE_LINUX',
  ROCKY_LINUX = 'ROCKY_LINUX',
  SUSE = 'SUSE',
  UBUNTU = 'UBUNTU',
  WINDOWS = 'WINDOWS',
}

/**
 * Patches that are approved. A patch must match everything that is given.
 * `aws ssm describe-patch-properties --operating-system OS --property CLASSIFICATION` lists values.
 */
export interface PatchRule {
  /**
   * Classifications, such as `Security` (`SecurityUpdates` on Windows). Not for Ubuntu and Debian.
   *
   * @default - all
   */
  readonly classifications?: string[];

  /**
   * Severities, such as `Critical`. Not for Ubuntu, Debian and macOS.
   *
   * @default - all
   */
  readonly severities?: string[];

  /**
   * Priorities, such as `Required`. For Ubuntu and Debian only.
   *
   * @default - all
   */
  readonly priorities?: string[];

  /**
   * Products, such as `WindowsServer2022`.
   *
   * @default - all
   */
  readonly products?: string[];

  /**
   * How long after its release a patch is approved, in whole days up to 360. Not for Ubuntu and Debian, whose release dates nobody knows.
   *
   * @default - 7 days; at once on Ubuntu and Debian, and none with `approveUntil`
   */
  readonly approveAfter?: Duration;

  /**
   * The day up to which patches are approved, such as `2026-11-16`, in the place of `approveAfter`.
   *
   * @default - none
   */
  readonly approveUntil?: string;

  /**
   * How much it weighs in the compliance report that such a patch is missing.
   *
   * @default - UNSPECIFIED
   */
  readonly complianceLevel?: ComplianceSeverity;

  /**
   * Whether updates that are no security updates are installed too. Linux only.
   *
   * @default false
   */
  readonly includeNonSecurity?: boolean;
}

/** Properties of `PatchBaseline`. */
export interface PatchBaselineProps {
  /** The operating system. A baseline is of one. */
  readonly operatingSystem: PatchOperatingSystem;

  /**
   * Which patches are approved, up to ten rules.
   *
   * @default - none: name patches in `approvedPatches`
   */
  readonly rules?: PatchRule[];

  /**
   * Patches that are approved whatever the rules say.
   *
   * @default - none
   */
  readonly approvedPatches?: string[];

  /**
   * Patches that are never installed, unless another package needs them.
   *
   * @default - none
   */
  readonly rejectedPatches?: string[];

  /**
   * Whether rejected patches are not installed either where another package needs them; that package is not installed then.
   *
   * @default false
   */
  readonly blockRejectedPatches?: boolean;

  /**
   * The patch groups that take it: nodes with the tag `Patch Group` (or `PatchGroup`) of this value. A group has one baseline an operating system.
   *
   * @default - none
   */
  readonly patchGroups?: string[];

  /**
   * Whether it is for all nodes of its operating system that no patch group sends elsewhere. It takes the place of the one AWS provides, or
   * of yours, in this account and Region.
   *
   * @default false
   */
  readonly defaultBaseline?: boolean;

  /**
   * Its name: letters, digits, `.`, `-`, `_`.
   *
   * @default - made from its place in the app
   */
  readonly baselineName?: string;
}
