import { defineCheck } from '../check';

/** No agent, no managed node. */
export const agentMissing = defineCheck({
  id: 'AgentMissing',
  severity: 'error',
  title: 'The image does not carry the SSM Agent and nothing installs it',
  reasons: ['imageLacksAgent'],
});
