import { defineCheck } from '../check';

/** It lets every instance read and write every bucket of the account. */
export const managedPolicyDeprecated = defineCheck({
  id: 'ManagedPolicyDeprecated',
  severity: 'warning',
  title: 'The role has the deprecated policy AmazonEC2RoleforSSM',
  reasons: ['deprecatedPolicy'],
});
