import { defineCheck } from '../check';
import { privateLinkGuide, systemsManagerGuide } from '../links';

/** The agent dials the service's public name; without private DNS that name never leads to the endpoint. */
export const endpointPrivateDnsOff = defineCheck({
  id: 'EndpointPrivateDnsOff',
  severity: 'error',
  title: 'The endpoint exists, but the service name does not resolve to it',
  why: 'The agent dials the service\'s public name. Without private DNS, or a private hosted zone that does the same, that name never leads to the endpoint.',
  symptom: '"SSM Agent is not online"; the name resolves to public addresses, and connections there time out.',
  links: [privateLinkGuide('privatelink-access-aws-services'), systemsManagerGuide('ssm-agent-technical-details')],
  reasons: ['privateDnsOff'],
});
