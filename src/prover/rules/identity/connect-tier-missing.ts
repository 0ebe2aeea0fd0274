import { defineCheck } from '../check';
import { systemsManagerGuide } from '../links';

/** Where only registration is required, what Session Manager lacks is worth knowing. */
export const connectTierMissing = defineCheck({
  id: 'ConnectTierMissing',
  severity: 'warning',
  title: 'The host registers, but no session can reach it',
  why: 'With registration alone the node appears in Fleet Manager, but no session and no command reaches it: those travel by `ssmmessages`.',
  symptom: 'The node is listed, and `start-session` answers `TargetNotConnected`; "The instance you selected isn\'t configured to use Session Manager."',
  links: [systemsManagerGuide('session-manager-troubleshooting'), systemsManagerGuide('systems-manager-setting-up-messageAPIs')],
  reasons: ['connectActionMissing', 'connectUnreachable'],
});
