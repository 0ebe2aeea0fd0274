import { defineCheck } from '../check';
import { systemsManagerGuide, vpcGuide } from '../links';

/** An isolated subnet needs endpoints; a private one needs a route to a NAT gateway. */
export const natRouteMissing = defineCheck({
  id: 'NatRouteMissing',
  severity: 'error',
  title: 'A private subnet has no way out: neither endpoints nor a NAT gateway',
  why: 'A private subnet without endpoints needs a route to something that leads to the internet, as a NAT gateway.',
  symptom: '"SSM Agent is not online. The SSM Agent was unable to connect to a Systems Manager endpoint to register itself with the service."',
  links: [vpcGuide('nat-gateway-basics'), systemsManagerGuide('setup-create-vpc')],
  reasons: ['natRouteMissing', 'subnetSaidIsolated'],
});
