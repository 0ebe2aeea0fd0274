import { defineCheck } from '../check';

/** VPC Block Public Access overrules routes and public addresses in a whole account and Region. */
export const publicAccessBlocked = defineCheck({
  id: 'PublicAccessBlocked',
  severity: 'error',
  title: 'VPC Block Public Access keeps the subnet from its internet gateway',
  reasons: ['publicAccessBlocked'],
});
