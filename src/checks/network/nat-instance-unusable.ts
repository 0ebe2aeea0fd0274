import { defineCheck } from '../check';

/** A NAT instance must not check source and destination, and its groups must let the packets through. */
export const natInstanceUnusable = defineCheck({
  id: 'NatInstanceUnusable',
  severity: 'error',
  title: 'The instance the route leads to drops the packets',
  reasons: ['sourceDestCheck', 'natInstanceGroupsBlock', 'natInstanceInClientSubnet', 'natInstanceWithoutAddress', 'natInstanceWithoutInternetRoute'],
});
