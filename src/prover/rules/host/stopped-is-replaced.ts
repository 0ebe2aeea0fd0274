import { defineCheck } from '../check';
import { runbookReference } from '../links';

/** User data that runs at every boot is meant for a stop and a start, which a group does not allow. */
export const stoppedIsReplaced = defineCheck({
  id: 'StoppedIsReplaced',
  severity: 'info',
  title: 'Auto Scaling replaces an instance that is stopped for its rescue',
  why: 'User data that runs at every boot is made for a rescue by a stop and a start. In an Auto Scaling group the stopped instance counts as unhealthy and is replaced before it starts again.',
  symptom: 'The instance is terminated when it is stopped, with its disks, and a new one takes its place.',
  links: [runbookReference('automation-awssupport-troubleshootssh')],
  reasons: ['stoppedIsReplaced'],
});
