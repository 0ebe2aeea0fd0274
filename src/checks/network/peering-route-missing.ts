import { defineCheck } from '../check';

/** Peering joins two VPCs, no third one, and no gateway of theirs; each side needs a route. */
export const peeringRouteMissing = defineCheck({
  id: 'PeeringRouteMissing',
  severity: 'error',
  title: 'Nothing leads to the VPC that holds the endpoint',
  reasons: ['peerRouteMissing', 'peeringLeadsElsewhere', 'peeringLeadsNoFurther'],
});
