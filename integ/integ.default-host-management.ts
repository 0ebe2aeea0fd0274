/**
 * An instance without a profile is managed because of the setting alone. Run it where nothing else owns the setting: it changes the whole
 * account in the Region, and resets it in the end.
 */
import { ExpectedResult } from '@aws-cdk/integ-tests-alpha';
import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { DefaultHostManagement, SsmReadyVpc } from '../src';
import { online, setting, SMALL, testOf } from './support';

const here = setting('HostManagementSetting');
const network = new SsmReadyVpc(here.stack, 'Network');
const management = new DefaultHostManagement(here.stack, 'Setting', { removalPolicy: RemovalPolicy.DESTROY });

// The L2 instance always makes a role; one without a profile is what this is about.
const group = new ec2.SecurityGroup(here.stack, 'HostGroup', { vpc: network.vpc });
network.endpoints.allowFrom(group);
const host = new ec2.CfnInstance(here.stack, 'Host', {
  imageId: SMALL.machineImage.getImage(Stack.of(group)).imageId,
  instanceType: SMALL.instanceType.toString(),
  subnetId: network.vpc.isolatedSubnets[0].subnetId,
  securityGroupIds: [group.securityGroupId],
  metadataOptions: { httpTokens: 'required' },
});

const test = testOf(here);
test.assertions.awsApiCall('SSM', 'getServiceSetting', { SettingId: '/ssm/managed-instance/default-ec2-instance-management-role' })
  .expect(ExpectedResult.objectLike({ ServiceSetting: { SettingValue: management.settingValue, Status: 'Customized' } }));
online(test, host.attrInstanceId, Duration.minutes(45)); // AWS says: up to 30 minutes
