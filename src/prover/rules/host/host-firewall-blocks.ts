import { defineCheck } from '../check';
import { systemsManagerGuide } from '../links';

/** Security groups are not the only filter: user data may set one up inside. */
export const hostFirewallBlocks = defineCheck({
  id: 'HostFirewallBlocks',
  severity: 'warning',
  title: 'The system\'s own firewall drops what the SSM Agent sends',
  why: 'Security groups are not the only filter. A firewall that user data sets up inside the system drops what the agent sends to port 443, or its calls to the metadata service.',
  symptom: '"SSM Agent is not online" although every security group and route is right; the agent\'s log says `dial tcp …:443: i/o timeout`.',
  links: [systemsManagerGuide('fleet-manager-troubleshooting-managed-nodes'), systemsManagerGuide('troubleshooting-ssm-agent')],
  reasons: ['firewallDropsHttps', 'firewallDropsMetadata'],
});
