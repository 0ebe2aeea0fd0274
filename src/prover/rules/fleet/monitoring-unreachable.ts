import { defineCheck } from '../check';
import { privateLinkGuide, systemsManagerGuide } from '../links';

/** The CloudWatch agent runs, and sends nothing. */
export const monitoringUnreachable = defineCheck({
  id: 'MonitoringUnreachable',
  severity: 'warning',
  title: 'The CloudWatch agent of the host cannot reach CloudWatch',
  why: 'The CloudWatch agent sends metrics to `monitoring` and logs to `logs`. Endpoints for Systems Manager do not serve these names.',
  symptom: 'The node is online and the agent is installed, but CloudWatch shows neither its metrics nor its logs.',
  links: [systemsManagerGuide('quick-setup-host-management'), privateLinkGuide('create-interface-endpoint')],
  reasons: ['monitoringUnreachable'],
});
