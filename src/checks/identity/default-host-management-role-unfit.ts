import { defineCheck } from '../check';

/** The role of the account setting must trust ssm.amazonaws.com and allow what the agent does. */
export const defaultHostManagementRoleUnfit = defineCheck({
  id: 'DefaultHostManagementRoleUnfit',
  severity: 'error',
  title: 'The Default Host Management role cannot do its work',
  reasons: ['defaultHostManagementRole'],
});
