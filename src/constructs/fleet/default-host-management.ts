import { CfnResource, RemovalPolicy } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { validationError } from '../internal/errors';
import { DefaultHostManagementEngine, DefaultHostManagementProps, HostManagementSettingOptions } from './default-host-management-props';
import { defaultPolicy, faultsOf, settingValueOf, SYSTEMS_MANAGER } from './default-host-management-role';
import { HOST_MANAGEMENT_OFF, hostManagementSetting } from './host-management-setting';

/**
 * Default Host Management: every EC2 instance of the account in this Region that has no instance profile becomes a managed node.
 *
 * Makes the account setting, and the role it names as AWS makes it: path `service-role/`, trust in `ssm.amazonaws.com` without
 * conditions, `AmazonSSMManagedEC2InstanceDefaultPolicy`. Setting and role stay when the stack is deleted, so that no fleet stops
 * being managed; a creation that fails is rolled back.
 *
 * **Security**: every process on every instance without a profile that reaches the instance metadata service can get this role. Keep it
 * minimal: what `additionalPolicies` add, they add for all of them.
 *
 * **Limits**: one owner an account and Region. It takes up to 30 minutes. Instances need IMDSv2 to be possible and agent 3.2.582.0 or
 * newer. An instance whose profile allows `ssm:UpdateInstanceInformation` uses its profile instead, whatever else that lacks. That
 * `AWS::SSM::ServiceSetting` accepts this setting, what it does over an existing value, has not been verified; in Regions known to lack
 * it a custom resource takes its place; if it is refused, choose `DefaultHostManagementEngine.CUSTOM_RESOURCE`. The setting costs nothing; the custom resource
 * the few calls of its function.
 *
 * **cdk-nag**: `AwsSolutions-IAM4` names the AWS managed policy, which AWS asks for by name. The custom resource's function adds NIST
 * findings on inline policies, log encryption, concurrency, dead
 * letters and VPC: it runs at deployments only.
 *
 * ```ts
 * new DefaultHostManagement(this, 'HostManagement');
 * ```
 *
 * Throws where a second construct of the app owns the setting of the same account and Region, where props contradict each other, and,
 * at synth, where the given role could not do its work; the message says what to change.
 *
 * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/fleet-manager-default-host-management-configuration.html
 */
export class DefaultHostManagement extends Construct {
  /**
   * Turns Default Host Management off, and keeps it off: instances without a profile stop being managed within 30 minutes.
   *
   * By default a custom resource does it: CloudFormation's type takes a setting that has its default value for a deleted resource
   * (https://github.com/aws-cloudformation/cloudformation-coverage-roadmap/issues/2572).
   *
   * @param scope where the setting is made
   * @param id the id of the new construct
   * @param options how it is made
   */
  public static off(scope: Construct, id: string, options: HostManagementSettingOptions = {}): Construct {
    const off = new Construct(scope, id);
    const { engine = DefaultHostManagementEngine.CUSTOM_RESOURCE, removalPolicy = RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE } = options;
    hostManagementSetting(off, { value: HOST_MANAGEMENT_OFF, engine, removalPolicy });
    return off;
  }

  /** The role that instances without a profile get. */
  public readonly role: iam.IRole;

  /** The setting. */
  public readonly setting: CfnResource;

  /** The value of the setting: the role's name with its path in front. */
  public readonly settingValue: string;

  constructor(scope: Construct, id: string, props: DefaultHostManagementProps = {}) {
    super(scope, id);
    checkProps(this, props);
    const removalPolicy = props.removalPolicy ?? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE;
    this.role = props.role ?? this.makeRole(props, removalPolicy);
    this.settingValue = settingValueOf(this.role);
    this.node.addValidation({ validate: () => (props.role ? faultsOf(props.role) : []) });
    this.setting = hostManagementSetting(this, {
      value: this.settingValue,
      engine: props.engine,
      removalPolicy,
      role: this.role,
    });
  }

  private makeRole(props: DefaultHostManagementProps, removalPolicy: RemovalPolicy): iam.Role {
    const conditions = props.trustConditions;
    const role = new iam.Role(this, 'Role', {
      assumedBy: new iam.ServicePrincipal(SYSTEMS_MANAGER, conditions ? { conditions: { ...conditions } } : {}),
      description: 'Default Host Management: instances without an instance profile',
      path: '/service-role/',
      managedPolicies: [defaultPolicy(), ...props.additionalPolicies ?? []],
      permissionsBoundary: props.permissionsBoundary,
      roleName: props.roleName,
    });
    role.applyRemovalPolicy(removalPolicy); // a setting that outlives its role would manage nothing
    return role;
  }
}

function checkProps(scope: Construct, props: DefaultHostManagementProps): void {
  const { role, additionalPolicies, trustConditions, permissionsBoundary, roleName } = props;
  const ofOwnRole = Object.entries({ additionalPolicies, trustConditions, permissionsBoundary, roleName }).filter(([, value]) => value !== undefined);
  if (role && ofOwnRole.length > 0) {
    throw validationError(scope, `'${ofOwnRole[0][0]}' is of the role this construct makes, but a 'role' is given. Change that role, or leave it out.`);
  }
}
