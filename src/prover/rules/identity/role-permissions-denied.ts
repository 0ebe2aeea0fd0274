import { defineCheck } from '../check';
import { systemsManagerGuide } from '../links';

/** One Deny outweighs every Allow. */
export const rolePermissionsDenied = defineCheck({
  id: 'RolePermissionsDenied',
  severity: 'error',
  title: 'A policy explicitly denies actions the agent needs',
  why: 'One Deny outweighs every Allow, wherever it stands.',
  symptom: 'The right policy is attached, and still "SSM Agent is not online"; the agent\'s log says `AccessDeniedException`, with an explicit deny.',
  links: [systemsManagerGuide('setup-instance-permissions'), systemsManagerGuide('systems-manager-setting-up-messageAPIs')],
  reasons: ['actionDenied'],
});
