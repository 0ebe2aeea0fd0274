import { both, fault, nameReasons, reason } from './fault';

/**
 * Why a connection from outside gets in or not: at SSH, say. Packets that are dropped make the caller time out; whoever is let in meets
 * the host itself, which refuses where nothing listens.
 */
export const inboundReasons = nameReasons({
  inboundFromVpc: reason<'from' | 'vpc'>({ hop: 'route', says: (d) => `${d.from} lies in ${d.vpc}: the local route leads there and back` }),
  inboundRoute: reason<'route'>({ hop: 'route', says: (d) => `${d.route} leads to the internet gateway, by which callers come and replies leave` }),
  inboundAddress: reason<'host'>({ hop: 'route', says: (d) => `${d.host} has a public address` }),
  inboundAcl: reason<'direction' | 'aclSubnet' | 'acl'>({ hop: 'way in', says: (d) => `${d.direction === 'inbound' ? 'into' : 'back out of'} ${d.aclSubnet} through ${d.acl}` }),
  inboundGroups: reason<'groups' | 'port'>({ hop: 'way in', says: (d) => `into ${d.groups} on ${d.port}` }),
  inboundNoAddress: fault<'host'>({ code: 'IGW_PUBLIC_IP_ASSOCIATION_FOR_INGRESS', hop: 'route', words: (d) => both(`${d.host} has no public address, so nobody outside of its VPC can name it`, 'give it a public address, or come by Session Manager, which needs none') }),
  inboundBehindNat: fault<'subnet' | 'route'>({ code: 'NGW_NO_INBOUND_CONNECTIONS', hop: 'route', words: (d) => both(`${d.subnet} leads out by ${d.route}, and a NAT gateway lets no connection begin from outside`, 'come by Session Manager, or place the host in a public subnet') }),
  inboundNoRoute: fault<'table' | 'from'>({ code: 'NO_ROUTE_TO_SOURCE', hop: 'reply', words: (d) => both(`${d.table} has no route to ${d.from}, so replies do not find back`, `add a route to ${d.from}, or come by Session Manager`) }),
  inboundGatewayDetached: fault<'route' | 'vpc'>({ code: 'IGW_NOT_ATTACHED_TO_VPC', hop: 'route', words: (d) => both(`${d.route} leads to an internet gateway that is not attached to ${d.vpc}`, 'attach it') }),
  inboundPublicAccessBlocked: fault<'subnet'>({ code: 'VPC_BLOCK_PUBLIC_ACCESS_ENABLED', hop: 'route', words: (d) => both(`VPC Block Public Access keeps callers out of ${d.subnet}`, 'exclude the subnet, or come by Session Manager') }),
  inboundAclBlocks: fault<'acl' | 'aclSubnet' | 'port' | 'from'>({ code: 'SUBNET_ACL_RESTRICTION', hop: 'way in', words: (d) => both(`${d.acl} of ${d.aclSubnet} denies TCP ${d.port} from ${d.from}`, `add an entry that allows inbound TCP ${d.port} from ${d.from}`) }),
  inboundAclBlocksReply: fault<'acl' | 'aclSubnet' | 'from'>({ code: 'SUBNET_ACL_RESTRICTION', hop: 'reply', words: (d) => both(`${d.acl} of ${d.aclSubnet} denies the replies to ${d.from}`, `add an entry that allows outbound TCP 1024-65535 to ${d.from}`) }),
  inboundGroupsBlock: fault<'groups' | 'port' | 'from'>({ code: 'ENI_SG_RULES_MISMATCH', hop: 'way in', words: (d) => both(`no ingress rule of ${d.groups} admits TCP ${d.port} from ${d.from}`, `add an ingress rule for ${d.from}, or better none: Session Manager needs no inbound port`) }),
  inboundUnknown: reason({ code: 'INBOUND_UNKNOWN', hop: 'way in', says: () => 'decides whether the connection gets in' }),
});
