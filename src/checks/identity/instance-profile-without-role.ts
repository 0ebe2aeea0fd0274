import { defineCheck } from '../check';

/** An empty profile gives no credentials. */
export const instanceProfileWithoutRole = defineCheck({
  id: 'InstanceProfileWithoutRole',
  severity: 'error',
  title: 'The instance profile holds no role',
  reasons: ['profileWithoutRole'],
});
