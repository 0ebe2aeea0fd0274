import { defineCheck } from '../check';
import { systemsManagerGuide } from '../links';

/** The agent tries again at growing intervals, so it comes later than it could. */
export const bootsBeforeNetwork = defineCheck({
  id: 'BootsBeforeNetwork',
  severity: 'info',
  title: 'The host may boot before its way to Systems Manager is there',
  why: 'CloudFormation makes what does not wait for each other at the same time. The agent of a host that boots first tries again at growing intervals, so the node appears late, after a restart at worst.',
  symptom: 'For minutes after a deployment "SSM Agent is not online", then the node is there; a script that opens a session at once gets `TargetNotConnected`.',
  links: [systemsManagerGuide('troubleshooting-ssm-agent')],
  reasons: ['bootsBeforeWay'],
});
