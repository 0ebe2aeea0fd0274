import { defineCheck } from '../check';

/** A host with IPv6 addresses only needs endpoints that answer with IPv6, and the other way round. */
export const endpointAddressFamily = defineCheck({
  id: 'EndpointAddressFamily',
  severity: 'error',
  title: 'The endpoint has no address of the kind the host has',
  reasons: ['endpointOtherFamily'],
});
