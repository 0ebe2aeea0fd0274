import { fault } from '../fault';
import { vpcGuide } from '../links';
import { defineRule } from '../rule';
import { a } from '../wording';

/** Network ACLs are stateless: requests on 443 and replies on ephemeral ports need a rule each, at both subnets. */
export const networkAclBlocks = defineRule({
  id: 'NetworkAclBlocks',
  severity: 'error',
  title: 'A network ACL drops the request or the reply',
  why: 'Network ACLs are stateless. Requests to 443 and replies to the ephemeral ports need a rule each, at both subnets; a network ACL without entries drops everything.',
  symptom: '"SSM Agent is not online"; security groups and routes are right, and connections time out.',
  links: [vpcGuide('vpc-network-acls'), vpcGuide('custom-network-acl')],
  faults: {
    aclBlocks: fault<'acl' | 'aclSubnet' | 'direction' | 'ports' | 'remote'>({
      code: 'SUBNET_ACL_RESTRICTION',
      hop: 'way out',
      repair: 'openAcl',
      words: (d) => ({
        message: `${a('network ACL', d.acl)} of ${a('subnet', d.aclSubnet)} denies ${d.direction} TCP ${d.ports} (${d.direction === 'outbound' ? 'to' : 'from'} ${d.remote})`,
        cdk: `${d.acl}.addEntry(…) with ruleAction ALLOW, direction ${d.direction === 'outbound' ? 'EGRESS' : 'INGRESS'}, AclTraffic.tcpPort(443), with a lower number than the rule that denies`,
        cloudFormation: `add an AWS::EC2::NetworkAclEntry to ${d.acl}: Egress ${d.direction === 'outbound'}, RuleAction allow, Protocol 6, PortRange 443-443, with a lower number than the rule that denies`,
      }),
    }),
    aclBlocksReply: fault<'acl' | 'aclSubnet' | 'direction' | 'ports' | 'remote'>({
      code: 'SUBNET_ACL_RESTRICTION',
      hop: 'reply',
      repair: 'openAcl',
      words: (d) => ({
        message: `${a('network ACL', d.acl)} of ${a('subnet', d.aclSubnet)} denies the replies: ${d.direction} TCP ${d.ports} (${d.direction === 'outbound' ? 'to' : 'from'} ${d.remote})`,
        cdk: `${d.acl}.addEntry(…) with ruleAction ALLOW, direction ${d.direction === 'outbound' ? 'EGRESS' : 'INGRESS'}, AclTraffic.tcpPortRange(1024, 65535), with a lower number than the rule that denies`,
        cloudFormation: `add an AWS::EC2::NetworkAclEntry to ${d.acl}: Egress ${d.direction === 'outbound'}, RuleAction allow, Protocol 6, PortRange 1024-65535, with a lower number than the rule that denies`,
      }),
    }),
  },
});
