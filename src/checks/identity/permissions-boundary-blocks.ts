import { defineCheck } from '../check';

/** What a boundary does not allow, no policy of the role can give. */
export const permissionsBoundaryBlocks = defineCheck({
  id: 'PermissionsBoundaryBlocks',
  severity: 'error',
  title: 'The permissions boundary does not allow actions the agent needs',
  reasons: ['boundaryLacksAction'],
});
