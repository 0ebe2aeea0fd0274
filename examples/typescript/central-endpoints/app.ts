import { App, Stack, Validations } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { SsmEndpoints, SsmManagedInstanceRole, SsmReadyValidation } from 'cdk-ssm-ready';

const app = new App();
Validations.of(app).addPlugins(new SsmReadyValidation());

const stack = new Stack(app, 'Central');
const isolatedVpc = (id: string, cidr: string): ec2.Vpc => new ec2.Vpc(stack, id, {
  ipAddresses: ec2.IpAddresses.cidr(cidr),
  maxAzs: 2,
  natGateways: 0,
  subnetConfiguration: [{ name: 'Isolated', subnetType: ec2.SubnetType.PRIVATE_ISOLATED }],
});
const hub = isolatedVpc('Hub', '10.0.0.0/16');
const spoke = isolatedVpc('Spoke', '10.1.0.0/16');

// A way from each VPC to the other.
const peering = new ec2.CfnVPCPeeringConnection(stack, 'Peering', { vpcId: spoke.vpcId, peerVpcId: hub.vpcId });
for (const [from, to] of [[hub, spoke], [spoke, hub]]) {
  from.isolatedSubnets.forEach((subnet, index) => new ec2.CfnRoute(stack, `${from.node.id}To${to.node.id}${index}`, {
    routeTableId: subnet.routeTable.routeTableId, destinationCidrBlock: to.vpcCidrBlock, vpcPeeringConnectionId: peering.ref,
  }));
}

// One set of endpoints for all VPCs: hosted zones answer for AWS's names in each, in place of private DNS.
const endpoints = new SsmEndpoints(stack, 'Endpoints', { vpc: hub, privateDns: false, hostedZoneVpcs: [hub, spoke] });
endpoints.allowFrom(ec2.Peer.ipv4(spoke.vpcCidrBlock));

new ec2.Instance(stack, 'Web', {
  vpc: spoke,
  vpcSubnets: { subnetType: ec2.SubnetType.PRIVATE_ISOLATED },
  instanceType: ec2.InstanceType.of(ec2.InstanceClass.T4G, ec2.InstanceSize.MICRO),
  machineImage: ec2.MachineImage.latestAmazonLinux2023({ cpuType: ec2.AmazonLinuxCpuType.ARM_64 }),
  role: new SsmManagedInstanceRole(stack, 'Identity').role,
  requireImdsv2: true,
});

app.synth();
