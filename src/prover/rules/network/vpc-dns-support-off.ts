import { defineCheck } from '../check';
import { systemsManagerGuide, vpcGuide } from '../links';

/** Without the VPC's resolver no service name resolves, whatever the routes say. */
export const vpcDnsSupportOff = defineCheck({
  id: 'VpcDnsSupportOff',
  severity: 'error',
  title: 'The VPC does not resolve names at all',
  why: 'Without the VPC\'s resolver no service name resolves, whatever the routes say.',
  symptom: '"SSM Agent is not online"; the service\'s name does not resolve on the host.',
  links: [vpcGuide('AmazonDNS-concepts'), systemsManagerGuide('setup-create-vpc')],
  reasons: ['dnsSupportOff'],
});
