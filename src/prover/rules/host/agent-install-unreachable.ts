import { defineCheck } from '../check';
import { privateLinkGuide, systemsManagerGuide } from '../links';

/** An image without the agent depends on a download at boot; without a way to its source there never is an agent. */
export const agentInstallUnreachable = defineCheck({
  id: 'AgentInstallUnreachable',
  severity: 'error',
  title: 'User data installs the SSM Agent from an address the host cannot reach',
  why: 'An image without the agent depends on the download at boot. Without a way to its source there never is an agent, and without an agent there is no managed node.',
  symptom: 'The instance never appears in Fleet Manager, and `start-session` answers `TargetNotConnected`; cloud-init\'s log ends in a timeout.',
  links: [systemsManagerGuide('agent-install-rhel'), privateLinkGuide('gateway-endpoints')],
  reasons: ['agentInstallUnreachable'],
});
