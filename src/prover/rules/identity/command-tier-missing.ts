import { fault } from '../fault';
import { systemsManagerGuide } from '../links';
import { defineRule } from '../rule';
import { tier, unreachable } from './tiers';

/** The verdict needs sessions only; a node that takes no commands still surprises. */
export const commandTierMissing = defineRule({
  id: 'CommandTierMissing',
  severity: 'warning',
  title: 'Session Manager works, but parts of Run Command, State Manager, Inventory and Patch Manager fail',
  why: 'Sessions work with five actions; Run Command, State Manager, inventory and patching need more. A node with sessions and without commands is not patched.',
  symptom: 'The node is online and sessions open, but commands stay "Pending" or fail, and inventory and patch compliance stay empty.',
  links: [systemsManagerGuide('systems-manager-setting-up-messageAPIs'), systemsManagerGuide('setup-instance-permissions')],
  faults: {
    commandActionMissing: fault<'host' | 'role' | 'cause' | 'by', 'actions' | 'action'>({
      code: 'COMMAND_ACTION_NOT_ALLOWED',
      hop: 'identity',
      words: (d) => tier(d, 'parts of Run Command, State Manager, Inventory and Patch Manager fail'),
    }),
    commandUnreachable: fault<'host' | 'subnet' | 'service', 'groups'>({
      code: 'COMMAND_SERVICE_UNREACHABLE',
      hop: 'identity',
      words: (d) => unreachable(d, 'an agent older than 3.3.40.0 receives no commands'),
    }),
  },
});
