import { CfnResource, RemovalPolicy, Stack, Stage, Token } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct, IConstruct } from 'constructs';
import { DefaultHostManagementEngine } from './default-host-management-props';
import { validationError } from './errors';
import { settingResource } from './setting-resource';

/** The short form: in the long one a Region that differs from the stack's is refused. */
export const HOST_MANAGEMENT_SETTING = '/ssm/managed-instance/default-ec2-instance-management-role';

/** The value that turns Default Host Management off. */
export const HOST_MANAGEMENT_OFF = '$None';

export interface HostManagementSettingProps {
  readonly value: string;
  readonly engine: DefaultHostManagementEngine;
  readonly removalPolicy: RemovalPolicy;
  /** The role that the setting names; absent when it is turned off. */
  readonly role?: iam.IRole;
}

/** Makes the account setting with either engine, and refuses a second owner. */
export function hostManagementSetting(scope: Construct, props: HostManagementSettingProps): CfnResource {
  refuseSecondOwner(scope);
  const properties = { SettingId: HOST_MANAGEMENT_SETTING, SettingValue: props.value };
  if (props.engine === DefaultHostManagementEngine.SERVICE_SETTING) {
    const resource = new CfnResource(scope, 'Setting', { type: 'AWS::SSM::ServiceSetting', properties });
    resource.applyRemovalPolicy(props.removalPolicy);
    return resource;
  }
  const { removalPolicy } = props;
  return settingResource(scope, 'Setting', {
    handler: 'service-setting', resourceType: 'Custom::SsmReadyServiceSetting', properties, removalPolicy, statements: statements(scope, props.role),
  }).node.defaultChild as CfnResource;
}

function statements(scope: Construct, role?: iam.IRole): iam.PolicyStatement[] {
  const setting = Stack.of(scope).formatArn({ service: 'ssm', resource: 'servicesetting', resourceName: HOST_MANAGEMENT_SETTING.slice(1) });
  return [
    new iam.PolicyStatement({
      sid: 'Setting', actions: ['ssm:GetServiceSetting', 'ssm:ResetServiceSetting', 'ssm:UpdateServiceSetting'], resources: [setting],
    }),
    ...role ? [new iam.PolicyStatement({
      sid: 'PassRole', actions: ['iam:PassRole'], resources: [role.roleArn], conditions: { StringEquals: { 'iam:PassedToService': 'ssm.amazonaws.com' } },
    })] : [],
  ];
}

const owners = new WeakSet<IConstruct>();

/** The last deployment would win, and each removal would un-manage the fleet of the other. */
function refuseSecondOwner(scope: Construct): void {
  const other = scope.node.root.node.findAll().find((each) => owners.has(each) && sameAccountAndRegion(each, scope));
  if (other) {
    throw validationError(scope, `${other.node.path} already owns the Default Host Management setting of this account and Region, which has one owner. Remove one of the two.`);
  }
  owners.add(scope);
}

/** Stacks that do not say where they go all go to the same place within one Stage; two Stages may be deployed to different ones. */
function sameAccountAndRegion(one: IConstruct, other: IConstruct): boolean {
  const [a, b] = [Stack.of(one), Stack.of(other)];
  if (a.account !== b.account || a.region !== b.region) return false;
  return Stage.of(one) === Stage.of(other) || ![a.account, a.region].some((each) => Token.isUnresolved(each));
}
