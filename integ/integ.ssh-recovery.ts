/** The serial console of the account is enabled, and a runbook ends well with the role made for it. */
import { AwsApiCall, ExpectedResult } from '@aws-cdk/integ-tests-alpha';
import { Duration } from 'aws-cdk-lib';
import { RecoveryRunbook, SshRecovery, SsmManagedInstanceRole, SsmReadyVpc } from '../src';
import { isolatedHost, online, setting, testOf } from './support';

const here = setting('Recovery');
const network = new SsmReadyVpc(here.stack, 'Network');
const host = isolatedHost(here.stack, 'Host', network, new SsmManagedInstanceRole(here.stack, 'Role').role);
const recovery = new SshRecovery(here.stack, 'Recovery', { runbooks: [RecoveryRunbook.MANAGED_INSTANCE] });
const { roleArn } = recovery.roleOf(RecoveryRunbook.MANAGED_INSTANCE);

const test = testOf(here, { diffAssets: true }); // a handler that changes is a change
online(test, host.instanceId);
test.assertions.awsApiCall('EC2', 'getSerialConsoleAccessStatus').expect(ExpectedResult.objectLike({ SerialConsoleAccessEnabled: true }));

const started = test.assertions.awsApiCall('SSM', 'startAutomationExecution', {
  DocumentName: RecoveryRunbook.MANAGED_INSTANCE.documentName,
  Parameters: { InstanceId: [host.instanceId], AutomationAssumeRole: [roleArn] },
}) as AwsApiCall;
started.provider.addToRolePolicy({ Effect: 'Allow', Action: ['iam:PassRole'], Resource: [roleArn] });
started.next(test.assertions.awsApiCall('SSM', 'getAutomationExecution', { AutomationExecutionId: started.getAttString('AutomationExecutionId') })
  .expect(ExpectedResult.objectLike({ AutomationExecution: { AutomationExecutionStatus: 'Success' } }))
  .waitForAssertions({ totalTimeout: Duration.minutes(15), interval: Duration.seconds(30) }));
