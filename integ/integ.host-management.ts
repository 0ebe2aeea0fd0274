/** The associations of Quick Setup succeed on a host that was made with a profile, and one that has none is given one. */
import { Duration, Stack, Tags, Validations } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { FleetTargets, HostManagement, SsmReadyVpc } from '../src';
import { isolatedHost, online, setting, SMALL, succeeds, testOf } from './support';

const here = setting('HostManagement');
const network = new SsmReadyVpc(here.stack, 'Network');
const management = new HostManagement(here.stack, 'Management', { targets: FleetTargets.tag('SsmReadyInteg', 'yes') });
const host = isolatedHost(here.stack, 'Host', network, management.identity!.role);
Tags.of(host).add('SsmReadyInteg', 'yes');

const group = new ec2.SecurityGroup(here.stack, 'BareGroup', { vpc: network.vpc });
network.endpoints.allowFrom(group);
const bare = new ec2.CfnInstance(here.stack, 'Bare', {
  imageId: SMALL.machineImage.getImage(Stack.of(group)).imageId,
  instanceType: SMALL.instanceType.toString(),
  subnetId: network.vpc.isolatedSubnets[0].subnetId,
  securityGroupIds: [group.securityGroupId],
  tags: [{ key: 'SsmReadyInteg', value: 'yes' }],
});
bare.node.addDependency(management);
Validations.of(bare).acknowledge({ id: 'cdk-ssm-ready::InstanceProfileMissing', reason: 'the association AttachProfile gives it one' });

const test = testOf(here);
online(test, host.instanceId);
online(test, bare.attrInstanceId, Duration.minutes(45)); // the association runs, then the agent asks again
Object.values(management.associations).forEach((association) => { succeeds(test, association); });
