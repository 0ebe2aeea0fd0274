import { defineCheck } from '../check';

/** The preferences hold for every session of the account and Region, and the agent does the writing. */
export const loggingTierMissing = defineCheck({
  id: 'LoggingTierMissing',
  severity: 'warning',
  title: 'Sessions cannot be logged or encrypted as the session preferences say',
  reasons: ['loggingActionMissing', 'loggingUnreachable'],
});
