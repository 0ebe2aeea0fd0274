import { defineCheck } from '../check';

/** One Deny outweighs every Allow. */
export const rolePermissionsDenied = defineCheck({
  id: 'RolePermissionsDenied',
  severity: 'error',
  title: 'A policy explicitly denies actions the agent needs',
  reasons: ['actionDenied'],
});
