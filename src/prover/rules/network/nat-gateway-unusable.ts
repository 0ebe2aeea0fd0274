import { fault } from '../fault';
import { vpcGuide } from '../links';
import { defineRule } from '../rule';
import { a, and, replaceRoute } from '../wording';

/** A NAT gateway needs a public address and a subnet of its own with a route to the internet gateway. */
export const natGatewayUnusable = defineRule({
  id: 'NatGatewayUnusable',
  severity: 'error',
  title: 'The NAT gateway that the route targets cannot reach the internet',
  why: 'A NAT gateway needs a public address, and a subnet other than its client\'s with a route to the internet gateway. Otherwise packets end at the NAT gateway.',
  symptom: '"SSM Agent is not online"; the route table looks right, and connections time out.',
  links: [vpcGuide('nat-gateway-basics'), vpcGuide('nat-gateway-troubleshooting')],
  faults: {
    natNotAvailable: fault<'route' | 'nat' | 'state' | 'subnet' | 'table', 'said'>({
      code: 'NGW_NOT_AVAILABLE',
      hop: 'route',
      awsCli: (idOf, d) => ['aws ec2 create-nat-gateway --subnet-id PUBLIC_SUBNET --allocation-id ELASTIC_IP_ALLOCATION', replaceRoute(idOf('rtb-'), d.destination)],
      words: (d) => ({
        message: `${a('route', d.route)} targets ${a('NAT gateway', d.nat)}, which is ${d.state}${d.said ? ` (${d.said})` : ''}`,
        cdk: `create a new NAT gateway and ${a('route', and(d.subnet))} to it: a failed one does not recover`,
        cloudFormation: `create a new AWS::EC2::NatGateway and target it in the route of ${d.table}: a failed one does not recover`,
      }),
    }),
    natPrivate: fault<'nat' | 'service'>({
      code: 'NGW_CONNECTIVITY_PRIVATE',
      hop: 'route',
      repair: 'makeNatPublic',
      words: (d) => ({
        message: `${a('NAT gateway', d.nat)} is private and does not connect to the internet (${and(d.service)})`,
        cdk: 'make the NAT gateway public (connectivityType: \'public\', with an Elastic IP address), or add SsmEndpoints',
        cloudFormation: `set ConnectivityType: public and AllocationId on ${d.nat}`,
      }),
    }),
    natWithoutAddress: fault<'nat'>({
      code: 'NGW_WITHOUT_PUBLIC_IP',
      hop: 'route',
      repair: 'makeNatPublic',
      words: (d) => ({
        message: `${a('NAT gateway', d.nat)} has no Elastic IP address (AllocationId), which a public NAT gateway requires`,
        cdk: 'set allocationId of the NAT gateway to that of a CfnEIP',
        cloudFormation: `set AllocationId of ${d.nat} to the AllocationId of an AWS::EC2::EIP`,
      }),
    }),
    natInClientSubnet: fault<'nat' | 'subnet'>({
      code: 'NGW_IN_SOURCE_SUBNET',
      hop: 'route',
      repair: 'moveNat',
      words: (d) => ({
        message: `${a('NAT gateway', d.nat)} is in ${a('subnet', and(d.subnet))}, whose default route targets it: a routing loop`,
        cdk: 'place the NAT gateway in a public subnet',
        cloudFormation: `set SubnetId of ${d.nat} to a subnet whose default route leads to an internet gateway`,
      }),
    }),
    natWithoutInternetRoute: fault<'nat' | 'natSubnet'>({
      code: 'NGW_SUBNET_NO_ROUTE_TO_INTERNET_GATEWAY',
      hop: 'route',
      repair: 'addExit',
      words: (d) => ({
        message: `${a('NAT gateway', d.nat)} is in ${a('subnet', d.natSubnet)}, which has no route to an internet gateway`,
        cdk: 'place the NAT gateway in a public subnet',
        cloudFormation: `route 0.0.0.0/0 of ${d.natSubnet} to an internet gateway, or set SubnetId of ${d.nat} to a subnet that has this route`,
      }),
    }),
  },
});
