import { nameReasons, reason } from './fault';
import { a, and, firstOf, groupsOf } from './wording';

const by = (rule: string | undefined) => (rule ? ` by ${rule}` : '');
const to = (destination: string | undefined) => (destination ? ` (${destination})` : '');

/** What holds, step by step. */
export const facts = nameReasons({
  metadataEnabled: reason({ hop: 'host', says: () => 'the instance metadata service (IMDS) is enabled' }),
  imageCarriesAgent: reason<never, 'family' | 'image'>({ hop: 'host', says: (d) => `the SSM Agent is installed (${d.family || d.image || 'included in the image'})` }),
  trusted: reason<'role'>({ hop: 'identity', says: (d) => `EC2 can assume ${a('role', d.role)}` }),
  actionAllowed: reason<'role', 'actions' | 'action' | 'policy'>({ hop: 'identity', says: (d) => `${a('role', d.role)} allows ${firstOf(d.actions ?? d.action)}${d.policy ? ` by ${d.policy}` : ''}` }),
  defaultHostManagement: reason({ hop: 'identity', says: () => 'Default Host Management provides the credentials of the agent' }),
  nameResolvesToEndpoint: reason<'service' | 'endpoint'>({ hop: 'name', says: (d) => `the name of ${d.service} resolves to ${and(d.endpoint)}` }),
  nameResolvesToPublic: reason<'service'>({ hop: 'name', says: (d) => `the name of ${d.service} resolves to public addresses` }),
  groupsLetOut: reason<'groups', 'rule'>({ hop: 'way out', says: (d) => `egress of ${groupsOf(d.groups)}${by(d.rule)}` }),
  aclLetsThrough: reason<'direction' | 'aclSubnet' | 'acl' | 'ports', 'decider'>({ hop: 'way out', says: (d) => `${a('network ACL', d.acl)} of ${a('subnet', d.aclSubnet)}, ${d.direction} ${d.ports}${d.decider ? ` by ${d.decider}` : ''}` }),
  subnetSaidToReach: reason<'subnet' | 'service'>({ hop: 'route', says: (d) => `${a('subnet', d.subnet)} is assumed to have a path to ${d.service}` }),
  localRoute: reason<'endpointSubnet'>({ hop: 'route', says: (d) => `local route to ${a('subnet', d.endpointSubnet)}` }),
  endpointLetsIn: reason<'endpointGroups' | 'endpoint', 'rule'>({ hop: 'way in', says: (d) => `ingress of ${groupsOf(d.endpointGroups)} of ${and(d.endpoint)}${by(d.rule)}` }),
  routeToInternetGateway: reason<'route', 'destination'>({ hop: 'route', says: (d) => `${a('route', d.route)}${to(d.destination)} to the internet gateway` }),
  routeToNatGateway: reason<'route' | 'nat', 'destination'>({ hop: 'route', says: (d) => `${a('route', d.route)}${to(d.destination)} to ${a('NAT gateway', d.nat)}` }),
  routeToNatInstance: reason<'route' | 'nat', 'destination'>({ hop: 'route', says: (d) => `${a('route', d.route)}${to(d.destination)} to ${a('NAT instance', d.nat)}` }),
  routeToPeering: reason<'route' | 'target' | 'peering'>({ hop: 'route', says: (d) => `${a('route', d.route)} to ${d.target} over VPC peering connection ${d.peering}` }),
  routeToTransitGateway: reason<'transit', 'target'>({ hop: 'route', says: (d) => `${a('transit gateway', d.transit)} routes to ${d.target ?? 'the VPC with internet access'}` }),
  publicAddress: reason<'host'>({ hop: 'route', says: (d) => `${d.host} has a public address` }),
  endpointPolicyAllows: reason<'endpoint', 'actions' | 'action'>({ hop: 'policy', says: (d) => `the endpoint policy of ${and(d.endpoint)} allows ${firstOf(d.actions ?? d.action)}` }),
});
