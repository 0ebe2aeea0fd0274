import { fault } from '../fault';
import { privateLinkGuide, systemsManagerGuide } from '../links';
import { defineRule } from '../rule';
import { and, many } from '../wording';

/** It works; it does not outlive a failure of the zones the endpoint is in. */
export const endpointZoneMissing = defineRule({
  id: 'EndpointZoneMissing',
  severity: 'info',
  title: 'The endpoint has no network interface in the host\'s Availability Zone',
  why: 'One network interface serves hosts of all zones. It works, and it does not outlive a failure of the zones the endpoint is in; traffic between zones is billed.',
  symptom: 'Nothing, until an Availability Zone fails: then hosts in the others show "Connection lost".',
  links: [privateLinkGuide('privatelink-access-aws-services'), systemsManagerGuide('troubleshooting-ssm-agent')],
  faults: {
    endpointZoneMissing: fault<'endpoint' | 'subnet'>({
      code: 'ENDPOINT_ZONE_MISSING',
      hop: 'way in',
      words: (d) => ({
        message: `${and(d.endpoint)} ${many(d.endpoint) ? 'have' : 'has'} no network interface in the Availability Zone of ${and(d.subnet)}: if the other zone fails, the instance loses its connection`,
        cdk: 'place the endpoint in a subnet of each Availability Zone that has instances',
        cloudFormation: `add a subnet of that Availability Zone to SubnetIds of ${and(d.endpoint)}`,
      }),
    }),
  },
});
