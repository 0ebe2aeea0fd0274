import { App, Mixins, Stack, Validations } from 'aws-cdk-lib';
import * as autoscaling from 'aws-cdk-lib/aws-autoscaling';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import { SsmEndpointService, SsmManaged, SsmReadyValidation, SsmReadyVpc } from 'cdk-ssm-ready';

// As the cdk.json of a new project says: launch templates, since accounts made today have no launch configurations.
const app = new App({ context: { '@aws-cdk/aws-autoscaling:generateLaunchTemplateInsteadOfLaunchConfig': true } });
Validations.of(app).addPlugins(new SsmReadyValidation());

const stack = new Stack(app, 'Containers');

// What the ECS agent and image pulls need without internet, besides what Systems Manager needs.
const network = new SsmReadyVpc(stack, 'Network', {
  endpoints: { additionalServices: ['ecs', 'ecs-agent', 'ecs-telemetry', 'ecr.api', 'ecr.dkr', 'logs'].map((name) => SsmEndpointService.of(name)) },
});

const cluster = new ecs.Cluster(stack, 'Cluster', { vpc: network.vpc });
const capacity = new autoscaling.AutoScalingGroup(stack, 'Capacity', {
  vpc: network.vpc,
  vpcSubnets: { subnetType: ec2.SubnetType.PRIVATE_ISOLATED },
  instanceType: ec2.InstanceType.of(ec2.InstanceClass.T4G, ec2.InstanceSize.MEDIUM),
  machineImage: ecs.EcsOptimizedImage.amazonLinux2023(ecs.AmiHardwareType.ARM),
  maxCapacity: 3,
});
cluster.addAsgCapacityProvider(new ecs.AsgCapacityProvider(stack, 'Provider', { autoScalingGroup: capacity }));

Mixins.of(stack).apply(new SsmManaged({ endpoints: [network.endpoints] }));

app.synth();
