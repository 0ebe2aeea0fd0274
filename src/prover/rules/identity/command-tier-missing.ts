import { defineCheck } from '../check';
import { systemsManagerGuide } from '../links';

/** The verdict needs sessions only; a node that takes no commands still surprises. */
export const commandTierMissing = defineCheck({
  id: 'CommandTierMissing',
  severity: 'warning',
  title: 'The host takes sessions, but not all of Run Command, State Manager, inventory and patching',
  why: 'Sessions work with five actions; Run Command, State Manager, inventory and patching need more. A node that takes sessions and no commands surprises whoever patches it.',
  symptom: 'The node is online and sessions open, but commands stay "Pending" or fail, and inventory and patch compliance stay empty.',
  links: [systemsManagerGuide('systems-manager-setting-up-messageAPIs'), systemsManagerGuide('setup-instance-permissions')],
  reasons: ['commandActionMissing', 'commandUnreachable'],
});
