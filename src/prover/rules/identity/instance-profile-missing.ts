import { defineCheck } from '../check';
import { systemsManagerGuide } from '../links';

/** Without a profile the agent finds no credentials, unless Default Host Management hands it some. */
export const instanceProfileMissing = defineCheck({
  id: 'InstanceProfileMissing',
  severity: 'error',
  title: 'The host has no instance profile',
  why: 'The agent signs every call. Without an instance profile it has nothing to sign with, unless the account\'s Default Host Management hands it a role.',
  symptom: '"The instance you selected isn\'t configured to use Session Manager"; the agent\'s log says `EC2RoleRequestError: no EC2 instance role found`.',
  links: [systemsManagerGuide('setup-instance-permissions'), systemsManagerGuide('fleet-manager-default-host-management-configuration')],
  reasons: ['noInstanceProfile'],
});
