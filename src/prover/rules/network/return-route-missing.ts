import { fault } from '../fault';
import { peeringGuide, reachabilityGuide } from '../links';
import { defineRule } from '../rule';
import { a, and } from '../wording';

/** A connection needs routes both ways. */
export const returnRouteMissing = defineRule({
  id: 'ReturnRouteMissing',
  severity: 'error',
  title: 'The VPC of the endpoint has no route back to the instance',
  why: 'A connection needs routes both ways. The request reaches the endpoint\'s VPC, and its subnet has no route back to the host.',
  symptom: '"SSM Agent is not online"; the host\'s route table is right, and connections time out.',
  links: [peeringGuide('vpc-peering-basics'), reachabilityGuide('explanation-codes')],
  faults: {
    returnRouteMissing: fault<'table' | 'target' | 'service'>({
      code: 'RESPONSE_NO_ROUTE_TO_DESTINATION',
      hop: 'reply',
      stops: 'subnet',
      repair: 'routeToPeer',
      words: (d) => ({
        message: `${a('route table', d.table)} has no route back to ${d.target}, so replies are dropped (${and(d.service)})`,
        cdk: `add a route back: new ec2.CfnRoute(this, 'Back', { routeTableId, destinationCidrBlock: <CIDR of the host's VPC>, vpcPeeringConnectionId or transitGatewayId })`,
        cloudFormation: `add an AWS::EC2::Route to ${d.table}: DestinationCidrBlock the CIDR block of the host's VPC, VpcPeeringConnectionId or TransitGatewayId`,
      }),
    }),
  },
});
