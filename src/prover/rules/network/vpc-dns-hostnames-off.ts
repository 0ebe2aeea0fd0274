import { defineCheck } from '../check';
import { privateLinkGuide, vpcGuide } from '../links';

/** Private DNS needs both DNS attributes of the VPC; CloudFormation's default for hostnames is off. */
export const vpcDnsHostnamesOff = defineCheck({
  id: 'VpcDnsHostnamesOff',
  severity: 'error',
  title: 'Private DNS of the endpoint cannot work: the VPC has DNS hostnames off',
  why: 'Private DNS of an endpoint needs both DNS attributes of the VPC. CloudFormation\'s default for DNS hostnames is off.',
  symptom: '"SSM Agent is not online"; or CloudFormation refuses the endpoint.',
  links: [vpcGuide('AmazonDNS-concepts'), privateLinkGuide('create-interface-endpoint')],
  reasons: ['dnsHostnamesOff'],
});
