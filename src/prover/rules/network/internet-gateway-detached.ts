import { defineCheck } from '../check';
import { reachabilityGuide, vpcGuide } from '../links';

/** A route to a gateway that is attached elsewhere, or nowhere, is a black hole. */
export const internetGatewayDetached = defineCheck({
  id: 'InternetGatewayDetached',
  severity: 'error',
  title: 'The route leads to an internet gateway that is not attached to the VPC',
  why: 'An internet gateway works only for the VPC it is attached to. A route to one that is attached elsewhere, or nowhere, is a black hole.',
  symptom: '"SSM Agent is not online"; nothing in the subnet reaches the internet.',
  links: [vpcGuide('VPC_Internet_Gateway'), reachabilityGuide('explanation-codes')],
  reasons: ['internetGatewayDetached'],
});
