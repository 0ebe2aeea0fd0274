import { defineCheck } from '../check';
import { reachabilityGuide } from '../links';

/** VPC Block Public Access overrules routes and public addresses in a whole account and Region. */
export const publicAccessBlocked = defineCheck({
  id: 'PublicAccessBlocked',
  severity: 'error',
  title: 'VPC Block Public Access keeps the subnet from its internet gateway',
  why: 'VPC Block Public Access overrules routes and public addresses in a whole account and Region, unless an exclusion names the VPC or the subnet.',
  symptom: '"SSM Agent is not online" in every public subnet of the Region at once.',
  links: [reachabilityGuide('explanation-codes'), reachabilityGuide('how-reachability-analyzer-works')],
  reasons: ['publicAccessBlocked'],
});
