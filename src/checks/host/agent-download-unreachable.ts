import { defineCheck } from '../check';

/** What the image carries is not known, so the download may be what the host depends on. */
export const agentDownloadUnreachable = defineCheck({
  id: 'AgentDownloadUnreachable',
  severity: 'warning',
  title: 'User data fetches the SSM Agent from an address the host cannot reach',
  reasons: ['agentDownloadUnreachable'],
});
