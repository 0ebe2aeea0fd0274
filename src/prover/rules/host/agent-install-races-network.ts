import { fault } from '../fault';
import { systemsManagerGuide } from '../links';
import { defineRule } from '../rule';

/** The agent itself tries again; a download in user data has one chance. */
export const agentInstallRacesNetwork = defineRule({
  id: 'AgentInstallRacesNetwork',
  severity: 'warning',
  title: 'User data that runs once installs the SSM Agent over a way that may not be there yet',
  why: 'The agent tries again when its network comes late; a download in user data runs once, at the first boot. If the route comes a second later, the host stays without an agent for good.',
  symptom: 'The instance is missing in Fleet Manager after one deployment and there after the next; cloud-init\'s log shows that the download of the agent failed.',
  links: [systemsManagerGuide('agent-install-al2'), systemsManagerGuide('fleet-manager-troubleshooting-managed-nodes')],
  faults: {
    agentInstallRaces: fault<'host' | 'way'>({
      code: 'AGENT_INSTALL_BEFORE_NETWORK',
      hop: 'host',
      words: (d) => ({
        message: `the user data of ${d.host} installs the SSM Agent at first boot only, and ${d.way} may not exist by then`,
        cdk: 'add a dependency: instance.node.addDependency(…) on the route, NAT gateway or endpoint',
        cloudFormation: `add DependsOn: [${d.way}] to ${d.host}`,
      }),
    }),
  },
});
