import { defineCheck } from '../check';

/** A profile hands out credentials only if its role trusts ec2.amazonaws.com. */
export const roleTrustMissing = defineCheck({
  id: 'RoleTrustMissing',
  severity: 'error',
  title: 'EC2 may not assume the role of the instance profile',
  reasons: ['trustMissing', 'trustDenied'],
});
