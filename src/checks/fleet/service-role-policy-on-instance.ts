import { defineCheck } from '../check';

/** It is for the service-linked role, and does not let the agent speak. */
export const serviceRolePolicyOnInstance = defineCheck({
  id: 'ServiceRolePolicyOnInstance',
  severity: 'warning',
  title: 'The role has the policy of the Systems Manager service itself',
  reasons: ['serviceRolePolicy'],
});
