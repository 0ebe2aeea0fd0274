import { fault } from '../fault';
import { runbookReference } from '../links';
import { defineRule } from '../rule';

/** User data that runs at every boot is meant for a stop and a start, which a group does not allow. */
export const stoppedIsReplaced = defineRule({
  id: 'StoppedIsReplaced',
  severity: 'info',
  title: 'Auto Scaling replaces an instance that is stopped for its rescue',
  why: 'User data that runs at every boot is made for a rescue by a stop and a start. In an Auto Scaling group the stopped instance counts as unhealthy and is replaced before it starts again.',
  symptom: 'The instance is terminated when it is stopped, with its disks, and a new one takes its place.',
  links: [runbookReference('automation-awssupport-troubleshootssh')],
  faults: {
    stoppedIsReplaced: fault<'host'>({
      code: 'STOPPED_INSTANCE_REPLACED',
      hop: 'identity',
      words: (d) => ({
        message: `the user data of ${d.host} runs again after a stop and a start, and Auto Scaling replaces a stopped instance`,
        cdk: 'before you stop the instance, detach it from the Auto Scaling group or suspend the HealthCheck process',
        cloudFormation: 'before you stop the instance, detach it from the Auto Scaling group or suspend the HealthCheck process',
      }),
    }),
  },
});
