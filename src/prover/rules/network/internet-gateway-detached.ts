import { fault } from '../fault';
import { reachabilityGuide, vpcGuide } from '../links';
import { defineRule } from '../rule';
import { a } from '../wording';

/** A route to a gateway that is attached elsewhere, or nowhere, is a black hole. */
export const internetGatewayDetached = defineRule({
  id: 'InternetGatewayDetached',
  severity: 'error',
  title: 'The route targets an internet gateway that is not attached to the VPC',
  why: 'An internet gateway works only for the VPC it is attached to. A route to one that is attached elsewhere, or nowhere, is a black hole.',
  symptom: '"SSM Agent is not online"; nothing in the subnet reaches the internet.',
  links: [vpcGuide('VPC_Internet_Gateway'), reachabilityGuide('explanation-codes')],
  faults: {
    internetGatewayDetached: fault<'route' | 'vpc'>({
      code: 'IGW_NOT_ATTACHED_TO_VPC',
      hop: 'route',
      stops: 'vpc-border',
      repair: 'attachGateway',
      words: (d) => ({
        message: `${a('route', d.route)} targets an internet gateway that is not attached to ${a('VPC', d.vpc)}`,
        cdk: 'attach it: new ec2.CfnVPCGatewayAttachment(this, \'Attach\', { vpcId, internetGatewayId })',
        cloudFormation: `add an AWS::EC2::VPCGatewayAttachment with ${d.vpc} and that gateway`,
      }),
    }),
  },
});
