import { App, Mixins, Stack, Validations } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { SsmManaged, SsmReadyValidation, SsmReadyVpc } from 'cdk-ssm-ready';

const app = new App();
Validations.of(app).addPlugins(new SsmReadyValidation());

const stack = new Stack(app, 'Fleet');
const network = new SsmReadyVpc(stack, 'Network');

// Plain instances, as they would be without this library. The second lets nothing out of its security group.
const common = {
  vpc: network.vpc,
  instanceType: ec2.InstanceType.of(ec2.InstanceClass.T4G, ec2.InstanceSize.MICRO),
  machineImage: ec2.MachineImage.latestAmazonLinux2023({ cpuType: ec2.AmazonLinuxCpuType.ARM_64 }),
};
new ec2.Instance(stack, 'Web', { ...common, vpcSubnets: { subnets: [network.vpc.isolatedSubnets[0]] } });
new ec2.Instance(stack, 'Worker', { ...common, vpcSubnets: { subnets: [network.vpc.isolatedSubnets[1]] }, allowAllOutbound: false });

// Last, because a mixin visits what exists: role, IMDSv2, port 443 to the endpoints, and the order of deployment.
Mixins.of(app).apply(new SsmManaged({ endpoints: [network.endpoints] }));

app.synth();
