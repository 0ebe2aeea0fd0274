/** Plain instances, which nothing prepared: the mixin alone makes one that lets nothing out, and a group that has no role, managed. */
import { ExpectedResult, Match } from '@aws-cdk/integ-tests-alpha';
import { Duration, Mixins } from 'aws-cdk-lib';
import * as autoscaling from 'aws-cdk-lib/aws-autoscaling';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { SsmManaged, SsmReadyVpc } from '../src';
import { online, setting, SMALL, testOf } from './support';

const here = setting('Managed');
const network = new SsmReadyVpc(here.stack, 'Network');
const common = { vpc: network.vpc, vpcSubnets: { subnetType: ec2.SubnetType.PRIVATE_ISOLATED } };
const host = new ec2.Instance(here.stack, 'Host', { ...SMALL, ...common, allowAllOutbound: false });
const group = new autoscaling.AutoScalingGroup(here.stack, 'Group', { ...SMALL, ...common, minCapacity: 1, maxCapacity: 1 });
Mixins.of(here.stack).apply(new SsmManaged({ endpoints: [network.endpoints] }));

const test = testOf(here);
online(test, host.instanceId);
// The id of its instance is not known here; Systems Manager knows nodes by the tag that the group gives them.
test.assertions.awsApiCall('SSM', 'describeInstanceInformation', { Filters: [{ Key: 'tag:aws:autoscaling:groupName', Values: [group.autoScalingGroupName] }] })
  .expect(ExpectedResult.objectLike({ InstanceInformationList: [Match.objectLike({ PingStatus: 'Online' })] }))
  .waitForAssertions({ totalTimeout: Duration.minutes(15), interval: Duration.seconds(30) });
