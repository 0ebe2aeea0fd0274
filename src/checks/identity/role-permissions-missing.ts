import { defineCheck } from '../check';

/** The agent registers with ssm:UpdateInstanceInformation and talks by four ssmmessages actions. */
export const rolePermissionsMissing = defineCheck({
  id: 'RolePermissionsMissing',
  severity: 'error',
  title: 'The role lacks actions the agent needs',
  reasons: ['actionMissing', 'roleSaidTooLittle'],
});
