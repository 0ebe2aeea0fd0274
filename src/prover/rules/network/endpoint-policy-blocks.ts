import { defineCheck } from '../check';
import { privateLinkGuide, systemsManagerGuide } from '../links';

/** An endpoint policy judges every call on top of the role's own permissions. */
export const endpointPolicyBlocks = defineCheck({
  id: 'EndpointPolicyBlocks',
  severity: 'error',
  title: 'The endpoint\'s policy does not let the agent\'s calls through',
  why: 'An endpoint policy judges every call that goes through the endpoint, on top of the role\'s own permissions. Without a policy it lets everything pass.',
  symptom: 'Port 443 answers, and the agent\'s log says `AccessDeniedException`; "SSM Agent is not online".',
  links: [privateLinkGuide('vpc-endpoints-access'), systemsManagerGuide('setup-create-vpc')],
  reasons: ['endpointPolicyBlocks'],
});
