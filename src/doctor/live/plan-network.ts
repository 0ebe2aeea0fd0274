import { Answers, Json, liveInstancesOf, maps, text } from '../../prover/sources/live';
import type { CallRequest } from './caller';
import { chunks, request, valuesOf } from './plan-tools';
import { Estate, routesIn } from './scope';

/** Lists of a VPC, with the filter that names it. */
const BY_VPC: readonly (readonly [operation: string, filter: string, parameter: 'Filters' | 'Filter'])[] = [
  ['describe-vpcs', 'vpc-id', 'Filters'],
  ['describe-subnets', 'vpc-id', 'Filters'],
  ['describe-network-acls', 'vpc-id', 'Filters'],
  ['describe-security-groups', 'vpc-id', 'Filters'],
  ['describe-vpc-endpoints', 'vpc-id', 'Filters'],
  ['describe-network-interfaces', 'vpc-id', 'Filters'],
  ['describe-internet-gateways', 'attachment.vpc-id', 'Filters'],
  ['describe-nat-gateways', 'vpc-id', 'Filter'],
];

export function networkRequests(answers: Answers, estate: Estate): CallRequest[] {
  return [
    ...vpcLists(answers, estate),
    ...estate.homes.flatMap(vpcRequests),
    ...zoneRequests(answers, estate),
    request('ec2', 'describe-dhcp-options'),
    ...publicAccessRequests(answers),
    request('route53resolver', 'list-resolver-rule-associations'),
    request('route53resolver', 'list-firewall-rule-group-associations'),
    request('route53profiles', 'list-profile-associations'),
    ...ruleRequests(answers, estate),
    ...joinRequests(answers, estate),
    ...prefixListRequests(answers, estate),
    ...applianceRequests(answers, estate),
  ];
}

/** Route tables first, because they show which other VPCs matter; then every list of all of these VPCs at once. */
function vpcLists(answers: Answers, { vpcs, isWholeRegion, isSettled }: Estate): CallRequest[] {
  if (isWholeRegion) return ['describe-route-tables', ...BY_VPC.map(([operation]) => operation)].map((operation) => request('ec2', operation));
  const unasked = (operation: string) => vpcs.filter((id) => answers.list('ec2', operation, id).state === 'not asked');
  const by = (operation: string, Name: string, parameter: string) => chunks(unasked(operation)).map((Values) => request('ec2', operation, { [parameter]: [{ Name, Values }] }));
  return [...by('describe-route-tables', 'vpc-id', 'Filters'), ...isSettled ? BY_VPC.flatMap(([operation, filter, parameter]) => by(operation, filter, parameter)) : []];
}

function vpcRequests(VpcId: string): CallRequest[] {
  return ['enableDnsSupport', 'enableDnsHostnames'].map((Attribute) => request('ec2', 'describe-vpc-attribute', { VpcId, Attribute }));
}

/** Zones that may answer for the names of AWS's endpoints, in any partition. */
const OF_AWS = /(^|\.)(amazonaws\.com|amazonaws\.com\.cn|amazonaws\.eu|api\.aws|c2s\.ic\.gov|sc2s\.sgov\.gov|cloud\.adc-e\.uk|csp\.hci\.ic\.gov)\.?$|^(com|com\.cn|cn|eu|aws)\.?$/;

