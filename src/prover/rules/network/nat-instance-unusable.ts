import { fault } from '../fault';
import { reachabilityGuide, vpcGuide } from '../links';
import { defineRule } from '../rule';
import { a, and, groupsOf, many } from '../wording';

/** A NAT instance must not check source and destination, and its groups must let the packets through. */
export const natInstanceUnusable = defineRule({
  id: 'NatInstanceUnusable',
  severity: 'error',
  title: 'The NAT instance that the route targets drops the packets',
  why: 'EC2 drops packets that are neither from nor for an instance unless its source/destination check is off; and a NAT instance needs groups that let its clients in, a public address and a route to the internet gateway.',
  symptom: '"SSM Agent is not online" in the subnets behind the instance; the instance itself is online.',
  links: [reachabilityGuide('explanation-codes'), vpcGuide('nat-gateway-basics')],
  faults: {
    sourceDestCheck: fault<'nat' | 'service'>({
      code: 'ENI_SOURCE_DEST_CHECK_RESTRICTION',
      hop: 'route',
      repair: 'uncheck',
      words: (d) => ({
        message: `instance ${d.nat} drops packets of other instances: its SourceDestCheck is not false (${and(d.service)})`,
        cdk: `set sourceDestCheck: false on the instance ${d.nat}`,
        cloudFormation: `set SourceDestCheck: false on ${d.nat}`,
      }),
    }),
    natInstanceGroupsBlock: fault<'nat' | 'natGroups' | 'direction' | 'subnet' | 'service'>({
      code: 'ENI_SG_RULES_MISMATCH',
      hop: 'route',
      repair: 'openNatInstance',
      words: (d) => ({
        message: `${groupsOf(d.natGroups)} of ${a('NAT instance', d.nat)} ${many(d.natGroups) ? 'have' : 'has'} no ${d.direction === 'in' ? `ingress rule for TCP 443 from ${a('subnet', and(d.subnet))}` : 'egress rule for TCP 443'} (${and(d.service)})`,
        cdk: d.direction === 'in' ? `nat.connections.allowFrom(instance, ec2.Port.tcp(443))` : 'nat.connections.allowToAnyIpv4(ec2.Port.tcp(443))',
        cloudFormation: d.direction === 'in' ? `add an ingress rule to ${and(d.natGroups)}: IpProtocol tcp, FromPort 443, ToPort 443, from ${and(d.subnet)}`
          : `add an egress rule to ${and(d.natGroups)}: IpProtocol tcp, FromPort 443, ToPort 443, CidrIp 0.0.0.0/0`,
      }),
    }),
    natInstanceInClientSubnet: fault<'nat' | 'subnet'>({
      code: 'NAT_INSTANCE_IN_SOURCE_SUBNET',
      hop: 'route',
      words: (d) => ({
        message: `${a('NAT instance', d.nat)} is in ${a('subnet', and(d.subnet))}, whose default route targets it: a routing loop`,
        cdk: 'place the NAT instance in a public subnet',
        cloudFormation: `set SubnetId of ${d.nat} to a subnet whose default route leads to an internet gateway`,
      }),
    }),
    natInstanceWithoutAddress: fault<'nat' | 'service'>({
      code: 'IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS',
      hop: 'route',
      repair: 'addAddress',
      words: (d) => ({
        message: `${a('NAT instance', d.nat)} has no public address, so it does not connect to the internet (${and(d.service)})`,
        cdk: `set associatePublicIpAddress: true on the instance ${d.nat}`,
        cloudFormation: `set AssociatePublicIpAddress on the network interface of ${d.nat}, or attach an Elastic IP address`,
      }),
    }),
    natInstanceWithoutInternetRoute: fault<'nat' | 'natSubnet'>({
      code: 'NAT_INSTANCE_SUBNET_NO_ROUTE_TO_INTERNET_GATEWAY',
      hop: 'route',
      repair: 'addExit',
      words: (d) => ({
        message: `${a('NAT instance', d.nat)} is in ${a('subnet', d.natSubnet)}, which has no route to an internet gateway`,
        cdk: 'place the NAT instance in a public subnet',
        cloudFormation: `route 0.0.0.0/0 of ${d.natSubnet} to an internet gateway, or set SubnetId of ${d.nat} to a subnet that has this route`,
      }),
    }),
  },
});
