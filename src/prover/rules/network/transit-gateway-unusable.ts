import { defineCheck } from '../check';
import { reachabilityGuide, systemsManagerGuide } from '../links';

/** A transit gateway needs an attachment in the zone of the host, routes of its own, and a way on from the other VPC. */
export const transitGatewayUnusable = defineCheck({
  id: 'TransitGatewayUnusable',
  severity: 'error',
  title: 'The transit gateway does not lead there',
  why: 'A transit gateway needs an attachment in the host\'s zone, routes of its own, and a way on from the other VPC. A route to it in the subnet\'s table is only the first step.',
  symptom: '"SSM Agent is not online"; the subnet\'s route table is right, and connections time out.',
  links: [reachabilityGuide('explanation-codes'), systemsManagerGuide('setup-create-vpc')],
  reasons: ['transitNotAttached', 'transitZoneMissing', 'transitNotAssociated', 'transitRouteMissing', 'transitExitMissing'],
});
