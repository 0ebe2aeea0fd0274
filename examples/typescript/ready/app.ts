import { App, Stack, Validations } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { SsmManagedInstanceRole, SsmReadyValidation, SsmReadyVpc } from 'cdk-ssm-ready';

const app = new App();
Validations.of(app).addPlugins(new SsmReadyValidation());

const stack = new Stack(app, 'Fleet');

// A VPC of isolated subnets with the endpoints the agent needs: no NAT gateway, no inbound rule.
const network = new SsmReadyVpc(stack, 'Network');
const role = new SsmManagedInstanceRole(stack, 'Role');

const instance = new ec2.Instance(stack, 'Web', {
  vpc: network.vpc,
  vpcSubnets: { subnetType: ec2.SubnetType.PRIVATE_ISOLATED },
  instanceType: ec2.InstanceType.of(ec2.InstanceClass.T4G, ec2.InstanceSize.MICRO),
  machineImage: ec2.MachineImage.latestAmazonLinux2023({ cpuType: ec2.AmazonLinuxCpuType.ARM_64 }),
  role: role.role,
  requireImdsv2: true,
});
// 443 from the instance to the endpoints, group to group, both ways.
network.endpoints.allowFrom(instance);

app.synth();
