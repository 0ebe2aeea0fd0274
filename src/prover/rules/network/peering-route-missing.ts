import { fault } from '../fault';
import { peeringGuide, systemsManagerGuide } from '../links';
import { defineRule } from '../rule';
import { and } from '../wording';

/** Peering joins two VPCs, no third one, and no gateway of theirs; each side needs a route. */
export const peeringRouteMissing = defineRule({
  id: 'PeeringRouteMissing',
  severity: 'error',
  title: 'Nothing leads to the VPC that holds the endpoint',
  why: 'The service\'s name leads to an endpoint in another VPC. Peering joins two VPCs and no third one, and the host\'s route table must send the addresses of the other VPC to the peering connection.',
  symptom: '"SSM Agent is not online"; the name resolves to an address of the other VPC, and connections there time out.',
  links: [peeringGuide('vpc-peering-basics'), systemsManagerGuide('setup-create-vpc')],
  faults: {
    peeringNotActive: fault<'peering' | 'state' | 'target'>({
      code: 'PCX_NOT_ACTIVE',
      hop: 'route',
      awsCli: (idOf) => [`aws ec2 accept-vpc-peering-connection --vpc-peering-connection-id ${idOf('pcx-')}`],
      words: (d) => ({
        message: `the peering connection ${d.peering} is ${d.state}, so it carries nothing to ${d.target}`,
        cdk: `accept the peering connection ${d.peering}, or make it again`,
        cloudFormation: `accept the peering connection ${d.peering}, or make it again`,
      }),
    }),
    peerRouteMissing: fault<'subnet' | 'target' | 'vpc' | 'service' | 'table'>({
      code: 'NO_ROUTE_TO_DESTINATION',
      hop: 'route',
      stops: 'subnet',
      repair: 'routeToPeer',
      words: (d) => ({
        message: `nothing leads from ${and(d.subnet)} to ${d.target} in ${d.vpc}, where the name of ${and(d.service)} resolves to: ${d.table} has no route there`,
        cdk: `add a route to the other VPC: new ec2.CfnRoute(this, 'ToEndpoints', { routeTableId, destinationCidrBlock: <CIDR of ${d.vpc}>, vpcPeeringConnectionId })`,
        cloudFormation: `add an AWS::EC2::Route to ${d.table}: DestinationCidrBlock the CIDR block of ${d.vpc}, VpcPeeringConnectionId or TransitGatewayId`,
      }),
    }),
    peeringLeadsElsewhere: fault<'route' | 'peering' | 'vpc' | 'service'>({
      code: 'PCX_REQUIRES_ADDRESS_IN_VPC_CIDR',
      hop: 'route',
      repair: 'rejoin',
      words: (d) => ({
        message: `${d.route} leads to ${d.peering}, which does not join the host's VPC with ${d.vpc} (for ${and(d.service)})`,
        cdk: `let the route use a peering connection between the host's VPC and ${d.vpc}; peering is not transitive`,
        cloudFormation: `set VpcPeeringConnectionId of ${d.route} to a connection between the host's VPC and ${d.vpc}; peering is not transitive`,
      }),
    }),
    peeringLeadsNoFurther: fault<'route' | 'service' | 'peering'>({
      code: 'PCX_REQUIRES_ADDRESS_IN_VPC_CIDR',
      hop: 'route',
      repair: 'addEndpoint',
      words: (d) => ({
        message: `${d.route} sends packets for ${and(d.service)} to ${d.peering}, but nobody may use the gateways of a peer VPC`,
        cdk: 'add SsmEndpoints to the host\'s own VPC, or a NAT gateway; peering does not lead to the internet',
        cloudFormation: 'add interface endpoints for ssm and ssmmessages to the host\'s own VPC, or a route to a NAT gateway of its own',
      }),
    }),
  },
});
