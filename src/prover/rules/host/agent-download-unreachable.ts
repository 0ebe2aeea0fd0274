import { defineCheck } from '../check';
import { privateLinkGuide, systemsManagerGuide } from '../links';

/** What the image carries is not known, so the download may be what the host depends on. */
export const agentDownloadUnreachable = defineCheck({
  id: 'AgentDownloadUnreachable',
  severity: 'warning',
  title: 'User data fetches the SSM Agent from an address the host cannot reach',
  why: 'What an unknown image carries cannot be told, so the download in user data may be all that brings the agent. In a subnet without a way to that address it hangs until it gives up.',
  symptom: 'If the image has no agent, the instance never appears in Fleet Manager; cloud-init\'s log ends in a timeout of curl, wget, yum or dnf.',
  links: [systemsManagerGuide('agent-install-al2'), privateLinkGuide('gateway-endpoints')],
  reasons: ['agentDownloadUnreachable'],
});
