import { App, Mixins, Stack, Validations } from 'aws-cdk-lib';
import * as autoscaling from 'aws-cdk-lib/aws-autoscaling';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { SsmManaged, SsmReadyValidation, SsmReadyVpc } from 'cdk-ssm-ready';

// As the cdk.json of a new project says: launch templates, since accounts made today have no launch configurations.
const app = new App({ context: { '@aws-cdk/aws-autoscaling:generateLaunchTemplateInsteadOfLaunchConfig': true } });
Validations.of(app).addPlugins(new SsmReadyValidation());

const stack = new Stack(app, 'Workers');
const network = new SsmReadyVpc(stack, 'Network');
const machineImage = ec2.MachineImage.latestAmazonLinux2023({ cpuType: ec2.AmazonLinuxCpuType.ARM_64 });
const vpcSubnets = { subnetType: ec2.SubnetType.PRIVATE_ISOLATED };

// A launch template that names no role, for a group of mixed instance types.
const launchTemplate = new ec2.LaunchTemplate(stack, 'Template', {
  machineImage,
  instanceType: ec2.InstanceType.of(ec2.InstanceClass.T4G, ec2.InstanceSize.SMALL),
  securityGroup: new ec2.SecurityGroup(stack, 'Hosts', { vpc: network.vpc, allowAllOutbound: false }),
});
new autoscaling.AutoScalingGroup(stack, 'Mixed', {
  vpc: network.vpc,
  vpcSubnets,
  maxCapacity: 4,
  mixedInstancesPolicy: {
    launchTemplate,
    launchTemplateOverrides: ['t4g.small', 't4g.medium'].map((type) => ({ instanceType: new ec2.InstanceType(type) })),
  },
});

// A group that makes its own launch settings.
new autoscaling.AutoScalingGroup(stack, 'Plain', {
  vpc: network.vpc,
  vpcSubnets,
  instanceType: ec2.InstanceType.of(ec2.InstanceClass.T4G, ec2.InstanceSize.SMALL),
  machineImage,
});

// The template gets a role and an instance profile, its group the way to the endpoints; both groups wait for the network.
Mixins.of(stack).apply(new SsmManaged({ endpoints: [network.endpoints] }));

app.synth();
