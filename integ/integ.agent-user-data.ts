/** Debian comes without the agent. User data brings it from the bucket of the Region, through the S3 gateway endpoint. */
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { AgentOperatingSystem, AgentUserData, SsmManagedInstanceRole, SsmReadyVpc } from '../src';
import { online, setting, SMALL, testOf } from './support';

const here = setting('Agent');
const network = new SsmReadyVpc(here.stack, 'Network');
const userData = ec2.UserData.forLinux();
new AgentUserData({ operatingSystem: AgentOperatingSystem.DEBIAN }).addTo(userData);
const host = new ec2.Instance(here.stack, 'Debian', {
  ...SMALL,
  machineImage: ec2.MachineImage.fromSsmParameter('/aws/service/debian/release/12/latest/arm64'),
  vpc: network.vpc,
  vpcSubnets: { subnetType: ec2.SubnetType.PRIVATE_ISOLATED },
  role: new SsmManagedInstanceRole(here.stack, 'Role').role,
  userData,
});
network.endpoints.allowFrom(host);
host.node.addDependency(network.endpoints.s3Gateway!); // user data runs once, at first boot

online(testOf(here), host.instanceId);
