/**
 * Preferences under a name of their own, so that those of the account stay as they are. A session cannot be typed in by a program: that the
 * log arrives is shown by hand (TESTING.md).
 */
import { ExpectedResult, Match } from '@aws-cdk/integ-tests-alpha';
import { CfnOutput, Duration } from 'aws-cdk-lib';
import { SessionEncryption, SessionPreferences, SsmManagedInstanceRole, SsmReadyVpc, Tier } from '../src';
import { isolatedHost, online, setting, testOf } from './support';

const here = setting('Preferences');
const preferences = new SessionPreferences(here.stack, 'Sessions', {
  documentName: 'SsmReadyInteg-Sessions',
  encryption: SessionEncryption.NEW_KEY,
  createLogGroup: true,
  maxDuration: Duration.hours(1),
});
const network = new SsmReadyVpc(here.stack, 'Network', { endpoints: { additionalServices: preferences.endpointServices } });
const role = new SsmManagedInstanceRole(here.stack, 'Role', { tier: Tier.LOGGING, sessionLogging: preferences.sessionLogging }).role;
const host = isolatedHost(here.stack, 'Host', network, role);
new CfnOutput(here.stack, 'StartSession', { value: `aws ssm start-session --target ${host.instanceId} --document-name ${preferences.documentName}` });

const test = testOf(here);
online(test, host.instanceId);
test.assertions.awsApiCall('SSM', 'getDocument', { Name: preferences.documentName })
  .expect(ExpectedResult.objectLike({ DocumentType: 'Session', Status: 'Active', Content: Match.stringLikeRegexp('kmsKeyId') }));
