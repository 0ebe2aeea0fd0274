import { defineCheck } from '../check';
import { privateLinkGuide, systemsManagerGuide } from '../links';

/** It works; it does not outlive a failure of the zones the endpoint is in. */
export const endpointZoneMissing = defineCheck({
  id: 'EndpointZoneMissing',
  severity: 'info',
  title: 'The endpoint has no network interface in the host\'s Availability Zone',
  why: 'One network interface serves hosts of all zones. It works, and it does not outlive a failure of the zones the endpoint is in; traffic between zones is billed.',
  symptom: 'Nothing, until an Availability Zone fails: then hosts in the others show "Connection lost".',
  links: [privateLinkGuide('privatelink-access-aws-services'), systemsManagerGuide('troubleshooting-ssm-agent')],
  reasons: ['endpointZoneMissing'],
});
