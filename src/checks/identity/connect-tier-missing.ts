import { defineCheck } from '../check';

/** Where only registration is required, what Session Manager lacks is worth knowing. */
export const connectTierMissing = defineCheck({
  id: 'ConnectTierMissing',
  severity: 'warning',
  title: 'The host registers, but no session can reach it',
  reasons: ['connectActionMissing', 'connectUnreachable'],
});
