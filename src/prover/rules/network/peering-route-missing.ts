import { defineCheck } from '../check';
import { peeringGuide, systemsManagerGuide } from '../links';

/** Peering joins two VPCs, no third one, and no gateway of theirs; each side needs a route. */
export const peeringRouteMissing = defineCheck({
  id: 'PeeringRouteMissing',
  severity: 'error',
  title: 'Nothing leads to the VPC that holds the endpoint',
  why: 'The service\'s name leads to an endpoint in another VPC. Peering joins two VPCs and no third one, and the host\'s route table must send the addresses of the other VPC to the peering connection.',
  symptom: '"SSM Agent is not online"; the name resolves to an address of the other VPC, and connections there time out.',
  links: [peeringGuide('vpc-peering-basics'), systemsManagerGuide('setup-create-vpc')],
  reasons: ['peerRouteMissing', 'peeringLeadsElsewhere', 'peeringLeadsNoFurther'],
});
