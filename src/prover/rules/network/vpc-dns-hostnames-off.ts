import { fault } from '../fault';
import { privateLinkGuide, vpcGuide } from '../links';
import { defineRule } from '../rule';
import { a, and } from '../wording';

/** Private DNS needs both DNS attributes of the VPC; CloudFormation's default for hostnames is off. */
export const vpcDnsHostnamesOff = defineRule({
  id: 'VpcDnsHostnamesOff',
  severity: 'error',
  title: 'Private DNS of the endpoint requires DNS hostnames, which the VPC has disabled',
  why: 'Private DNS of an endpoint needs both DNS attributes of the VPC. CloudFormation disables DNS hostnames by default.',
  symptom: '"SSM Agent is not online"; or CloudFormation refuses the endpoint.',
  links: [vpcGuide('AmazonDNS-concepts'), privateLinkGuide('create-interface-endpoint')],
  faults: {
    dnsHostnamesOff: fault<'service' | 'endpoint' | 'vpc'>({
      code: 'VPC_DNS_HOSTNAMES_DISABLED',
      hop: 'name',
      repair: 'enableDnsHostnames',
      words: (d) => ({
        message: `the name of ${and(d.service)} does not resolve to ${and(d.endpoint)}: private DNS requires EnableDnsHostnames: true on ${a('VPC', d.vpc)}`,
        cdk: `set enableDnsHostnames: true on the Vpc ${d.vpc}`,
        cloudFormation: `set EnableDnsHostnames: true on ${d.vpc}`,
      }),
    }),
  },
});
