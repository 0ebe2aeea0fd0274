import { RemovalPolicy } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';

/** What writes the Default Host Management setting. ADR 004 in the repository has the reasons for the default. */
export enum DefaultHostManagementEngine {
  /**
   * The CloudFormation type `AWS::SSM::ServiceSetting`. Its page does not list the settings it accepts, and does not say what creation
   * does over an existing value or what deletion does: none of that has been verified for this setting.
   */
  SERVICE_SETTING = 'SERVICE_SETTING',

  /**
   * A custom resource that calls GetServiceSetting, UpdateServiceSetting and ResetServiceSetting, remembers the former value and gives it
   * back when it is removed. It adds a Lambda function, its role and its log group to the stack.
   */
  CUSTOM_RESOURCE = 'CUSTOM_RESOURCE',
}

/** How the setting is made. */
export interface HostManagementSettingOptions {
  /**
   * What writes the setting.
   *
   * @default - SERVICE_SETTING; CUSTOM_RESOURCE in Regions known to lack the type (China, GovCloud, me-central-1), and to turn it off
   */
  readonly engine?: DefaultHostManagementEngine;

  /**
   * What becomes of the setting, and of the role it names, when they leave the stack or the stack is deleted. By default both stay, so
   * that no fleet stops being managed; only a creation that fails is rolled back. With `DESTROY` the custom resource gives back the
   * former value, and the CloudFormation type presumably resets the setting.
   *
   * @default RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE
   */
  readonly removalPolicy?: RemovalPolicy;
}

/** Properties of `DefaultHostManagement`. */
export interface DefaultHostManagementProps extends HostManagementSettingOptions {
  /**
   * A role of yours. One that is made in this app is checked: it must trust `ssm.amazonaws.com` and have the actions of
   * `AmazonSSMManagedEC2InstanceDefaultPolicy`. Of an imported one nothing is known, import it with its path.
   *
   * @default - a role like the one AWS makes
   */
  readonly role?: iam.IRole;

  /**
   * Managed policies the role has besides, such as the one for the CloudWatch agent. Every instance without a profile gets them.
   *
   * @default - AmazonSSMManagedEC2InstanceDefaultPolicy only
   */
  readonly additionalPolicies?: iam.IManagedPolicy[];

  /**
   * Conditions on the trust in Systems Manager. AWS's own role has none, and a wrong one un-manages the whole Region.
   *
   * @default - none
   */
  readonly trustConditions?: { readonly [operator: string]: any };

  /**
   * The permissions boundary of the role.
   *
   * @default - none
   */
  readonly permissionsBoundary?: iam.IManagedPolicy;

  /**
   * The name of the role. A retained role of a fixed name stands in the way of making the stack again.
   *
   * @default - made up by CloudFormation
   */
  readonly roleName?: string;
}
