import { fault } from '../fault';
import { systemsManagerGuide } from '../links';
import { defineRule } from '../rule';
import { a } from '../wording';

/** It is for the service-linked role, and does not let the agent speak. */
export const serviceRolePolicyOnInstance = defineRule({
  id: 'ServiceRolePolicyOnInstance',
  severity: 'warning',
  title: 'The role has the policy of the Systems Manager service itself',
  why: '`AmazonSSMServiceRolePolicy` is for the service-linked role of Systems Manager itself. It does not let an agent speak, and is often taken for the policy that does.',
  symptom: 'A policy with SSM in its name is attached, and "SSM Agent is not online".',
  links: [systemsManagerGuide('setup-instance-permissions'), systemsManagerGuide('getting-started-create-iam-instance-profile')],
  faults: {
    serviceRolePolicy: fault<'role'>({
      code: 'SERVICE_ROLE_POLICY_ON_INSTANCE',
      hop: 'identity',
      words: (d) => ({
        message: `${a('role', d.role)} has AmazonSSMServiceRolePolicy, which is for the service-linked role of Systems Manager and grants the agent nothing`,
        cdk: 'attach AmazonSSMManagedInstanceCore instead',
        cloudFormation: `attach AmazonSSMManagedInstanceCore to ${d.role} instead`,
      }),
    }),
  },
});
