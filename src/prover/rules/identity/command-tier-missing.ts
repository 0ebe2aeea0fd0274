import { fault } from '../fault';
import { systemsManagerGuide } from '../links';
import { defineRule } from '../rule';
import { tier, unreachable } from './tiers';

/** The verdict needs sessions only; a node that takes no commands still surprises. */
export const commandTierMissing = defineRule({
  id: 'CommandTierMissing',
  severity: 'warning',
  title: 'The host takes sessions, but not all of Run Command, State Manager, inventory and patching',
  why: 'Sessions work with five actions; Run Command, State Manager, inventory and patching need more. A node that takes sessions and no commands surprises whoever patches it.',
  symptom: 'The node is online and sessions open, but commands stay "Pending" or fail, and inventory and patch compliance stay empty.',
  links: [systemsManagerGuide('systems-manager-setting-up-messageAPIs'), systemsManagerGuide('setup-instance-permissions')],
  faults: {
    commandActionMissing: fault<'host' | 'role' | 'cause' | 'by', 'actions' | 'action'>({
      code: 'COMMAND_ACTION_NOT_ALLOWED',
      hop: 'identity',
      words: (d) => tier(d, 'not all of Run Command, State Manager, inventory and patching works'),
    }),
    commandUnreachable: fault<'host' | 'subnet' | 'service', 'groups'>({
      code: 'COMMAND_SERVICE_UNREACHABLE',
      hop: 'identity',
      words: (d) => unreachable(d, 'its old agent (below 3.3.40.0) gets no commands'),
    }),
  },
});
