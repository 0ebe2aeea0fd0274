import { defineCheck } from '../check';

/** A transit gateway needs an attachment in the zone of the host, routes of its own, and a way on from the other VPC. */
export const transitGatewayUnusable = defineCheck({
  id: 'TransitGatewayUnusable',
  severity: 'error',
  title: 'The transit gateway does not lead there',
  reasons: ['transitNotAttached', 'transitZoneMissing', 'transitRouteMissing', 'transitExitMissing'],
});
