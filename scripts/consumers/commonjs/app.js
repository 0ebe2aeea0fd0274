const { App, Stack, Validations } = require('aws-cdk-lib');
const ec2 = require('aws-cdk-lib/aws-ec2');
const { SsmManagedInstanceRole, SsmReadyValidation, SsmReadyVpc } = require('cdk-ssm-ready');

const app = new App();
Validations.of(app).addPlugins(new SsmReadyValidation());
const stack = new Stack(app, 'Fleet', { env: { account: '111111111111', region: 'eu-west-1' } });
const network = new SsmReadyVpc(stack, 'Network');
const instance = new ec2.Instance(stack, 'Web', {
  vpc: network.vpc,
  vpcSubnets: { subnetType: ec2.SubnetType.PRIVATE_ISOLATED },
  instanceType: new ec2.InstanceType('t3.micro'),
  machineImage: ec2.MachineImage.latestAmazonLinux2023(),
  role: new SsmManagedInstanceRole(stack, 'Role').role,
});
if (!process.env.BREAK) network.endpoints.allowFrom(instance);
app.synth();
