import { fault } from '../fault';
import { systemsManagerGuide, vpcGuide } from '../links';
import { defineRule } from '../rule';
import { a } from '../wording';

/** Without the VPC's resolver no service name resolves, whatever the routes say. */
export const vpcDnsSupportOff = defineRule({
  id: 'VpcDnsSupportOff',
  severity: 'error',
  title: 'DNS resolution is disabled in the VPC',
  why: 'Without the VPC\'s resolver no service name resolves.',
  symptom: '"SSM Agent is not online"; the service\'s name does not resolve on the host.',
  links: [vpcGuide('AmazonDNS-concepts'), systemsManagerGuide('setup-create-vpc')],
  faults: {
    dnsSupportOff: fault<'vpc'>({
      code: 'VPC_DNS_SUPPORT_DISABLED',
      hop: 'name',
      repair: 'enableDnsSupport',
      words: (d) => ({
        message: `DNS resolution is disabled in ${a('VPC', d.vpc)} (EnableDnsSupport: false)`,
        cdk: `set enableDnsSupport: true on the Vpc ${d.vpc}`,
        cloudFormation: `set EnableDnsSupport: true on ${d.vpc}`,
      }),
    }),
  },
});
