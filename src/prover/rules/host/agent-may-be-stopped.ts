import { fault } from '../fault';
import { systemsManagerGuide } from '../links';
import { defineRule } from '../rule';

/** Only in a branch, until the next boot, or before something that is not shown: no proof, but rarely meant. */
export const agentMayBeStopped = defineRule({
  id: 'AgentMayBeStopped',
  severity: 'warning',
  title: 'User data may leave the SSM Agent stopped or removed',
  why: 'User data stops or removes the agent in a branch, until the next boot, or before something that is not shown. It proves nothing, but it is rarely meant.',
  symptom: 'The node is online and later shows "Connection lost", or only some hosts of a group appear.',
  links: [systemsManagerGuide('troubleshooting-ssm-agent')],
  faults: {
    agentMaybeStopped: fault<'host' | 'command'>({
      code: 'AGENT_MAY_BE_STOPPED',
      hop: 'host',
      words: (d) => ({
        message: `the user data of ${d.host} stops or disables the SSM Agent (${d.command}), and no later command starts it`,
        cdk: 'start and enable the agent afterwards',
        cloudFormation: 'start and enable the agent afterwards in UserData',
      }),
    }),
    agentMaybeRemoved: fault<'host' | 'command'>({
      code: 'AGENT_MAY_BE_REMOVED',
      hop: 'host',
      words: (d) => ({
        message: `the user data of ${d.host} may remove the SSM Agent (${d.command}), and no later command installs it`,
        cdk: 'install the agent afterwards',
        cloudFormation: 'install the agent afterwards in UserData',
      }),
    }),
  },
});
