import { defineCheck } from '../check';

/** The verdict needs sessions only; a node that takes no commands still surprises. */
export const commandTierMissing = defineCheck({
  id: 'CommandTierMissing',
  severity: 'warning',
  title: 'The host takes sessions, but not all of Run Command, State Manager, inventory and patching',
  reasons: ['commandActionMissing', 'commandUnreachable'],
});
