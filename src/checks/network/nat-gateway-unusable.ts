import { defineCheck } from '../check';

/** A NAT gateway needs a public address and a subnet of its own with a route to the internet gateway. */
export const natGatewayUnusable = defineCheck({
  id: 'NatGatewayUnusable',
  severity: 'error',
  title: 'The NAT gateway the route leads to cannot reach the internet',
  reasons: ['natPrivate', 'natWithoutAddress', 'natInClientSubnet', 'natWithoutInternetRoute'],
});
