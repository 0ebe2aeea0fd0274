import { defineCheck } from '../check';

/** An endpoint policy judges every call on top of the role's own permissions. */
export const endpointPolicyBlocks = defineCheck({
  id: 'EndpointPolicyBlocks',
  severity: 'error',
  title: 'The endpoint\'s policy does not let the agent\'s calls through',
  reasons: ['endpointPolicyBlocks'],
});
