import { defineCheck } from '../check';

/** Network ACLs are stateless: requests on 443 and replies on ephemeral ports need a rule each, at both subnets. */
export const networkAclBlocks = defineCheck({
  id: 'NetworkAclBlocks',
  severity: 'error',
  title: 'A network ACL drops the request or the reply',
  reasons: ['aclBlocks', 'aclBlocksReply'],
});
