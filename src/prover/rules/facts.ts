import { nameReasons, reason } from './fault';
import { and, firstOf } from './wording';

const by = (rule: string | undefined) => (rule ? ` by ${rule}` : '');
const to = (destination: string | undefined) => (destination ? ` (${destination})` : '');

/** What holds, step by step. */
export const facts = nameReasons({
  metadataEnabled: reason({ hop: 'host', says: () => 'the instance metadata service is on' }),
  imageCarriesAgent: reason<never, 'family' | 'image'>({ hop: 'host', says: (d) => `the SSM Agent is there (${d.family || d.image || 'the image carries it'})` }),
  trusted: reason<'role'>({ hop: 'identity', says: (d) => `EC2 may assume ${d.role}` }),
  actionAllowed: reason<'role', 'actions' | 'action' | 'policy'>({ hop: 'identity', says: (d) => `${d.role} allows ${firstOf(d.actions ?? d.action)}${d.policy ? ` by ${d.policy}` : ''}` }),
  defaultHostManagement: reason({ hop: 'identity', says: () => 'Default Host Management gives the agent its credentials' }),
  nameResolvesToEndpoint: reason<'service' | 'endpoint'>({ hop: 'name', says: (d) => `the name of ${d.service} resolves to ${and(d.endpoint)}` }),
  nameResolvesToPublic: reason<'service'>({ hop: 'name', says: (d) => `the name of ${d.service} resolves to public addresses` }),
  groupsLetOut: reason<'groups', 'rule'>({ hop: 'way out', says: (d) => `out of ${and(d.groups)}${by(d.rule)}` }),
  aclLetsThrough: reason<'direction' | 'aclSubnet' | 'acl' | 'ports', 'decider'>({ hop: 'way out', says: (d) => `${d.direction === 'outbound' ? 'out of' : 'into'} ${d.aclSubnet} through ${d.acl} on ${d.ports}${d.decider ? ` by ${d.decider}` : ''}` }),
  subnetSaidToReach: reason<'subnet' | 'service'>({ hop: 'route', says: (d) => `hosts in ${d.subnet} reach ${d.service}, as you say` }),
  localRoute: reason<'endpointSubnet'>({ hop: 'route', says: (d) => `local route to ${d.endpointSubnet}` }),
  endpointLetsIn: reason<'endpointGroups' | 'endpoint', 'rule'>({ hop: 'way in', says: (d) => `into ${and(d.endpointGroups)} of ${and(d.endpoint)}${by(d.rule)}` }),
  routeToInternetGateway: reason<'route', 'destination'>({ hop: 'route', says: (d) => `route ${d.route}${to(d.destination)} to the internet gateway` }),
  routeToNatGateway: reason<'route' | 'nat', 'destination'>({ hop: 'route', says: (d) => `route ${d.route}${to(d.destination)} to ${d.nat}` }),
  routeToNatInstance: reason<'route' | 'nat', 'destination'>({ hop: 'route', says: (d) => `route ${d.route}${to(d.destination)} to the NAT instance ${d.nat}` }),
  routeToPeering: reason<'route' | 'target' | 'peering'>({ hop: 'route', says: (d) => `route ${d.route} to ${d.target} by the peering connection ${d.peering}` }),
  routeToTransitGateway: reason<'transit', 'target'>({ hop: 'route', says: (d) => `${d.transit} leads to ${d.target ?? 'the VPC with the way out'}` }),
  publicAddress: reason<'host'>({ hop: 'route', says: (d) => `${d.host} has a public address` }),
  endpointPolicyAllows: reason<'endpoint', 'actions' | 'action'>({ hop: 'policy', says: (d) => `the policy of ${and(d.endpoint)} lets ${firstOf(d.actions ?? d.action)} through` }),
});
