import { defineCheck } from '../check';
import { reachabilityGuide, vpcGuide } from '../links';

/** A NAT instance must not check source and destination, and its groups must let the packets through. */
export const natInstanceUnusable = defineCheck({
  id: 'NatInstanceUnusable',
  severity: 'error',
  title: 'The instance the route leads to drops the packets',
  why: 'EC2 drops packets that are neither from nor for an instance unless its source/destination check is off; and a NAT instance needs groups that let its clients in, a public address and a route to the internet gateway.',
  symptom: '"SSM Agent is not online" in the subnets behind the instance; the instance itself is online.',
  links: [reachabilityGuide('explanation-codes'), vpcGuide('nat-gateway-basics')],
  reasons: ['sourceDestCheck', 'natInstanceGroupsBlock', 'natInstanceInClientSubnet', 'natInstanceWithoutAddress', 'natInstanceWithoutInternetRoute'],
});
