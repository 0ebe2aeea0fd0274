import { defineCheck } from '../check';

/** Endpoints for some of the agent's services do not serve the others: each name needs its own way. */
export const endpointMissing = defineCheck({
  id: 'EndpointMissing',
  severity: 'error',
  title: 'A service the agent needs has no endpoint in a VPC that works by endpoints',
  reasons: ['endpointMissing'],
});
