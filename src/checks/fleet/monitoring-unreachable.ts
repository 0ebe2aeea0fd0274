import { defineCheck } from '../check';

/** The CloudWatch agent runs, and sends nothing. */
export const monitoringUnreachable = defineCheck({
  id: 'MonitoringUnreachable',
  severity: 'warning',
  title: 'The CloudWatch agent of the host cannot reach CloudWatch',
  reasons: ['monitoringUnreachable'],
});
