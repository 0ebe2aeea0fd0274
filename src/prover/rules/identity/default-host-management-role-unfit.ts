import { fault } from '../fault';
import { systemsManagerGuide } from '../links';
import { defineRule } from '../rule';
import { a, and } from '../wording';

/** The role of the account setting must trust ssm.amazonaws.com and allow what the agent does. */
export const defaultHostManagementRoleUnfit = defineRule({
  id: 'DefaultHostManagementRoleUnfit',
  severity: 'error',
  title: 'The Default Host Management role lacks trust or permissions',
  why: 'Default Host Management hands the role of an account setting to instances without a profile. That role must trust `ssm.amazonaws.com` and allow what the agent does.',
  symptom: 'The setting is "Customized", and instances without a profile still do not appear; the agent\'s log says `no valid credentials could be retrieved for ec2 identity. Default Host Management Err`.',
  links: [systemsManagerGuide('fleet-manager-default-host-management-configuration'), systemsManagerGuide('quick-setup-default-host-management-configuration')],
  faults: {
    defaultHostManagementRole: fault<'role', 'actions' | 'action'>({
      code: 'DEFAULT_HOST_MANAGEMENT_ROLE_UNFIT',
      hop: 'identity',
      words: (d) => ({
        message: `the Default Host Management ${a('role', d.role)} ${d.actions || d.action ? `does not allow ${and(d.actions ?? d.action)}` : 'does not trust ssm.amazonaws.com'}`,
        cdk: 'use the role that new DefaultHostManagement(this, \'HostManagement\') creates',
        cloudFormation: `trust ssm.amazonaws.com in ${d.role} and give it the managed policy AmazonSSMManagedEC2InstanceDefaultPolicy`,
      }),
    }),
  },
});
