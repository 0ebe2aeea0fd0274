import { defineCheck } from '../check';

/** Credentials of every kind reach the agent through the instance metadata service. */
export const metadataServiceDisabled = defineCheck({
  id: 'MetadataServiceDisabled',
  severity: 'error',
  title: 'The instance metadata service is off',
  reasons: ['metadataDisabled'],
});
