import { defineCheck } from '../check';
import { privateLinkGuide, systemsManagerGuide } from '../links';

/** Whoever answers with another service's address fails the TLS handshake. */
export const privateZoneMisdirects = defineCheck({
  id: 'PrivateZoneMisdirects',
  severity: 'error',
  title: 'A private hosted zone sends the name to an endpoint of another service',
  why: 'A private hosted zone answers before public DNS does. If it sends one service\'s name to the endpoint of another service, the TLS handshake fails.',
  symptom: '"SSM Agent is not online"; port 443 answers, and the agent\'s log complains of a certificate for another name.',
  links: [systemsManagerGuide('setup-create-vpc'), privateLinkGuide('privatelink-access-aws-services')],
  reasons: ['zoneLeadsElsewhere'],
});
