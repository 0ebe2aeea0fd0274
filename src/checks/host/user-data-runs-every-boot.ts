import { defineCheck } from '../check';

/** Made for a rescue, `scripts-user, always` goes on running its commands long after. */
export const userDataRunsEveryBoot = defineCheck({
  id: 'UserDataRunsEveryBoot',
  severity: 'info',
  title: 'User data runs at every boot',
  reasons: ['scriptsEveryBoot'],
});
