import { CfnResource, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { validationError } from '../internal/errors';
import { REGIONS_WITHOUT_SERVICE_SETTING } from '../network/region-services';
import { DefaultHostManagementEngine } from './default-host-management-props';
import { refuseSecondSettingOwner } from './setting-owner';
import { accountSetting } from './setting-resource';

/** The short form: in the long one a Region that differs from the stack's is refused. */
export const HOST_MANAGEMENT_SETTING = '/ssm/managed-instance/default-ec2-instance-management-role';

/** The value that turns Default Host Management off. */
export const HOST_MANAGEMENT_OFF = '$None';

export interface HostManagementSettingProps {
  readonly value: string;
  /** By default the CloudFormation type where the Region has it. */
  readonly engine?: DefaultHostManagementEngine;
  readonly removalPolicy: RemovalPolicy;
  /** The role that the setting names; absent when it is turned off. */
  readonly role?: iam.IRole;
}

/** Makes the account setting with either engine, and refuses a second owner. */
export function hostManagementSetting(scope: Construct, props: HostManagementSettingProps): CfnResource {
  refuseSecondSettingOwner(scope, 'Default Host Management setting');
  const [identity, value] = [{ SettingId: HOST_MANAGEMENT_SETTING }, { SettingValue: props.value }];
  if (engineOf(scope, props.engine) === DefaultHostManagementEngine.SERVICE_SETTING) {
    const resource = new CfnResource(scope, 'Setting', { type: 'AWS::SSM::ServiceSetting', properties: { ...identity, ...value } });
    resource.applyRemovalPolicy(props.removalPolicy);
    return resource;
  }
  const { removalPolicy } = props;
  return accountSetting(scope, 'Setting', {
    handler: 'service-setting', resourceType: 'Custom::SsmReadyServiceSetting', properties: identity, value, removalPolicy,
    statements: statements(scope, props.role),
  }).node.defaultChild as CfnResource;
}

function engineOf(scope: Construct, asked?: DefaultHostManagementEngine): DefaultHostManagementEngine {
  const { region } = Stack.of(scope);
  const absent = REGIONS_WITHOUT_SERVICE_SETTING.includes(region);
  if (absent && asked === DefaultHostManagementEngine.SERVICE_SETTING) {
    throw validationError(scope, `CloudFormation has no AWS::SSM::ServiceSetting in ${region}. Leave 'engine' out, or choose DefaultHostManagementEngine.CUSTOM_RESOURCE.`);
  }
  return asked ?? (absent ? DefaultHostManagementEngine.CUSTOM_RESOURCE : DefaultHostManagementEngine.SERVICE_SETTING);
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
