import { defineCheck } from '../check';
import { systemsManagerGuide } from '../links';

/** An empty profile gives no credentials. */
export const instanceProfileWithoutRole = defineCheck({
  id: 'InstanceProfileWithoutRole',
  severity: 'error',
  title: 'The instance profile holds no role',
  why: 'An instance profile is a container for one role. An empty one gives no credentials.',
  symptom: 'The console shows an instance profile on the instance; the agent\'s log says `EC2RoleRequestError: no EC2 instance role found`.',
  links: [systemsManagerGuide('setup-instance-permissions'), systemsManagerGuide('getting-started-create-iam-instance-profile')],
  reasons: ['profileWithoutRole'],
});
