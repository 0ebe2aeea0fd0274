import { defineCheck } from '../check';

/** Only in a branch, until the next boot, or before something that is not shown: no proof, but rarely meant. */
export const agentMayBeStopped = defineCheck({
  id: 'AgentMayBeStopped',
  severity: 'warning',
  title: 'User data may leave the SSM Agent stopped or removed',
  reasons: ['agentMaybeStopped', 'agentMaybeRemoved'],
});
