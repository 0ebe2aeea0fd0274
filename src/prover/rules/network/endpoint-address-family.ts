import { defineCheck } from '../check';
import { systemsManagerGuide } from '../links';

/** A host with IPv6 addresses only needs endpoints that answer with IPv6, and the other way round. */
export const endpointAddressFamily = defineCheck({
  id: 'EndpointAddressFamily',
  severity: 'error',
  title: 'The endpoint has no address of the kind the host has',
  why: 'A host with IPv6 addresses only needs endpoints that answer with IPv6 addresses, and a host with IPv4 only needs IPv4. The other kind is of no use to it.',
  symptom: '"SSM Agent is not online"; the service\'s name resolves, to addresses that the host cannot use.',
  links: [systemsManagerGuide('setup-create-vpc'), systemsManagerGuide('ssm-agent-technical-details')],
  reasons: ['endpointOtherFamily'],
});
