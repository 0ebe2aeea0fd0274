import { defineCheck } from '../check';

/** Private DNS needs both DNS attributes of the VPC; CloudFormation's default for hostnames is off. */
export const vpcDnsHostnamesOff = defineCheck({
  id: 'VpcDnsHostnamesOff',
  severity: 'error',
  title: 'Private DNS of the endpoint cannot work: the VPC has DNS hostnames off',
  reasons: ['dnsHostnamesOff'],
});
