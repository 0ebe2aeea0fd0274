import { defineCheck } from '../check';
import { vpcGuide } from '../links';

/** A public address is of no use where nothing routes to the internet gateway. */
export const internetRouteMissing = defineCheck({
  id: 'InternetRouteMissing',
  severity: 'error',
  title: 'A public subnet has no route to the internet gateway',
  why: 'A public address is of no use where the subnet\'s route table does not lead to the internet gateway.',
  symptom: '"SSM Agent is not online", for an instance with a public address; SSH to it times out too.',
  links: [vpcGuide('VPC_Internet_Gateway'), vpcGuide('subnet-route-tables')],
  reasons: ['internetRouteMissing'],
});
