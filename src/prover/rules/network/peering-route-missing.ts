import { fault } from '../fault';
import { peeringGuide, systemsManagerGuide } from '../links';
import { defineRule } from '../rule';
import { a, and } from '../wording';

/** Peering joins two VPCs, no third one, and no gateway of theirs; each side needs a route. */
export const peeringRouteMissing = defineRule({
  id: 'PeeringRouteMissing',
  severity: 'error',
  title: 'No route leads to the VPC of the endpoint',
  why: 'The service\'s name leads to an endpoint in another VPC. Peering joins two VPCs and no third one, and the host\'s route table must send the addresses of the other VPC to the peering connection.',
  symptom: '"SSM Agent is not online"; the name resolves to an address of the other VPC, and connections there time out.',
  links: [peeringGuide('vpc-peering-basics'), systemsManagerGuide('setup-create-vpc')],
  faults: {
    peeringNotActive: fault<'peering' | 'state' | 'target'>({
      code: 'PCX_NOT_ACTIVE',
      hop: 'route',
      awsCli: (idOf) => [`aws ec2 accept-vpc-peering-connection --vpc-peering-connection-id ${idOf('pcx-')}`],
      words: (d) => ({
        message: `VPC peering connection ${d.peering} is ${d.state}, so it carries no traffic to ${d.target}`,
        cdk: `accept VPC peering connection ${d.peering}, or create it again`,
        cloudFormation: `accept VPC peering connection ${d.peering}, or create it again`,
      }),
    }),
    peerRouteMissing: fault<'subnet' | 'target' | 'vpc' | 'service' | 'table'>({
      code: 'NO_ROUTE_TO_DESTINATION',
      hop: 'route',
      stops: 'subnet',
      repair: 'routeToPeer',
      words: (d) => ({
        message: `${a('route table', d.table)} has no route from ${a('subnet', and(d.subnet))} to ${d.target} in ${a('VPC', d.vpc)}, where the endpoint for ${and(d.service)} is`,
        cdk: `add a route to the other VPC: new ec2.CfnRoute(this, 'ToEndpoints', { routeTableId, destinationCidrBlock: <CIDR of ${d.vpc}>, vpcPeeringConnectionId })`,
        cloudFormation: `add an AWS::EC2::Route to ${d.table}: DestinationCidrBlock the CIDR block of ${d.vpc}, VpcPeeringConnectionId or TransitGatewayId`,
      }),
    }),
    peeringLeadsElsewhere: fault<'route' | 'peering' | 'vpc' | 'service'>({
      code: 'PCX_REQUIRES_ADDRESS_IN_VPC_CIDR',
      hop: 'route',
      repair: 'rejoin',
      words: (d) => ({
        message: `${a('route', d.route)} targets ${d.peering}, which does not connect the instance's VPC to ${a('VPC', d.vpc)} (${and(d.service)})`,
        cdk: `target a VPC peering connection between the instance's VPC and ${d.vpc} in the route; peering is not transitive`,
        cloudFormation: `set VpcPeeringConnectionId of ${d.route} to a connection between the instance's VPC and ${d.vpc}; peering is not transitive`,
      }),
    }),
    peeringLeadsNoFurther: fault<'route' | 'service' | 'peering'>({
      code: 'PCX_REQUIRES_ADDRESS_IN_VPC_CIDR',
      hop: 'route',
      repair: 'addEndpoint',
      words: (d) => ({
        message: `${a('route', d.route)} targets ${d.peering} for ${and(d.service)}, and gateways of a peer VPC cannot be used over VPC peering`,
        cdk: 'add SsmEndpoints or a NAT gateway to the instance\'s own VPC; VPC peering does not provide internet access',
        cloudFormation: 'add interface endpoints for ssm and ssmmessages to the instance\'s own VPC, or a route to a NAT gateway in it',
      }),
    }),
  },
});
