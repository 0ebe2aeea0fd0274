import { defineCheck } from '../check';

/** Credentials come from 169.254.169.254, which only the host itself may ask. */
export const metadataThroughProxy = defineCheck({
  id: 'MetadataThroughProxy',
  severity: 'warning',
  title: 'The SSM Agent sends calls to the metadata service to its proxy',
  reasons: ['proxyWithoutNoProxy'],
});
