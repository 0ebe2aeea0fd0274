import { defineCheck } from '../check';

/** The agent tries again at growing intervals, so it comes later than it could. */
export const bootsBeforeNetwork = defineCheck({
  id: 'BootsBeforeNetwork',
  severity: 'info',
  title: 'The host may boot before its way to Systems Manager is there',
  reasons: ['bootsBeforeWay'],
});
