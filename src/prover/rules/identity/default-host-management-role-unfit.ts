import { defineCheck } from '../check';
import { systemsManagerGuide } from '../links';

/** The role of the account setting must trust ssm.amazonaws.com and allow what the agent does. */
export const defaultHostManagementRoleUnfit = defineCheck({
  id: 'DefaultHostManagementRoleUnfit',
  severity: 'error',
  title: 'The Default Host Management role cannot do its work',
  why: 'Default Host Management hands the role of an account setting to instances without a profile. That role must trust `ssm.amazonaws.com` and allow what the agent does.',
  symptom: 'The setting is "Customized", and instances without a profile still do not appear; the agent\'s log says `no valid credentials could be retrieved for ec2 identity. Default Host Management Err`.',
  links: [systemsManagerGuide('fleet-manager-default-host-management-configuration'), systemsManagerGuide('quick-setup-default-host-management-configuration')],
  reasons: ['defaultHostManagementRole'],
});
