import { defineCheck } from '../check';

/** An image without the agent depends on a download at boot; without a way to its source there never is an agent. */
export const agentInstallUnreachable = defineCheck({
  id: 'AgentInstallUnreachable',
  severity: 'error',
  title: 'User data installs the SSM Agent from an address the host cannot reach',
  reasons: ['agentInstallUnreachable'],
});
