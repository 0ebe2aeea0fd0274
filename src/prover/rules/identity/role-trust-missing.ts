import { defineCheck } from '../check';
import { systemsManagerGuide } from '../links';

/** A profile hands out credentials only if its role trusts ec2.amazonaws.com. */
export const roleTrustMissing = defineCheck({
  id: 'RoleTrustMissing',
  severity: 'error',
  title: 'EC2 may not assume the role of the instance profile',
  why: 'EC2 hands out credentials of a role only if the role\'s trust policy lets `ec2.amazonaws.com` assume it.',
  symptom: '"SSM Agent is not online"; the metadata service answers `AssumeRoleUnauthorizedAccess` instead of credentials.',
  links: [systemsManagerGuide('setup-instance-permissions'), systemsManagerGuide('getting-started-create-iam-instance-profile')],
  reasons: ['trustMissing', 'trustDenied'],
});
