import { Fn, Names, Stack, Token } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as quicksetup from 'aws-cdk-lib/aws-ssmquicksetup';
import { Construct } from 'constructs';
import { HostManagementProps } from '../fleet/host-management-props';
import { FleetTargets } from '../fleet/targets';
import { validationError } from '../internal/errors';
import { beyondQuickSetup, checkSwitches, definition, hostParameters, patchPolicyParameters } from './definitions';
import { checkRegions } from './local-quick-setup-checks';
import { refuseSecondHostConfiguration } from './local-quick-setup-owner';
import { LocalDeploymentRoles, PatchPolicyOptions } from './props';

/** Properties of `LocalQuickSetup`. */
export interface LocalQuickSetupProps {
  /**
   * The Regions, each once.
   *
   * @default - that of the stack
   */
  readonly regions?: string[];

  /**
   * Which nodes: all, a tag with one value, instances, or a resource group.
   *
   * @default FleetTargets.all()
   */
  readonly targets?: FleetTargets;

  /**
   * The switches of host management: what Quick Setup does its own way is refused.
   *
   * @default - what Quick Setup does by default
   */
  readonly management?: HostManagementProps;

  /**
   * Whether host management is configured.
   *
   * @default true
   */
  readonly hostManagement?: boolean;

  /**
   * A patch policy besides.
   *
   * @default - none
   */
  readonly patchPolicy?: PatchPolicyOptions;

  /**
   * Roles of yours by which it is deployed.
   *
   * @default - two roles, the second with the AWS managed policies that Quick Setup's own has
   */
  readonly roles?: LocalDeploymentRoles;
}

/**
 * Quick Setup itself, in one account: its own documents and schedules, seen and changed in its console. `HostManagement` does the same without it,
 * and can be told more.
 *
 * Makes `AWS::SSMQuickSetup::ConfigurationManager` with host management, a patch policy on request, and the two roles by which
 * it deploys.
 *
 * **Limits**: Regions that Quick Setup reaches and where CloudFormation has its type: not China, GovCloud and others. Two host management
 * configurations must not cover the same Region. Default Host Management is for organizations only: make `DefaultHostManagement` here. That the AWS
 * managed policies are enough for the execution role has not been tried: where a deployment lacks a permission, give `roles`.
 * Quick Setup costs nothing; what it installs may.
 *
 * **cdk-nag**: `AwsSolutions-IAM4` names `AWSQuickSetupDeploymentRolePolicy`, and with a patch policy
 * `AWSQuickSetupPatchPolicyDeploymentRolePolicy`, which AWS keeps in step with what Quick Setup makes; NIST names inline policies.
 *
 * ```ts
 * new LocalQuickSetup(this, 'QuickSetup', { targets: FleetTargets.tag('Managed', 'yes') });
 * ```
 *
 * Throws where nothing is asked for, where Quick Setup cannot do what is, where a Region is out of its reach, and where a second configuration of
 * the app is for host management of the same account and Region; the message says what to change.
 *
 * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/quick-setup-api.html
 */
export class LocalQuickSetup extends Construct {
  /** Quick Setup's configuration. */
  public readonly configuration: quicksetup.CfnConfigurationManager;

  /** The roles by which it is deployed. */
  public readonly roles: LocalDeploymentRoles;

  constructor(scope: Construct, id: string, private readonly props: LocalQuickSetupProps = {}) {
    super(scope, id);
    this.check();
    const policies: iam.Policy[] = [];
    this.roles = props.roles ?? this.makeRoles(policies);
    const where = { ...this.where(), TargetAccounts: Stack.of(this).account, TargetRegions: Fn.join(',', props.regions ?? [Stack.of(this).region]) };
    this.configuration = new quicksetup.CfnConfigurationManager(this, 'QuickSetup', {
      name: Names.uniqueResourceName(this, { maxLength: 100, separator: '-' }),
      description: `${props.hostManagement ?? true ? 'Host management' : 'Patch policy'} of cdk-ssm-ready`,
      configurationDefinitions: [
        ...(props.hostManagement ?? true) ? [definition(this, 'AWSQuickSetupType-SSMHostMgmt', hostParameters(props.management ?? {}, where), this.roles)] : [],
        ...props.patchPolicy ? [definition(this, 'AWSQuickSetupType-PatchPolicy', patchPolicyParameters(this, props.patchPolicy, where), this.roles)] : [],
      ],
    });
    if (policies.length > 0) this.configuration.node.addDependency(...policies); // or the first deployment is refused, and at removal the last one
  }

  private check(): void {
    const { management = {}, hostManagement = true, patchPolicy, regions = [Stack.of(this).region] } = this.props;
    if (!hostManagement && !patchPolicy) throw validationError(this, 'Neither host management nor a patch policy is asked for. Ask for one, or remove the construct.');
    if (!hostManagement && this.props.management) throw validationError(this, '\'hostManagement\' is false, but \'management\' is given. Leave one out.');
    if (management.targets) throw validationError(this, '\'management.targets\' would be for one of two configurations. Give \'targets\' instead.');
    checkSwitches(this, management);
    checkRegions(this, regions);
    const without = beyondQuickSetup(this, regions);
    if (without) throw validationError(this, `Quick Setup does not reach ${without} by CloudFormation. Use HostManagement there.`);
    if (hostManagement) refuseSecondHostConfiguration(this, Token.isUnresolved(regions) ? undefined : regions);
  }

  private where(): Record<string, string> {
    const parameters = (this.props.targets ?? FleetTargets.all())._forQuickSetup();
    if (!parameters) throw validationError(this, '\'targets\' is a tag without, or with more than one value. Quick Setup takes one value: give one.');
    return parameters;
  }

  private makeRoles(policies: iam.Policy[]): LocalDeploymentRoles {
    const administrationRole = new iam.Role(this, 'AdministrationRole', {
      assumedBy: new iam.ServicePrincipal('cloudformation.amazonaws.com'), description: 'Quick Setup deploys in this account by it',
    });
    const names = ['AWSQuickSetupDeploymentRolePolicy', ...this.props.patchPolicy ? ['AWSQuickSetupPatchPolicyDeploymentRolePolicy'] : []];
    const executionRole = new iam.Role(this, 'ExecutionRole', {
      assumedBy: new iam.ArnPrincipal(administrationRole.roleArn),
      description: 'Makes what Quick Setup configures',
      managedPolicies: names.map((name) => iam.ManagedPolicy.fromAwsManagedPolicyName(name)),
    });
    const policy = new iam.Policy(this, 'AdministrationPolicy', { roles: [administrationRole] });
    policy.addStatements(new iam.PolicyStatement({ sid: 'Deploy', actions: ['sts:AssumeRole'], resources: [executionRole.roleArn] }));
    policies.push(policy);
    return { administrationRole, executionRole };
  }
}
