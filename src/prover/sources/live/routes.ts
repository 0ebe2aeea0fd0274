import { unresolved } from '../../core';
import { because } from './answers';
import { named, Scope } from './builder';
import { interfacesOf } from './instances';
import { flag, Json, maps, text, wholeList } from './json';
import { vpcRef } from './network';

/** Route tables, their routes, and which subnet or gateway they are for. */

export function mapRouteTables(scope: Scope): void {
  for (const item of scope.answers.items('ec2', 'describe-route-tables', 'RouteTables', 'RouteTableId')) {
    const id = text(item, 'RouteTableId')!;
    if (!scope.isHome(id)) continue;
    const vpcId = text(item, 'VpcId');
    scope.add(id, 'AWS::EC2::RouteTable', { VpcId: vpcId === undefined ? scope.unseen(`vpc-of-${id}`) : vpcRef(scope, vpcId) }, named(item, id));
    const routes = wholeList(item, 'Routes');
    // Routes that cannot be read may lead anywhere.
    if (!routes) mapRoute(scope, id, {}, 0);
    routes?.forEach((route, i) => mapRoute(scope, id, route, i));
    for (const association of maps(item, 'Associations')) associate(scope, id, association);
  }
}

function associate(scope: Scope, table: string, association: Json): void {
  const state = text(association, 'AssociationState', 'State');
  if (state !== undefined && state !== 'associated') return;
  const [subnetId, gatewayId] = [text(association, 'SubnetId'), text(association, 'GatewayId')];
  if (subnetId !== undefined) scope.add(`${subnetId}#table`, 'AWS::EC2::SubnetRouteTableAssociation', { SubnetId: scope.ref(subnetId), RouteTableId: scope.ref(table) });
  if (gatewayId !== undefined) scope.add(`${gatewayId}#table`, 'AWS::EC2::GatewayRouteTableAssociation', { GatewayId: scope.ref(gatewayId), RouteTableId: scope.ref(table) });
}

const TARGETS = ['NatGatewayId', 'TransitGatewayId', 'VpcPeeringConnectionId', 'EgressOnlyInternetGatewayId', 'CarrierGatewayId', 'LocalGatewayId', 'CoreNetworkArn'] as const;

function mapRoute(scope: Scope, table: string, route: Json, index: number): void {
  const gateway = text(route, 'GatewayId');
  if (gateway === 'local' || text(route, 'State') === 'filtered') return;
  if (gateway?.startsWith('vpce-') && leadsToGatewayEndpoint(scope, route, gateway)) return;
  const destination = {
    DestinationCidrBlock: text(route, 'DestinationCidrBlock'),
    DestinationIpv6CidrBlock: text(route, 'DestinationIpv6CidrBlock'),
    DestinationPrefixListId: reference(scope, text(route, 'DestinationPrefixListId')),
  };
  const known = Object.values(destination).some((value) => value !== undefined);
  scope.add(`${table}#route${index}`, 'AWS::EC2::Route', {
    RouteTableId: scope.ref(table),
    ...destination,
    ...known ? {} : { DestinationPrefixListId: unresolved(`destination:${table}:${index}`, `the destination of a route of ${table}`) },
    ...targetOf(scope, route, gateway, `${table}:${index}`),
    State: text(route, 'State') === 'blackhole' ? 'blackhole' : undefined,
  }, named({}, `${table} ${text(route, 'DestinationCidrBlock') ?? text(route, 'DestinationIpv6CidrBlock') ?? text(route, 'DestinationPrefixListId') ?? ''}`));
}

const reference = (scope: Scope, id: string | undefined) => (id === undefined ? undefined : scope.ref(id));

/** A route to a gateway endpoint takes the addresses of its service only; the endpoint itself says which tables it is in. */
function leadsToGatewayEndpoint(scope: Scope, route: Json, gateway: string): boolean {
  const endpoint = scope.answers.items('ec2', 'describe-vpc-endpoints', 'VpcEndpoints', 'VpcEndpointId').find((e) => text(e, 'VpcEndpointId') === gateway);
  if (endpoint) return (text(endpoint, 'VpcEndpointType') ?? 'Gateway').toLowerCase() === 'gateway';
  const list = text(route, 'DestinationPrefixListId');
  const name = [...scope.answers.items('ec2', 'describe-managed-prefix-lists', 'PrefixLists'), ...scope.answers.items('ec2', 'describe-prefix-lists', 'PrefixLists')].find((p) => text(p, 'PrefixListId') === list);
  return list !== undefined && /\.(s3|dynamodb|s3express)$/.test(text(name, 'PrefixListName') ?? '');
}

function targetOf(scope: Scope, route: Json, gateway: string | undefined, key: string): Record<string, unknown> {
  const networkInterface = text(route, 'NetworkInterfaceId');
  if (networkInterface !== undefined) {
    // The prover knows an instance by itself, and its further network interfaces not at all.
    const owner = interfacesOf(scope).get(networkInterface);
    return owner?.isPrimary && scope.isSeen(owner.instance) ? { InstanceId: scope.ref(owner.instance) } : { NetworkInterfaceId: scope.unseen(networkInterface, owner ? `a further network interface of ${owner.instance}` : 'no instance that is listed has it') };
  }
  const instance = text(route, 'InstanceId');
  if (instance !== undefined) return { InstanceId: scope.ref(instance) };
  for (const property of TARGETS) {
    const id = text(route, property);
    if (id !== undefined) return { [property]: scope.ref(id) };
  }
  if (gateway?.startsWith('vpce-')) return { VpcEndpointId: scope.ref(gateway) };
  if (gateway !== undefined) return { GatewayId: scope.ref(gateway) };
  // A kind of target that is newer than this library.
  return { GatewayId: unresolved(`target:${key}`, 'where a route leads whose target is of no kind that is known here') };
}

/** A subnet without a table of its own has the main table of its VPC, if all tables were seen and none of them is its own. */
export function mapTablesNotSeen(scope: Scope): void {
  const tables = scope.answers.items('ec2', 'describe-route-tables', 'RouteTables', 'RouteTableId');
  for (const item of scope.answers.items('ec2', 'describe-subnets', 'Subnets', 'SubnetId')) {
    const [id, vpcId, owner] = [text(item, 'SubnetId')!, text(item, 'VpcId'), text(item, 'OwnerId')];
    if (!scope.isHome(id) || scope.isSeen(`${id}#table`)) continue;
    const main = tables.find((t) => text(t, 'VpcId') === vpcId && maps(t, 'Associations').some((a) => flag(a, 'Main') === true));
    const seen = scope.list('describe-route-tables', vpcId);
    const foreign = owner !== undefined && scope.account !== undefined && owner !== scope.account;
    const why = foreign ? `${id} belongs to account ${owner}, whose answers are not here` : because(seen);
    scope.add(`${id}#table`, 'AWS::EC2::SubnetRouteTableAssociation', {
      SubnetId: scope.ref(id),
      RouteTableId: main && seen.state === 'complete' && !foreign ? scope.ref(text(main, 'RouteTableId')!) : unresolved(`table-of:${id}`, `the route table of ${id} (${why})`),
    });
  }
}
