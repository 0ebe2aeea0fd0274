import { defineCheck } from '../check';

/** It works; it does not outlive a failure of the zones the endpoint is in. */
export const endpointZoneMissing = defineCheck({
  id: 'EndpointZoneMissing',
  severity: 'info',
  title: 'The endpoint has no network interface in the host\'s Availability Zone',
  reasons: ['endpointZoneMissing'],
});
