import { fault } from '../fault';
import { vpcGuide } from '../links';
import { defineRule } from '../rule';
import { a, and } from '../wording';

/** An internet gateway drops whatever comes without a public address. */
export const publicAddressMissing = defineRule({
  id: 'PublicAddressMissing',
  severity: 'error',
  title: 'The host has no public address, and its subnet routes to the internet gateway',
  why: 'An internet gateway drops what comes without a public address.',
  symptom: '"SSM Agent is not online", for an instance without a public IPv4 address in a public subnet.',
  links: [vpcGuide('VPC_Internet_Gateway'), vpcGuide('vpc-ip-addressing')],
  faults: {
    publicAddressMissing: fault<'host' | 'subnet' | 'service', 'interface'>({
      code: 'IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS',
      hop: 'route',
      stops: 'vpc-border',
      repair: 'addAddress',
      words: (d) => ({
        message: `${d.host} has no public address, and the only way out of ${a('subnet', and(d.subnet))} is an internet gateway (${and(d.service)})`,
        cdk: d.interface ? 'give its network interface an Elastic IP address: new ec2.CfnEIPAssociation(this, \'Address\', { allocationId, networkInterfaceId })'
          : 'set associatePublicIpAddress: true on the instance, or place it in a private subnet with endpoints or a NAT gateway',
        cloudFormation: d.interface ? 'attach an Elastic IP address to its network interface: an AWS::EC2::EIPAssociation with NetworkInterfaceId'
          : `set AssociatePublicIpAddress on its network interface or MapPublicIpOnLaunch on ${and(d.subnet)}, or attach an Elastic IP address`,
      }),
    }),
  },
});
