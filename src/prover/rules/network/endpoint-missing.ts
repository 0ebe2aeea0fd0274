import { defineCheck } from '../check';
import { systemsManagerGuide } from '../links';

/** Endpoints for some of the agent's services do not serve the others: each name needs its own way. */
export const endpointMissing = defineCheck({
  id: 'EndpointMissing',
  severity: 'error',
  title: 'A service the agent needs has no endpoint in a VPC that works by endpoints',
  why: 'Each service has a name of its own, and each name needs its own way. Endpoints for some of the agent\'s services do not serve the others.',
  symptom: 'With `ssm` alone the node registers and `start-session` answers `TargetNotConnected`; with `ssmmessages` alone "SSM Agent is not online".',
  links: [systemsManagerGuide('setup-create-vpc'), systemsManagerGuide('session-manager-prerequisites'), systemsManagerGuide('session-manager-getting-started-privatelink')],
  reasons: ['endpointMissing'],
});
