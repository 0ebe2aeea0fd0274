import { fault } from '../fault';
import { systemsManagerGuide } from '../links';
import { defineRule } from '../rule';

/** Security groups are not the only filter: user data may set one up inside. */
export const hostFirewallBlocks = defineRule({
  id: 'HostFirewallBlocks',
  severity: 'warning',
  title: 'The system\'s own firewall drops what the SSM Agent sends',
  why: 'Security groups are not the only filter. A firewall that user data sets up inside the system drops what the agent sends to port 443, or its calls to the metadata service.',
  symptom: '"SSM Agent is not online" although every security group and route is right; the agent\'s log says `dial tcp …:443: i/o timeout`.',
  links: [systemsManagerGuide('fleet-manager-troubleshooting-managed-nodes'), systemsManagerGuide('troubleshooting-ssm-agent')],
  faults: {
    firewallDropsHttps: fault<'host'>({
      code: 'HOST_FIREWALL_DROPS_443',
      hop: 'host',
      words: (d) => ({
        message: `the user data of ${d.host} makes the firewall of the operating system drop outbound TCP 443, which the SSM Agent requires`,
        cdk: 'allow outbound TCP 443 before that rule',
        cloudFormation: 'allow outbound TCP 443 before that rule',
      }),
    }),
    firewallDropsMetadata: fault<'host'>({
      code: 'HOST_FIREWALL_DROPS_METADATA',
      hop: 'host',
      words: (d) => ({
        message: `the user data of ${d.host} makes the operating system drop packets to the instance metadata service (169.254.169.254), from which the SSM Agent gets its credentials`,
        cdk: 'exclude root from that rule (-m owner ! --uid-owner root)',
        cloudFormation: 'exclude root from that rule (-m owner ! --uid-owner root)',
      }),
    }),
  },
});
