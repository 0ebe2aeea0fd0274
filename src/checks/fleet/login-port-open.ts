import { defineCheck } from '../check';

/** Session Manager works without any inbound rule. */
export const loginPortOpen = defineCheck({
  id: 'LoginPortOpen',
  severity: 'info',
  title: 'A login port is open to everyone, which Session Manager needs not',
  reasons: ['loginOpen'],
});
