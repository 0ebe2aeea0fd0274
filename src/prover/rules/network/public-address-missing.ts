import { defineCheck } from '../check';
import { vpcGuide } from '../links';

/** An internet gateway drops whatever comes without a public address. */
export const publicAddressMissing = defineCheck({
  id: 'PublicAddressMissing',
  severity: 'error',
  title: 'The host has no public address, and its subnet routes to the internet gateway',
  why: 'An internet gateway drops what comes without a public address.',
  symptom: '"SSM Agent is not online", for an instance without a public IPv4 address in a public subnet.',
  links: [vpcGuide('VPC_Internet_Gateway'), vpcGuide('vpc-ip-addressing')],
  reasons: ['publicAddressMissing'],
});
