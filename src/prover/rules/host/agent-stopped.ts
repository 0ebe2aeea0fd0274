import { defineCheck } from '../check';
import { systemsManagerGuide } from '../links';

/** What comes with the image may leave with user data. */
export const agentStopped = defineCheck({
  id: 'AgentStopped',
  severity: 'error',
  title: 'User data stops or removes the SSM Agent for good',
  why: 'The agent that comes with the image leaves with user data: it is stopped and kept from starting again, or removed.',
  symptom: 'The instance never appears in Fleet Manager, or shows "Connection lost" soon after its first boot.',
  links: [systemsManagerGuide('troubleshooting-ssm-agent')],
  reasons: ['agentStopped', 'agentRemoved'],
});
