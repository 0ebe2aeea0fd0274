import { defineCheck } from '../check';

/** Without a profile the agent finds no credentials, unless Default Host Management hands it some. */
export const instanceProfileMissing = defineCheck({
  id: 'InstanceProfileMissing',
  severity: 'error',
  title: 'The host has no instance profile',
  reasons: ['noInstanceProfile'],
});
