import { fault } from '../fault';
import { systemsManagerGuide } from '../links';
import { defineRule } from '../rule';
import { tier, unreachable } from './tiers';

/** Where only registration is required, what Session Manager lacks is worth knowing. */
export const connectTierMissing = defineRule({
  id: 'ConnectTierMissing',
  severity: 'warning',
  title: 'The instance registers, but Session Manager cannot connect to it',
  why: 'With registration alone the node appears in Fleet Manager, but no session and no command reaches it: those travel by `ssmmessages`.',
  symptom: 'The node is listed, and `start-session` answers `TargetNotConnected`; "The instance you selected isn\'t configured to use Session Manager."',
  links: [systemsManagerGuide('session-manager-troubleshooting'), systemsManagerGuide('systems-manager-setting-up-messageAPIs')],
  faults: {
    connectActionMissing: fault<'host' | 'role' | 'cause' | 'by', 'actions' | 'action'>({
      code: 'CONNECT_ACTION_NOT_ALLOWED',
      hop: 'identity',
      words: (d) => tier(d, 'Session Manager cannot connect to it'),
    }),
    connectUnreachable: fault<'host' | 'subnet' | 'service', 'groups'>({
      code: 'CONNECT_SERVICE_UNREACHABLE',
      hop: 'identity',
      words: (d) => unreachable(d, 'Session Manager cannot connect to it'),
    }),
  },
});
