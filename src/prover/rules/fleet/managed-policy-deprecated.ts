import { defineCheck } from '../check';
import { systemsManagerGuide } from '../links';

/** It lets every instance read and write every bucket of the account. */
export const managedPolicyDeprecated = defineCheck({
  id: 'ManagedPolicyDeprecated',
  severity: 'warning',
  title: 'The role has the deprecated policy AmazonEC2RoleforSSM',
  why: '`AmazonEC2RoleforSSM` lets every instance that has it read and write every bucket of the account. AWS has replaced it by `AmazonSSMManagedInstanceCore`.',
  symptom: 'Nothing: the node works, and may do far more than it needs.',
  links: [systemsManagerGuide('setup-instance-permissions')],
  reasons: ['deprecatedPolicy'],
});
