import { defineCheck } from '../check';
import { systemsManagerGuide } from '../links';

/** What a boundary does not allow, no policy of the role can give. */
export const permissionsBoundaryBlocks = defineCheck({
  id: 'PermissionsBoundaryBlocks',
  severity: 'error',
  title: 'The permissions boundary does not allow actions the agent needs',
  why: 'What a permissions boundary does not allow, no policy of the role can give.',
  symptom: 'The right policy is attached, and still "SSM Agent is not online"; the agent\'s log says `AccessDeniedException`.',
  links: [systemsManagerGuide('setup-instance-permissions'), systemsManagerGuide('systems-manager-setting-up-messageAPIs')],
  reasons: ['boundaryLacksAction'],
});
