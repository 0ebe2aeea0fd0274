import { App, Stack, Validations } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { AgentOperatingSystem, AgentUserData, SsmManaged, SsmReadyValidation, SsmReadyVpc } from 'cdk-ssm-ready';

const app = new App();
Validations.of(app).addPlugins(new SsmReadyValidation());

const stack = new Stack(app, 'Debian');

// The S3 gateway, which SsmReadyVpc makes, is how an isolated host downloads the agent from the bucket of its Region.
const network = new SsmReadyVpc(stack, 'Network');

// Debian's images come without the agent.
const common = {
  vpc: network.vpc,
  vpcSubnets: { subnetType: ec2.SubnetType.PRIVATE_ISOLATED },
  instanceType: ec2.InstanceType.of(ec2.InstanceClass.T4G, ec2.InstanceSize.MICRO),
  machineImage: ec2.MachineImage.fromSsmParameter('/aws/service/debian/release/12/latest/arm64'),
};

// The mixin sees by the name of the image that the agent lacks, and installs the latest.
new ec2.Instance(stack, 'Latest', common).with(new SsmManaged({ endpoints: [network.endpoints] }));

// Or say it yourself: here a version of your choice, before your own commands.
const userData = ec2.UserData.forLinux();
new AgentUserData({ operatingSystem: AgentOperatingSystem.DEBIAN, version: '3.3.1611.0' }).addTo(userData);
userData.addCommands('echo "the application comes here"');
new ec2.Instance(stack, 'Pinned', { ...common, userData }).with(new SsmManaged({ endpoints: [network.endpoints] }));

app.synth();
