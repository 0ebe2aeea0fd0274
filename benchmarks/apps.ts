import { App, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import { SsmEndpoints } from '../src';

/** Hosts in one stack at the most, as large apps divide themselves. */
const HOSTS_A_STACK = 50;

/** An app of `hosts` ready instances, each with a role and a group of its own, in VPCs with endpoints. */
export function makeApp(hosts: number, outdir: string, hostsAStack = HOSTS_A_STACK): App {
  const app = new App({ outdir });
  for (let made = 0, n = 0; made < hosts; n++) {
    const stack = new Stack(app, `Stack${n}`, { env: { account: '111111111111', region: 'us-east-1' } });
    const vpc = new ec2.Vpc(stack, 'Vpc', {
      availabilityZones: ['us-east-1a', 'us-east-1b'],
      natGateways: 0,
      subnetConfiguration: [{ name: 'app', subnetType: ec2.SubnetType.PRIVATE_ISOLATED }],
    });
    const endpoints = new SsmEndpoints(stack, 'Endpoints', { vpc });
    for (let i = 0; i < hostsAStack && made < hosts; i++, made++) endpoints.allowFrom(makeHost(stack, vpc, i));
  }
  return app;
}

function makeHost(stack: Stack, vpc: ec2.Vpc, i: number): ec2.Instance {
  return new ec2.Instance(stack, `Host${i}`, {
    vpc,
    vpcSubnets: { subnetType: ec2.SubnetType.PRIVATE_ISOLATED },
    instanceType: new ec2.InstanceType('t4g.micro'),
    machineImage: ec2.MachineImage.latestAmazonLinux2023({ cpuType: ec2.AmazonLinuxCpuType.ARM_64 }),
    role: new iam.Role(stack, `Role${i}`, {
      assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com'),
      managedPolicies: [iam.ManagedPolicy.fromAwsManagedPolicyName('AmazonSSMManagedInstanceCore')],
    }),
  });
}
