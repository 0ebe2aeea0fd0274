import { defineCheck } from '../check';
import { systemsManagerGuide } from '../links';

/** Only in a branch, until the next boot, or before something that is not shown: no proof, but rarely meant. */
export const agentMayBeStopped = defineCheck({
  id: 'AgentMayBeStopped',
  severity: 'warning',
  title: 'User data may leave the SSM Agent stopped or removed',
  why: 'User data stops or removes the agent in a branch, until the next boot, or before something that is not shown. It proves nothing, but it is rarely meant.',
  symptom: 'The node is online and later shows "Connection lost", or only some hosts of a group appear.',
  links: [systemsManagerGuide('troubleshooting-ssm-agent')],
  reasons: ['agentMaybeStopped', 'agentMaybeRemoved'],
});
