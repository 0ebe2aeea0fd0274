import { defineCheck } from '../check';
import { vpcGuide } from '../links';

/** A NAT gateway needs a public address and a subnet of its own with a route to the internet gateway. */
export const natGatewayUnusable = defineCheck({
  id: 'NatGatewayUnusable',
  severity: 'error',
  title: 'The NAT gateway the route leads to cannot reach the internet',
  why: 'A NAT gateway needs a public address, and a subnet other than its client\'s with a route to the internet gateway. Otherwise the route leads to it and no further.',
  symptom: '"SSM Agent is not online"; the route table looks right, and connections time out.',
  links: [vpcGuide('nat-gateway-basics'), vpcGuide('nat-gateway-troubleshooting')],
  reasons: ['natPrivate', 'natWithoutAddress', 'natInClientSubnet', 'natWithoutInternetRoute'],
});
