import { Tier } from '../constructs/tier';

/** The account's and Region's Default Host Management setting, where the app itself does not make it. */
export enum DefaultHostManagementMode {
  /** It is on: instances without a profile get their credentials from it. */
  ON = 'ON',
  /** It is off. */
  OFF = 'OFF',
  /** Nobody knows: a host that would need it is `unknown`. */
  UNKNOWN = 'UNKNOWN',
}

/** What to do about a host that can neither be proved ready nor proved impossible. */
export enum UnknownPolicy {
  /** Say so as a warning. */
  WARN = 'WARN',
  /** Fail synthesis. */
  FAIL = 'FAIL',
  /** Say nothing. */
  IGNORE = 'IGNORE',
}

/** How hosts are judged. */
export interface SsmReadyOptions {
  /**
   * What every host must be able to do. What it lacks of the tiers above is a warning.
   *
   * @default Tier.CONNECT
   */
  readonly requireTier?: Tier;

  /**
   * The account's and Region's Default Host Management setting. A setting that the app itself makes counts for more.
   *
   * @default - assumed off, and every finding that rests on this assumption says so
   */
  readonly defaultHostManagement?: DefaultHostManagementMode;

  /**
   * What to do about a host that can neither be proved ready nor proved impossible.
   *
   * @default UnknownPolicy.WARN
   */
  readonly unknown?: UnknownPolicy;
}
