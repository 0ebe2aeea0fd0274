import { fault } from '../fault';
import { systemsManagerGuide } from '../links';
import { defineRule } from '../rule';
import { a } from '../wording';

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
        message: `${a('role', d.role)} has AmazonEC2RoleforSSM, which AWS has deprecated because it grants access to every S3 bucket of the account`,
        cdk: 'attach AmazonSSMManagedInstanceCore instead, and the other permissions that the instance requires',
        cloudFormation: `attach AmazonSSMManagedInstanceCore to ${d.role} instead, and the other permissions that the instance requires`,
      }),
    }),
  },
});