/** Private hosted zones of each VPC, and the records of those that may answer for names of AWS. */
function zoneRequests(answers: Answers, { homes, account }: Estate): CallRequest[] {
  const zones = answers.of('route53', 'list-hosted-zones-by-vpc').flatMap(({ data }) => maps(data, 'HostedZoneSummaries'));
  const own = zones.filter((z) => OF_AWS.test(text(z, 'Name') ?? '') && text(z, 'Owner', 'OwningAccount') === account);
  return [
    ...homes.map((VPCId) => request('route53', 'list-hosted-zones-by-vpc', { VPCId })),
    ...valuesOf(own, 'HostedZoneId').map((HostedZoneId) => request('route53', 'list-resource-record-sets', { HostedZoneId: HostedZoneId.replace(/^\/hostedzone\//, '') })),
  ];
}

function publicAccessRequests(answers: Answers): CallRequest[] {
  const options = answers.one('ec2', 'describe-vpc-block-public-access-options', {});
  const isOff = options.presence.state === 'complete' && text(options.data, 'VpcBlockPublicAccessOptions', 'InternetGatewayBlockMode') === 'off';
  return [request('ec2', 'describe-vpc-block-public-access-options'), ...options.presence.state === 'not asked' || isOff ? [] : [request('ec2', 'describe-vpc-block-public-access-exclusions')]];
}

function ruleRequests(answers: Answers, { homes }: Estate): CallRequest[] {
  const associations = answers.items('route53resolver', 'list-resolver-rule-associations', 'ResolverRuleAssociations', 'Id');
  const has = associations.some((a) => homes.includes(text(a, 'VPCId') ?? '') && text(a, 'ResolverRuleId')?.startsWith('rslvr-autodefined-rr-') !== true);
  return has ? [request('route53resolver', 'list-resolver-rules')] : [];
}

/** Routes of the VPCs that are asked about. */
const routes = (answers: Answers, { vpcs }: Estate): Json[] => vpcs.flatMap((id) => routesIn(answers, id));

/** What joins VPCs, where a route leads there. */
function joinRequests(answers: Answers, estate: Estate): CallRequest[] {
  const all = routes(answers, estate);
  const leads = (member: string) => all.some((r) => text(r, member) !== undefined);
  const gateways = valuesOf(all, 'TransitGatewayId');
  const tables = answers.items('ec2', 'describe-transit-gateway-route-tables', 'TransitGatewayRouteTables', 'TransitGatewayRouteTableId').filter((t) => gateways.includes(text(t, 'TransitGatewayId') ?? ''));
  const attachments = answers.list('ec2', 'describe-transit-gateway-attachments').state;
  return [
    ...leads('EgressOnlyInternetGatewayId') ? [request('ec2', 'describe-egress-only-internet-gateways')] : [],
    ...leads('VpcPeeringConnectionId') ? [request('ec2', 'describe-vpc-peering-connections')] : [],
    ...gateways.length === 0 ? [] : ['describe-transit-gateways', 'describe-transit-gateway-vpc-attachments', 'describe-transit-gateway-attachments', 'describe-transit-gateway-route-tables'].map((operation) => request('ec2', operation)),
    ...valuesOf(tables, 'TransitGatewayRouteTableId').flatMap((TransitGatewayRouteTableId) => [
      // The list of attachments names the table of each; where it is not seen, the tables name their attachments.
      ...attachments === 'complete' || attachments === 'not asked' ? [] : [request('ec2', 'get-transit-gateway-route-table-associations', { TransitGatewayRouteTableId })],
      request('ec2', 'get-transit-gateway-route-table-propagations', { TransitGatewayRouteTableId }),
      request('ec2', 'search-transit-gateway-routes', { TransitGatewayRouteTableId, Filters: [{ Name: 'type', Values: ['static', 'propagated'] }] }),
    ]),
  ];
}

/** Prefix lists that a rule of a security group in use, or a route, names; not those of gateway endpoints, whose services are never asked for here. */
function prefixListRequests(answers: Answers, estate: Estate): CallRequest[] {
  const endpoints = answers.items('ec2', 'describe-vpc-endpoints', 'VpcEndpoints', 'VpcEndpointId').filter((e) => estate.vpcs.includes(text(e, 'VpcId') ?? ''));
  const used = new Set(valuesOf([...liveInstancesOf({ answers }).flatMap((i) => maps(i, 'NetworkInterfaces')), ...endpoints].flatMap((n) => maps(n, 'Groups')), 'GroupId'));
  const groups = answers.items('ec2', 'describe-security-groups', 'SecurityGroups', 'GroupId').filter((g) => used.has(text(g, 'GroupId') ?? ''));
  const inRules = groups.flatMap((g) => [...maps(g, 'IpPermissions'), ...maps(g, 'IpPermissionsEgress')]).flatMap((p) => maps(p, 'PrefixListIds'));
  const inRoutes = routes(answers, estate).filter((r) => text(r, 'GatewayId')?.startsWith('vpce-') !== true);
  const ids = [...new Set([...valuesOf(inRules, 'PrefixListId'), ...valuesOf(inRoutes, 'DestinationPrefixListId')])].sort();
  return ids.length === 0 ? [] : [request('ec2', 'describe-managed-prefix-lists'), ...ids.map((PrefixListId) => request('ec2', 'get-managed-prefix-list-entries', { PrefixListId }))];
}

/** A route to a network interface leads to an instance, which a filter by id or tag may leave out. */
function applianceRequests(answers: Answers, estate: Estate): CallRequest[] {
  if (estate.isWholeRegion) return [];
  const known = new Set(estate.instances.flatMap((i) => maps(i, 'NetworkInterfaces').map((n) => text(n, 'NetworkInterfaceId'))));
  const Values = valuesOf(routes(answers, estate), 'NetworkInterfaceId').filter((id) => !known.has(id));
  return Values.length === 0 ? [] : [request('ec2', 'describe-instances', { Filters: [{ Name: 'network-interface.network-interface-id', Values }] })];
}
