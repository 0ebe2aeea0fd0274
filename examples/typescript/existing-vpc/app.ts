import { App, Stack, Validations } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { S3EndpointMode, SsmEndpoints, SsmManagedInstanceRole, SsmReadyValidation } from 'cdk-ssm-ready';

const app = new App();
Validations.of(app).addPlugins(new SsmReadyValidation());

const stack = new Stack(app, 'Tenant', { env: { account: '111111111111', region: 'eu-west-1' } });

// A VPC of another team, known by its ids only.
const vpc = ec2.Vpc.fromVpcAttributes(stack, 'Shared', {
  vpcId: 'vpc-0123456789abcdef0',
  availabilityZones: ['eu-west-1a', 'eu-west-1b'],
  isolatedSubnetIds: ['subnet-0aaaaaaaaaaaaaaaa', 'subnet-0bbbbbbbbbbbbbbbb'],
  isolatedSubnetRouteTableIds: ['rtb-0aaaaaaaaaaaaaaaa', 'rtb-0bbbbbbbbbbbbbbbb'],
});
const endpoints = new SsmEndpoints(stack, 'Endpoints', { vpc, s3: S3EndpointMode.GATEWAY });

const instance = new ec2.Instance(stack, 'Web', {
  vpc,
  vpcSubnets: { subnetType: ec2.SubnetType.PRIVATE_ISOLATED },
  instanceType: ec2.InstanceType.of(ec2.InstanceClass.T4G, ec2.InstanceSize.MICRO),
  machineImage: ec2.MachineImage.latestAmazonLinux2023({ cpuType: ec2.AmazonLinuxCpuType.ARM_64 }),
  role: new SsmManagedInstanceRole(stack, 'Identity').role,
  requireImdsv2: true,
});
endpoints.allowFrom(instance);

app.synth();
