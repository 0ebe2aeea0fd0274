import { App, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { SsmReadyVpc } from '../../src/constructs';
import { stackIn } from './support';

export const small = ec2.InstanceType.of(ec2.InstanceClass.T4G, ec2.InstanceSize.MICRO);
export const al2023 = ec2.MachineImage.latestAmazonLinux2023({ cpuType: ec2.AmazonLinuxCpuType.ARM_64 });
export const debian = ec2.MachineImage.fromSsmParameter('/aws/service/debian/release/12/latest/arm64');
export const isolated: ec2.SubnetSelection = { subnetType: ec2.SubnetType.PRIVATE_ISOLATED };

export interface Setting { readonly stack: Stack; readonly network: SsmReadyVpc }

/** A stack with a network that lacks nothing. */
export function setting(context: Record<string, unknown> = {}): Setting {
  const stack = stackIn('eu-west-1', new App({ context }));
  return { stack, network: new SsmReadyVpc(stack, 'Network') };
}

/** An instance as CDK makes it with the least said. */
export function bareInstance({ stack, network }: Setting, props: Partial<ec2.InstanceProps> = {}, id = 'Host'): ec2.Instance {
  return new ec2.Instance(stack, id, { vpc: network.vpc, vpcSubnets: isolated, instanceType: small, machineImage: al2023, ...props });
}
