import { App, Stack, Validations } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import { SsmEndpoints, SsmReadyValidation } from 'cdk-ssm-ready';

const app = new App();
Validations.of(app).addPlugins(new SsmReadyValidation());

const stack = new Stack(app, 'Broken');
const vpc = new ec2.Vpc(stack, 'Vpc', { maxAzs: 2, natGateways: 0, subnetConfiguration: [{ name: 'app', subnetType: ec2.SubnetType.PRIVATE_ISOLATED }] });
new SsmEndpoints(stack, 'Endpoints', { vpc });

const common = {
  vpc,
  vpcSubnets: { subnetType: ec2.SubnetType.PRIVATE_ISOLATED },
  instanceType: ec2.InstanceType.of(ec2.InstanceClass.T4G, ec2.InstanceSize.MICRO),
  machineImage: ec2.MachineImage.latestAmazonLinux2023({ cpuType: ec2.AmazonLinuxCpuType.ARM_64 }),
};

// Nobody paired this one with the endpoints: they exist, their names resolve to them, and they turn the host away.
new ec2.Instance(stack, 'NotPaired', { ...common, ssmSessionPermissions: true });

// Its group lets nothing out, and its role was written for another service.
new ec2.Instance(stack, 'ShutIn', {
  ...common,
  securityGroup: new ec2.SecurityGroup(stack, 'ShutInGroup', { vpc, allowAllOutbound: false }),
  role: new iam.Role(stack, 'FunctionRole', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') }),
});

app.synth();
