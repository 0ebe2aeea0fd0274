import { defineCheck } from '../check';

/** The endpoint's own security group must admit the host on 443, or its packets die at the door. */
export const endpointIngressBlocked = defineCheck({
  id: 'EndpointIngressBlocked',
  severity: 'error',
  title: 'The endpoint\'s own security group does not admit the host on 443',
  reasons: ['endpointBlocksIn'],
});
