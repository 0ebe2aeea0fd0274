import { App, CfnOutput, Stack, Validations } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { SsmManagedInstanceRole, SsmReadyValidation, SsmReadyVpc } from '../src';

const app = new App();
Validations.of(app).addPlugins(new SsmReadyValidation());
const stack = new Stack(app, 'IntegIsolatedFleet');
const network = new SsmReadyVpc(stack, 'Network');
const instance = new ec2.Instance(stack, 'Instance', {
  vpc: network.vpc,
  vpcSubnets: { subnetType: ec2.SubnetType.PRIVATE_ISOLATED },
  instanceType: ec2.InstanceType.of(ec2.InstanceClass.T4G, ec2.InstanceSize.NANO),
  machineImage: ec2.MachineImage.latestAmazonLinux2023({ cpuType: ec2.AmazonLinuxCpuType.ARM_64 }),
  role: new SsmManagedInstanceRole(stack, 'Role').role,
  requireImdsv2: true,
});
network.endpoints.allowFrom(instance);
new CfnOutput(stack, 'StartSession', { value: `aws ssm start-session --target ${instance.instanceId}` });
