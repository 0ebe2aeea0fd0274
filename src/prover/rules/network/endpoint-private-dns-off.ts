import { fault } from '../fault';
import { privateLinkGuide, systemsManagerGuide } from '../links';
import { defineRule } from '../rule';
import { a, and } from '../wording';

/** The agent dials the service's public name; without private DNS that name never leads to the endpoint. */
export const endpointPrivateDnsOff = defineRule({
  id: 'EndpointPrivateDnsOff',
  severity: 'error',
  title: 'The endpoint exists, but the service name does not resolve to it',
  why: 'The agent dials the service\'s public name. Without private DNS, or a private hosted zone that does the same, that name never leads to the endpoint.',
  symptom: '"SSM Agent is not online"; the name resolves to public addresses, and connections there time out.',
  links: [privateLinkGuide('privatelink-access-aws-services'), systemsManagerGuide('ssm-agent-technical-details')],
  faults: {
    privateDnsOff: fault<'service' | 'endpoint' | 'subnet'>({
      code: 'ENDPOINT_PRIVATE_DNS_DISABLED',
      hop: 'name',
      repair: 'privateDnsOn',
      words: (d) => ({
        message: `the name of ${and(d.service)} does not resolve to ${and(d.endpoint)}: private DNS of the endpoint is disabled, and ${a('subnet', and(d.subnet))} has no path to the internet`,
        cdk: `set privateDnsEnabled: true on ${and(d.endpoint)}`,
        cloudFormation: `set PrivateDnsEnabled: true on ${and(d.endpoint)}`,
      }),
    }),
  },
});
