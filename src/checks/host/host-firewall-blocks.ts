import { defineCheck } from '../check';

/** Security groups are not the only filter: user data may set one up inside. */
export const hostFirewallBlocks = defineCheck({
  id: 'HostFirewallBlocks',
  severity: 'warning',
  title: 'The system\'s own firewall drops what the SSM Agent sends',
  reasons: ['firewallDropsHttps', 'firewallDropsMetadata'],
});
