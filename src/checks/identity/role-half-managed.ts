import { defineCheck } from '../check';

/** The agent sees that the profile registers, never tries Default Host Management, and then cannot connect. */
export const roleHalfManaged = defineCheck({
  id: 'RoleHalfManaged',
  severity: 'error',
  title: 'The role lets the agent register but not open a channel',
  reasons: ['halfManaged'],
});
