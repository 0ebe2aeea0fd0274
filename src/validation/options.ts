import { Tier } from '../constructs/identity/tier';

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

/** Which hosts must be able to become managed nodes. */
export enum HostScope {
  /** Every host of the app. */
  ALL = 'ALL',
  /**
   * Only hosts that show that they want Systems Manager: a role that may do any of the agent's calls, an `ssm`, `ssmmessages` or
   * `ec2messages` endpoint in their VPC, or an association that names them or every node. The faults of the others are warnings.
   */
  DECLARED = 'DECLARED',
}

/** What is known beyond the app and cannot be read from it. */
export interface SsmReadyAssumptions {
  /**
   * The family of images that the app names by id: `{ 'ami-0123456789abcdef0': 'amazon-linux-2023' }`. It decides whether the image
   * carries the SSM Agent. Families: `amazon-linux-2023`, `amazon-linux-2023-minimal`, `amazon-linux-2`, `amazon-linux-2-minimal`,
   * `amazon-linux-1`, `debian`, `red-hat`, `suse`, `ubuntu`, `windows`.
   *
   * @default - an image that cannot be classified is assumed to carry the agent, and the assumption is listed
   */
  readonly images?: { [id: string]: string };

  /**
   * How much of Systems Manager roles (or instance profiles) give that are made elsewhere, by name or ARN: `register`, `connect`,
   * `command`, `logging` or `none`, as in `{ 'corp-instance-role': 'connect' }`.
   *
   * @default - what such a role may do is not known
   */
  readonly roles?: { [name: string]: string };

  /**
   * Security groups that are made elsewhere, by id: `open` (443 out and in) or `closed`.
   *
   * @default - their rules are not known
   */
  readonly securityGroups?: { [id: string]: string };

  /**
   * Subnets that are made elsewhere, by id: `reaches` (hosts there reach Systems Manager) or `isolated`.
   *
   * @default - what they reach is not known
   */
  readonly subnets?: { [id: string]: string };

  /**
   * Values of template parameters, by name.
   *
   * @default - a parameter has its default; one without a default is not known
   */
  readonly parameters?: { [name: string]: string };
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
   * The Default Host Management setting of single accounts and Regions, by `ACCOUNT/REGION`, `ACCOUNT` or `REGION`, as in
   * `{ '111111111111/eu-west-1': DefaultHostManagementMode.ON }`. The closest one counts; all others have `defaultHostManagement`.
   *
   * @default - what the context value `ssm-ready` of the app says in `defaultHostManagement`: `on`, `off`, `unknown` or a map of them
   */
  readonly defaultHostManagementIn?: { [environment: string]: DefaultHostManagementMode };

  /**
   * What to do about a host that can neither be proved ready nor proved impossible.
   *
   * @default UnknownPolicy.WARN
   */
  readonly unknown?: UnknownPolicy;

  /**
   * Which hosts must be able to become managed nodes.
   *
   * @default HostScope.ALL
   */
  readonly hosts?: HostScope;

  /**
   * Hosts that are not judged at all: construct paths or logical ids, `*` for any text.
   *
   * @default - none
   */
  readonly exclude?: string[];

  /**
   * What is known beyond the app and cannot be read from it.
   *
   * @default - nothing
   */
  readonly assume?: SsmReadyAssumptions;
}
