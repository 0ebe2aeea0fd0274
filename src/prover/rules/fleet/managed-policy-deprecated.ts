import { fault } from '../fault';
import { systemsManagerGuide } from '../links';
import { defineRule } from '../rule';

/** It lets every instance read and write every bucket of the account. */
export const managedPolicyDeprecated = defineRule({
  id: 'ManagedPolicyDeprecated',
  severity: 'warning',
  title: 'The role has the deprecated policy AmazonEC2RoleforSSM',
  why: '`AmazonEC2RoleforSSM` lets every instance that has it read and write every bucket of the account. AWS has replaced it by `AmazonSSMManagedInstanceCore`.',
  symptom: 'Nothing: the node works, and may do far more than it needs.',
  links: [systemsManagerGuide('setup-instance-permissions')],
  faults: {
    deprecatedPolicy: fault<'role'>({
      code: 'DEPRECATED_MANAGED_POLICY',
      hop: 'identity',
      words: (d) => ({
        message: `${d.role} has AmazonEC2RoleforSSM, which AWS has deprecated: it opens every bucket of the account to the instance`,
        cdk: 'attach AmazonSSMManagedInstanceCore instead, and what else it really needs',
        cloudFormation: `attach AmazonSSMManagedInstanceCore to ${d.role} instead, and what else it really needs`,
      }),
    }),
  },
});
