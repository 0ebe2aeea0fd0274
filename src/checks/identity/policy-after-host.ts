import { defineCheck } from '../check';

/** Without a dependency the agent may start before it may speak; it tries again, later and later. */
export const policyAfterHost = defineCheck({
  id: 'PolicyAfterHost',
  severity: 'info',
  title: 'The host may boot before the policy it needs is attached',
  reasons: ['bootsBeforePolicy'],
});
