import { defineCheck } from '../check';
import { privateLinkGuide, systemsManagerGuide, vpcGuide } from '../links';

/** The endpoint's own security group must admit the host on 443, or its packets die at the door. */
export const endpointIngressBlocked = defineCheck({
  id: 'EndpointIngressBlocked',
  severity: 'error',
  title: 'The endpoint\'s own security group does not admit the host on 443',
  why: 'An interface endpoint has security groups of its own. If none of their rules admits the host on TCP 443, its packets end there; and since private DNS leads the name to the endpoint for the whole VPC, a NAT gateway is no way around.',
  symptom: '"SSM Agent is not online. The SSM Agent was unable to connect to a Systems Manager endpoint to register itself with the service."; the agent\'s log says `dial tcp …:443: i/o timeout`.',
  links: [systemsManagerGuide('troubleshooting-ssm-agent'), privateLinkGuide('create-interface-endpoint'), vpcGuide('security-group-rules')],
  reasons: ['endpointBlocksIn'],
});
