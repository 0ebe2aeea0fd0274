import { HostManagementProps } from '../fleet/host-management-props';
import { LocalDeploymentRoles, PatchPolicyOptions } from './props';

/** What brings host management to the accounts of an organization. */
export enum OrganizationEngine {
  /** A service-managed StackSet of CloudFormation, with the template that `HostManagement` makes. New accounts of the units are included. */
  STACK_SET = 'STACK_SET',

  /** Quick Setup itself (`AWS::SSMQuickSetup::ConfigurationManager`), with its own documents and schedules. */
  QUICK_SETUP = 'QUICK_SETUP',
}

/** How a StackSet goes through accounts and Regions. */
export interface StackSetOperationOptions {
  /**
   * In how many accounts of a Region it works at once: a number, or a share such as `10%`.
   *
   * @default '100%', which `failureTolerance` reduces: see `decoupleFailures`
   */
  readonly maxConcurrentAccounts?: string;

  /**
   * After how many failed accounts of a Region it stops there, and does not go on to further Regions: a number, or a share.
   *
   * @default '10%', so that a few failed accounts do not stop the others, and a template that fails everywhere stops early
   */
  readonly failureTolerance?: string;

  /**
   * Whether it works in that many accounts at once however many may fail. Otherwise CloudFormation takes one account more at once than may fail, at most.
   *
   * @default false
   */
  readonly decoupleFailures?: boolean;

  /**
   * Whether one Region is finished before the next one begins.
   *
   * @default false
   */
  readonly oneRegionAtATime?: boolean;

  /**
   * The order of the Regions, with `oneRegionAtATime`: all of them, each once.
   *
   * @default - CloudFormation's own
   */
  readonly regionOrder?: string[];
}

/** Properties of `OrganizationHostManagement`. */
export interface OrganizationHostManagementProps {
  /** The organizational units (`ou-…`), or the root (`r-…`), with all accounts below. */
  readonly organizationalUnits: string[];

  /** The Regions. */
  readonly regions: string[];

  /**
   * How it gets there.
   *
   * @default OrganizationEngine.STACK_SET
   */
  readonly engine?: OrganizationEngine;

  /**
   * What is done in each account and Region, on all nodes. Quick Setup knows the switches only, not schedules, limits and outputs.
   *
   * @default - what HostManagement does by default
   */
  readonly management?: HostManagementProps;

  /**
   * Whether Default Host Management is turned on as well. Quick Setup only.
   *
   * @default false
   */
  readonly defaultHostManagement?: boolean;

  /**
   * A patch policy. Quick Setup only, and with `localDeploymentRoles`.
   *
   * @default - none
   */
  readonly patchPolicy?: PatchPolicyOptions;

  /**
   * The roles by which Quick Setup deploys a patch policy in its own account, for which it asks with an organization too.
   *
   * @default - none
   */
  readonly localDeploymentRoles?: LocalDeploymentRoles;

  /**
   * How the StackSet goes through accounts and Regions.
   *
   * @default - in all Regions at once, in one account more than may fail, until 10% of the accounts of a Region have failed
   */
  readonly operations?: StackSetOperationOptions;

  /**
   * Whether the stack is deployed in an account that the organization has delegated StackSets to, not in the management account.
   *
   * @default false
   */
  readonly delegatedAdministrator?: boolean;

  /**
   * How many accounts the units hold, if known: with it, more targets than `maxTargets` are a warning.
   *
   * @default - not checked
   */
  readonly accountCount?: number;

  /**
   * The number of targets (accounts times Regions) above which synthesis warns.
   *
   * @default 2000
   */
  readonly maxTargets?: number;
}
