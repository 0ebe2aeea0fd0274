import { defineCheck } from '../check';
import { vpcGuide } from '../links';

/** Network ACLs are stateless: requests on 443 and replies on ephemeral ports need a rule each, at both subnets. */
export const networkAclBlocks = defineCheck({
  id: 'NetworkAclBlocks',
  severity: 'error',
  title: 'A network ACL drops the request or the reply',
  why: 'Network ACLs are stateless. Requests to 443 and replies to the ephemeral ports need a rule each, at both subnets; a network ACL without entries drops everything.',
  symptom: '"SSM Agent is not online"; security groups and routes are right, and connections time out.',
  links: [vpcGuide('vpc-network-acls'), vpcGuide('custom-network-acl')],
  reasons: ['aclBlocks', 'aclBlocksReply'],
});
