import { fault } from '../fault';
import { systemsManagerGuide } from '../links';
import { defineRule } from '../rule';
import { and, many } from '../wording';

/** The agent tries again at growing intervals, so it comes later than it could. */
export const bootsBeforeNetwork = defineRule({
  id: 'BootsBeforeNetwork',
  severity: 'info',
  title: 'The host may boot before its way to Systems Manager is there',
  why: 'CloudFormation makes what does not wait for each other at the same time. The agent of a host that boots first tries again at growing intervals, so the node appears late, after a restart at worst.',
  symptom: 'For minutes after a deployment "SSM Agent is not online", then the node is there; a script that opens a session at once gets `TargetNotConnected`.',
  links: [systemsManagerGuide('troubleshooting-ssm-agent')],
  faults: {
    bootsBeforeWay: fault<'host' | 'way'>({
      code: 'NETWORK_AFTER_BOOT',
      hop: 'identity',
      words: (d) => ({
        message: `${d.host} may boot before ${and(d.way)} ${many(d.way) ? 'exist' : 'exists'}: the SSM Agent retries at increasing intervals`,
        cdk: `make the instance depend on it: instance.node.addDependency(…) on ${and(d.way)}`,
        cloudFormation: `add DependsOn: [${d.way}] to ${d.host}`,
      }),
    }),
  },
});
