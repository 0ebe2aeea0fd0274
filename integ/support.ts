import { AwsApiCall, ExpectedResult, IApiCall, IntegTest, Match } from '@aws-cdk/integ-tests-alpha';
import { App, Duration, Stack, Validations } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as ssm from 'aws-cdk-lib/aws-ssm';
import { SsmReadyValidation, SsmReadyVpc } from '../src';

/** What most of these apps have in common. */
export interface Setting {
  readonly app: App;
  readonly stack: Stack;
}

/** An app whose synthesis fails where the prover says that a host could never be managed: what is deployed was proved before. */
export function setting(name: string): Setting {
  const app = new App();
  Validations.of(app).addPlugins(new SsmReadyValidation());
  return { app, stack: new Stack(app, `SsmReadyInteg${name}`) };
}

/** The image and size of every host here: the smallest that runs the agent. */
export const SMALL = {
  instanceType: ec2.InstanceType.of(ec2.InstanceClass.T4G, ec2.InstanceSize.NANO),
  machineImage: ec2.MachineImage.latestAmazonLinux2023({ cpuType: ec2.AmazonLinuxCpuType.ARM_64 }),
  requireImdsv2: true,
};

/** A host in the isolated subnets of a network, which admits it. */
export function isolatedHost(stack: Stack, id: string, network: SsmReadyVpc, role?: iam.IRole): ec2.Instance {
  const instance = new ec2.Instance(stack, id, { ...SMALL, vpc: network.vpc, vpcSubnets: { subnetType: ec2.SubnetType.PRIVATE_ISOLATED }, role });
  network.endpoints.allowFrom(instance);
  return instance;
}

/**
 * The test of a stack. Its assertions are resources of a stack of their own, which is deployed after it. The runner compares templates only,
 * so that what AWS bundles for its assertions need not be committed.
 */
export function testOf({ app, stack }: Setting, options: { readonly diffAssets?: boolean } = {}): IntegTest {
  const test = new IntegTest(app, 'Integ', { testCases: [stack], stackUpdateWorkflow: false, ...options });
  inSync(test, stack);
  return test;
}

/** The instance becomes a managed node, and Session Manager reaches it. */
export function online(test: IntegTest, instanceId: string, within = Duration.minutes(15)): void {
  test.assertions.awsApiCall('SSM', 'describeInstanceInformation', { Filters: [{ Key: 'InstanceIds', Values: [instanceId] }] })
    .expect(ExpectedResult.objectLike({ InstanceInformationList: [Match.objectLike({ PingStatus: 'Online' })] }))
    .waitForAssertions({ totalTimeout: within, interval: Duration.seconds(30) })
    .next(test.assertions.awsApiCall('SSM', 'getConnectionStatus', { Target: instanceId })
      .expect(ExpectedResult.objectLike({ Status: 'connected' }))
      .waitForAssertions({ totalTimeout: Duration.minutes(10), interval: Duration.seconds(30) }));
}

/** State Manager has run the association with success on every node it targets. */
export function succeeds(test: IntegTest, association: ssm.CfnAssociation, within = Duration.minutes(30)): IApiCall {
  return test.assertions.awsApiCall('SSM', 'describeAssociation', { AssociationId: association.attrAssociationId })
    .expect(ExpectedResult.objectLike({ AssociationDescription: { Overview: { Status: 'Success' } } }))
    .waitForAssertions({ totalTimeout: within, interval: Duration.minutes(1) });
}

/** A command on the host ends well: what the operating system says of itself. */
export function commandSucceeds(test: IntegTest, instanceId: string, commands: string[]): void {
  const sent = test.assertions.awsApiCall('SSM', 'sendCommand', { DocumentName: 'AWS-RunShellScript', InstanceIds: [instanceId], Parameters: { commands } });
  const result = test.assertions.awsApiCall('SSM', 'getCommandInvocation', { CommandId: sent.getAttString('Command.CommandId'), InstanceId: instanceId })
    .expect(ExpectedResult.objectLike({ Status: 'Success' }))
    .waitForAssertions({ totalTimeout: Duration.minutes(5), interval: Duration.seconds(20) });
  test.assertions.awsApiCall('SSM', 'describeInstanceInformation', { Filters: [{ Key: 'InstanceIds', Values: [instanceId] }, { Key: 'PingStatus', Values: ['Online'] }] })
    .expect(ExpectedResult.objectLike({ InstanceInformationList: [Match.objectLike({ InstanceId: instanceId })] }))
    .waitForAssertions({ totalTimeout: Duration.minutes(15), interval: Duration.seconds(30) })
    .next(sent).next(result);
}

/** A second deployment would change nothing: what is there is what the template says. */
function inSync(test: IntegTest, stack: Stack): void {
  const detection = test.assertions.awsApiCall('CloudFormation', 'detectStackDrift', { StackName: stack.stackName });
  // CloudFormation reads every resource with the rights of the caller.
  mayRead(detection);
  const status = test.assertions.awsApiCall('CloudFormation', 'describeStackDriftDetectionStatus', { StackDriftDetectionId: detection.getAttString('StackDriftDetectionId') })
    .expect(ExpectedResult.objectLike({ DetectionStatus: 'DETECTION_COMPLETE', StackDriftStatus: 'IN_SYNC' }))
    .waitForAssertions({ totalTimeout: Duration.minutes(10), interval: Duration.seconds(20) });
  detection.next(status);
}

function mayRead(call: IApiCall): void {
  const read = ['cloudformation:Detect*', 'ec2:Describe*', 'iam:Get*', 'iam:List*', 'ssm:Describe*', 'ssm:Get*', 'ssm:List*', 'logs:Describe*', 'logs:List*', 's3:Get*', 'kms:Describe*', 'kms:Get*', 'kms:List*',
    'lambda:Get*', 'lambda:List*', 'autoscaling:Describe*', 'route53:Get*', 'route53:List*'];
  (call as AwsApiCall).provider.addToRolePolicy({ Effect: 'Allow', Action: read, Resource: ['*'] });
}
