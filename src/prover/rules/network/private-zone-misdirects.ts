import { fault } from '../fault';
import { privateLinkGuide, systemsManagerGuide } from '../links';
import { defineRule } from '../rule';
import { and } from '../wording';

/** Whoever answers with another service's address fails the TLS handshake. */
export const privateZoneMisdirects = defineRule({
  id: 'PrivateZoneMisdirects',
  severity: 'error',
  title: 'A private hosted zone sends the name to an endpoint of another service',
  why: 'A private hosted zone answers before public DNS does. If it sends one service\'s name to the endpoint of another service, the TLS handshake fails.',
  symptom: '"SSM Agent is not online"; port 443 answers, and the agent\'s log complains of a certificate for another name.',
  links: [systemsManagerGuide('setup-create-vpc'), privateLinkGuide('privatelink-access-aws-services')],
  faults: {
    zoneLeadsElsewhere: fault<'zone' | 'service' | 'endpoint'>({
      code: 'PRIVATE_ZONE_NAMES_OTHER_SERVICE',
      hop: 'name',
      repair: 'renameRecord',
      words: (d) => ({
        message: `private hosted zone ${d.zone} resolves the name of ${and(d.service)} to ${d.endpoint}, an endpoint of another service`,
        cdk: `target the endpoint for ${and(d.service)} in the record of ${d.zone}: RecordTarget.fromAlias(new InterfaceVpcEndpointTarget(endpoint))`,
        cloudFormation: `set AliasTarget of the record in ${d.zone} to the endpoint for ${and(d.service)}`,
      }),
    }),
  },
});
