import { defineCheck } from '../check';
import { systemsManagerGuide } from '../links';

/** The agent itself tries again; a download in user data has one chance. */
export const agentInstallRacesNetwork = defineCheck({
  id: 'AgentInstallRacesNetwork',
  severity: 'warning',
  title: 'User data that runs once installs the SSM Agent over a way that may not be there yet',
  why: 'The agent tries again when its network comes late; a download in user data runs once, at the first boot. If the route comes a second later, the host stays without an agent for good.',
  symptom: 'The instance is missing in Fleet Manager after one deployment and there after the next; cloud-init\'s log shows that the download of the agent failed.',
  links: [systemsManagerGuide('agent-install-al2'), systemsManagerGuide('fleet-manager-troubleshooting-managed-nodes')],
  reasons: ['agentInstallRaces'],
});
