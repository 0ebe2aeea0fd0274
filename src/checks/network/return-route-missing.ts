import { defineCheck } from '../check';

/** A connection needs routes both ways. */
export const returnRouteMissing = defineCheck({
  id: 'ReturnRouteMissing',
  severity: 'error',
  title: 'Replies from the other VPC find no way back',
  reasons: ['returnRouteMissing'],
});
