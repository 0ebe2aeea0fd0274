import { defineCheck } from '../check';

/** Whoever answers with another service's address fails the TLS handshake. */
export const privateZoneMisdirects = defineCheck({
  id: 'PrivateZoneMisdirects',
  severity: 'error',
  title: 'A private hosted zone sends the name to an endpoint of another service',
  reasons: ['zoneLeadsElsewhere'],
});
