import { both, fault, nameReasons, reason } from './fault';
import { a, groupsOf, many } from './wording';

/**
 * Why a connection from outside gets in or not: at SSH, say. Packets that are dropped make the caller time out; where they arrive, the
 * operating system answers, which refuses where no process listens.
 */
export const inboundReasons = nameReasons({
  inboundFromVpc: reason<'from' | 'vpc'>({ hop: 'route', says: (d) => `${d.from} is in ${a('VPC', d.vpc)}: the local route applies in both directions` }),
  inboundRoute: reason<'route'>({ hop: 'route', says: (d) => `${a('route', d.route)} targets the internet gateway, in both directions` }),
  inboundAddress: reason<'host'>({ hop: 'route', says: (d) => `${d.host} has a public address` }),
  inboundAcl: reason<'direction' | 'aclSubnet' | 'acl'>({ hop: 'way in', says: (d) => `${a('network ACL', d.acl)} of ${a('subnet', d.aclSubnet)}, ${d.direction}` }),
  inboundGroups: reason<'groups' | 'port'>({ hop: 'way in', says: (d) => `ingress of ${d.groups} on port ${d.port}` }),
  inboundNoAddress: fault<'host'>({ code: 'IGW_PUBLIC_IP_ASSOCIATION_FOR_INGRESS', hop: 'route', words: (d) => both(`${d.host} has no public address, so it is not reachable from outside its VPC`, 'use Session Manager, which requires none, or assign a public address') }),
  inboundBehindNat: fault<'subnet' | 'route'>({ code: 'NGW_NO_INBOUND_CONNECTIONS', hop: 'route', words: (d) => both(`${a('subnet', d.subnet)} uses ${d.route}, and a NAT gateway accepts no inbound connections`, 'use Session Manager, or place the instance in a public subnet') }),
  inboundNoRoute: fault<'table' | 'from'>({ code: 'NO_ROUTE_TO_SOURCE', hop: 'reply', words: (d) => both(`${a('route table', d.table)} has no route to ${d.from}, so replies are dropped`, `add a route to ${d.from}, or use Session Manager`) }),
  inboundGatewayDetached: fault<'route' | 'vpc'>({ code: 'IGW_NOT_ATTACHED_TO_VPC', hop: 'route', words: (d) => both(`${a('route', d.route)} targets an internet gateway that is not attached to ${a('VPC', d.vpc)}`, 'attach it') }),
  inboundPublicAccessBlocked: fault<'subnet'>({ code: 'VPC_BLOCK_PUBLIC_ACCESS_ENABLED', hop: 'route', words: (d) => both(`VPC Block Public Access blocks inbound connections to ${a('subnet', d.subnet)}`, 'exclude the subnet, or use Session Manager') }),
  inboundAclBlocks: fault<'acl' | 'aclSubnet' | 'port' | 'from'>({ code: 'SUBNET_ACL_RESTRICTION', hop: 'way in', words: (d) => both(`${a('network ACL', d.acl)} of ${a('subnet', d.aclSubnet)} denies TCP ${d.port} from ${d.from}`, `add an entry that allows inbound TCP ${d.port} from ${d.from}`) }),
  inboundAclBlocksReply: fault<'acl' | 'aclSubnet' | 'from'>({ code: 'SUBNET_ACL_RESTRICTION', hop: 'reply', words: (d) => both(`${a('network ACL', d.acl)} of ${a('subnet', d.aclSubnet)} denies the replies to ${d.from}`, `add an entry that allows outbound TCP 1024-65535 to ${d.from}`) }),
  inboundGroupsBlock: fault<'groups' | 'port' | 'from'>({ code: 'ENI_SG_RULES_MISMATCH', hop: 'way in', words: (d) => both(`${groupsOf(d.groups)} ${many(d.groups) ? 'have' : 'has'} no ingress rule for TCP ${d.port} from ${d.from}`, `use Session Manager, which requires no inbound port, or add an ingress rule for ${d.from}`) }),
  inboundUnknown: reason({ code: 'INBOUND_UNKNOWN', hop: 'way in', says: () => 'decides whether the connection gets in' }),
});
