import { defineCheck } from '../check';
import { systemsManagerGuide } from '../links';

/** No agent, no managed node. */
export const agentMissing = defineCheck({
  id: 'AgentMissing',
  severity: 'error',
  title: 'The image does not carry the SSM Agent and nothing installs it',
  why: 'Everything Systems Manager does on an instance is done by the SSM Agent. Red Hat, Debian and minimal Amazon Linux images come without it, and here nothing installs it.',
  symptom: 'The instance never appears in Fleet Manager; "SSM Agent is not online", and `start-session` answers `TargetNotConnected`.',
  links: [systemsManagerGuide('ami-preinstalled-agent'), systemsManagerGuide('agent-install-rhel')],
  reasons: ['imageLacksAgent'],
});
