import { defineCheck } from '../check';

/** What comes with the image may leave with user data. */
export const agentStopped = defineCheck({
  id: 'AgentStopped',
  severity: 'error',
  title: 'User data stops or removes the SSM Agent for good',
  reasons: ['agentStopped', 'agentRemoved'],
});
