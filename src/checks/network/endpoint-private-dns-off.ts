import { defineCheck } from '../check';

/** The agent dials the service's public name; without private DNS that name never leads to the endpoint. */
export const endpointPrivateDnsOff = defineCheck({
  id: 'EndpointPrivateDnsOff',
  severity: 'error',
  title: 'The endpoint exists, but the service name does not resolve to it',
  reasons: ['privateDnsOff'],
});
