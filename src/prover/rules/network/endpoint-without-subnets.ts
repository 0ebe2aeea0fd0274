import { defineCheck } from '../check';
import { privateLinkGuide } from '../links';

/** CDK can emit `SubnetIds: []` in silence; such an endpoint captures the name and has nowhere to send it. */
export const endpointWithoutSubnets = defineCheck({
  id: 'EndpointWithoutSubnets',
  severity: 'error',
  title: 'The endpoint has no network interface in any subnet',
  why: 'An endpoint has one network interface in each of its subnets. CDK can emit `SubnetIds: []` in silence; such an endpoint captures the service\'s name and has nowhere to send it.',
  symptom: '"SSM Agent is not online", and the console shows the endpoint without subnets.',
  links: [privateLinkGuide('create-interface-endpoint'), privateLinkGuide('privatelink-access-aws-services')],
  reasons: ['endpointWithoutSubnets'],
});
