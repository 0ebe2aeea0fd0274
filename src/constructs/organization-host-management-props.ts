import { HostManagementProps } from './host-management-props';

/** What brings host management to the accounts of an organization. */
export enum OrganizationEngine {
  /** A service-managed StackSet of CloudFormation, with the template that `HostManagement` makes. New accounts of the units are included. */
  STACK_SET = 'STACK_SET',

  /** Quick Setup itself (`AWS::SSMQuickSetup::ConfigurationManager`), with its own documents and schedules. */
  QUICK_SETUP = 'QUICK_SETUP',
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
   * Whether the stack is deployed in an account that the organization has delegated StackSets to, not in the management account.
   *
   * @default false
   */
  readonly delegatedAdministrator?: boolean;

  /**
   * How many accounts the units hold, if known: with it the number of targets is checked.
   *
   * @default - not checked
   */
  readonly accountCount?: number;

  /**
   * How many targets (accounts times Regions) are all right.
   *
   * @default 2000
   */
  readonly maxTargets?: number;
}
