/** The CloudWatch agent is installed by an association, takes the configuration, and the log of the SSM Agent arrives. */
import { ExpectedResult, Match } from '@aws-cdk/integ-tests-alpha';
import { Duration, Tags } from 'aws-cdk-lib';
import { AgentLogs, FleetTargets, HostManagement, SsmEndpointService, SsmReadyVpc } from '../src';
import { isolatedHost, online, setting, testOf } from './support';

const here = setting('AgentLogs');
const services = ['logs', 'monitoring', 'ec2'].map((name) => SsmEndpointService.of(name));
const network = new SsmReadyVpc(here.stack, 'Network', { endpoints: { additionalServices: services } });
const agentLogs = new AgentLogs(here.stack, 'AgentLogs');
const management = new HostManagement(here.stack, 'Management', {
  targets: FleetTargets.tag('SsmReadyInteg', 'logs'),
  cloudWatchAgent: { configuration: agentLogs.configuration },
});
const host = isolatedHost(here.stack, 'Host', network, management.identity!.role);
Tags.of(host).add('SsmReadyInteg', 'logs');

const test = testOf(here);
online(test, host.instanceId);
test.assertions.awsApiCall('CloudWatchLogs', 'describeLogStreams', { logGroupName: agentLogs.logGroup.logGroupName, logStreamNamePrefix: host.instanceId })
  .expect(ExpectedResult.objectLike({ logStreams: Match.arrayWith([Match.objectLike({ logStreamName: `${host.instanceId}/amazon-ssm-agent.log` })]) }))
  .waitForAssertions({ totalTimeout: Duration.minutes(30), interval: Duration.minutes(1) });
