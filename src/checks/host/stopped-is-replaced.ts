import { defineCheck } from '../check';

/** User data that runs at every boot is meant for a stop and a start, which a group does not allow. */
export const stoppedIsReplaced = defineCheck({
  id: 'StoppedIsReplaced',
  severity: 'info',
  title: 'Auto Scaling replaces an instance that is stopped for its rescue',
  reasons: ['stoppedIsReplaced'],
});
