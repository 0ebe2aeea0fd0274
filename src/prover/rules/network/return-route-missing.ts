import { defineCheck } from '../check';
import { peeringGuide, reachabilityGuide } from '../links';

/** A connection needs routes both ways. */
export const returnRouteMissing = defineCheck({
  id: 'ReturnRouteMissing',
  severity: 'error',
  title: 'Replies from the other VPC find no way back',
  why: 'A connection needs routes both ways. The request reaches the endpoint\'s VPC, and its subnet has no route back to the host.',
  symptom: '"SSM Agent is not online"; the host\'s route table is right, and connections time out.',
  links: [peeringGuide('vpc-peering-basics'), reachabilityGuide('explanation-codes')],
  reasons: ['returnRouteMissing'],
});
