import { defineCheck } from '../check';

/** The agent opens every connection itself, so the host's groups must let 443 out. */
export const securityGroupEgressBlocked = defineCheck({
  id: 'SecurityGroupEgressBlocked',
  severity: 'error',
  title: 'Nothing lets the host out on 443',
  reasons: ['groupsBlockOut', 'groupsHaveNoEgress'],
});
