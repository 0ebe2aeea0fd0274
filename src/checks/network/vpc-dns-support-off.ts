import { defineCheck } from '../check';

/** Without the VPC's resolver no service name resolves, whatever the routes say. */
export const vpcDnsSupportOff = defineCheck({
  id: 'VpcDnsSupportOff',
  severity: 'error',
  title: 'The VPC does not resolve names at all',
  reasons: ['dnsSupportOff'],
});
