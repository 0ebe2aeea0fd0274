import { defineCheck } from '../check';

/** CDK can emit `SubnetIds: []` in silence; such an endpoint captures the name and has nowhere to send it. */
export const endpointWithoutSubnets = defineCheck({
  id: 'EndpointWithoutSubnets',
  severity: 'error',
  title: 'The endpoint has no network interface in any subnet',
  reasons: ['endpointWithoutSubnets'],
});
