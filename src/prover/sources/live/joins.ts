import { unresolved } from '../../core';
import { because, firstUnseen, Presence } from './answers';
import { named, Scope } from './builder';
import { flag, Json, listOf, mapOf, maps, member, text } from './json';
import { vpcRef } from './network';

/** What joins VPCs: peering connections, and transit gateways with their attachments, route tables and routes. */

/** Connections that came to nothing are listed for some time. */
const GONE = new Set(['deleted', 'rejected', 'expired', 'failed']);

export function mapPeerings(scope: Scope): void {
  for (const item of scope.answers.items('ec2', 'describe-vpc-peering-connections', 'VpcPeeringConnections', 'VpcPeeringConnectionId')) {
    const id = text(item, 'VpcPeeringConnectionId')!;
    if (!scope.isHome(id)) continue;
    const [requester, accepter] = [mapOf(member(item, 'RequesterVpcInfo')), mapOf(member(item, 'AccepterVpcInfo'))];
    scope.add(id, 'AWS::EC2::VPCPeeringConnection', {
      VpcId: sideOf(scope, id, 'requester', requester),
      PeerVpcId: sideOf(scope, id, 'accepter', accepter),
      PeerRegion: otherRegion(requester, accepter),
      State: text(item, 'Status', 'Code') ?? unresolved(`state:${id}`, `the state of ${id}`),
    }, named(item, id));
  }
}

function sideOf(scope: Scope, id: string, side: string, info: Json): unknown {
  const vpcId = text(info, 'VpcId');
  if (vpcId === undefined) return unresolved(`${side}:${id}`, `the ${side} VPC of ${id}`);
  const blocks = [...maps(info, 'CidrBlockSet').map((b) => text(b, 'CidrBlock')), ...maps(info, 'Ipv6CidrBlockSet').map((b) => text(b, 'Ipv6CidrBlock'))].filter((b) => b !== undefined);
  return vpcRef(scope, vpcId, { cidr: text(info, 'CidrBlock') ?? blocks[0], more: blocks, owner: text(info, 'OwnerId') });
}

/** The Region of the side that is not here; a connection within one Region says none. */
function otherRegion(requester: Json, accepter: Json): string | undefined {
  const [a, b] = [text(requester, 'Region'), text(accepter, 'Region')];
  return a !== undefined && b !== undefined && a !== b ? b : undefined;
}

export function mapTransitGateways(scope: Scope): void {
  const attachments = scope.answers.list('ec2', 'describe-transit-gateway-vpc-attachments');
  for (const item of scope.answers.items('ec2', 'describe-transit-gateways', 'TransitGateways', 'TransitGatewayId')) {
    const id = text(item, 'TransitGatewayId')!;
    // Without all of its attachments nothing can be said of where it leads.
    if (!scope.isHome(id)) continue;
    if (attachments.state !== 'complete') {
      scope.world.homes.delete(id);
      continue;
    }
    scope.add(id, 'AWS::EC2::TransitGateway', {
      // Which table an attachment is in is written out for each.
      DefaultRouteTableAssociation: 'disable',
      DefaultRouteTablePropagation: 'disable',
      SecurityGroupReferencingSupport: text(item, 'Options', 'SecurityGroupReferencingSupport'),
    }, named(item, id));
    mapTables(scope, id);
    mapAttachments(scope, id);
  }
}

const attachmentsOf = (scope: Scope, gateway: string) => scope.answers.items('ec2', 'describe-transit-gateway-vpc-attachments', 'TransitGatewayVpcAttachments', 'TransitGatewayAttachmentId')
  .filter((a) => text(a, 'TransitGatewayId') === gateway && !GONE.has(text(a, 'State') ?? ''));

function mapAttachments(scope: Scope, gateway: string): void {
  for (const item of attachmentsOf(scope, gateway)) {
    const id = text(item, 'TransitGatewayAttachmentId')!;
    const vpcId = text(item, 'VpcId');
    scope.add(id, 'AWS::EC2::TransitGatewayVpcAttachment', {
      TransitGatewayId: scope.ref(gateway),
      VpcId: vpcId === undefined ? unresolved(`vpc-of:${id}`, `the VPC of ${id}`) : vpcRef(scope, vpcId, { owner: text(item, 'VpcOwnerId') }),
      SubnetIds: listOf(member(item, 'SubnetIds')).filter((s): s is string => typeof s === 'string').map((s) => scope.ref(s)),
      State: text(item, 'State') ?? unresolved(`state:${id}`, `the state of ${id}`),
    }, named(item, id));
    const association = associationOf(scope, gateway, id);
    if (association !== 'none') scope.add(`${id}#association`, 'AWS::EC2::TransitGatewayRouteTableAssociation', { TransitGatewayAttachmentId: scope.ref(id), TransitGatewayRouteTableId: association });
  }
  for (const { table, propagation } of propagationsOf(scope, gateway)) {
    const attachment = text(propagation, 'TransitGatewayAttachmentId');
    if (attachment !== undefined && scope.isHome(attachment) && scope.resources[attachment] !== undefined) {
      scope.add(`${table}#from-${attachment}`, 'AWS::EC2::TransitGatewayRouteTablePropagation', { TransitGatewayAttachmentId: scope.ref(attachment), TransitGatewayRouteTableId: scope.ref(table) });
    }
  }
}

/** The table an attachment is in; `none`: surely in none. */
function associationOf(scope: Scope, gateway: string, attachment: string): unknown {
  const all = scope.answers.list('ec2', 'describe-transit-gateway-attachments');
  const listed = scope.answers.items('ec2', 'describe-transit-gateway-attachments', 'TransitGatewayAttachments').find((a) => text(a, 'TransitGatewayAttachmentId') === attachment);
  const direct = text(listed, 'Association', 'TransitGatewayRouteTableId');
  if (direct !== undefined && [undefined, 'associated'].includes(text(listed, 'Association', 'State'))) return tableRef(scope, direct);
  for (const table of tablesOf(scope, gateway)) {
    const { items } = scope.answers.pages('ec2', 'get-transit-gateway-route-table-associations', 'Associations', { TransitGatewayRouteTableId: table });
    if (items.some((a) => text(a, 'TransitGatewayAttachmentId') === attachment && text(a, 'State') === 'associated')) return tableRef(scope, table);
  }
  if (listed && all.state === 'complete' && member(listed, 'Association') === undefined) return 'none';
  return unresolved(`table-of:${attachment}`, `the transit gateway route table of ${attachment} (${because(all)})`);
}

const tablesOf = (scope: Scope, gateway: string) => scope.answers.items('ec2', 'describe-transit-gateway-route-tables', 'TransitGatewayRouteTables', 'TransitGatewayRouteTableId')
  .filter((t) => text(t, 'TransitGatewayId') === gateway).map((t) => text(t, 'TransitGatewayRouteTableId')!);

/** A table by reference only where all of its routes were seen: a longer prefix that was not may lead elsewhere. */
function tableRef(scope: Scope, id: string): unknown {
  const missing = unseenOf(scope, id);
  return missing === undefined && scope.resources[id] !== undefined ? scope.ref(id) : unresolved(id, `the routes of ${id} (${missing ?? because(scope.list('describe-transit-gateway-route-tables'))})`);
}

interface TableRoutes {
  readonly routes: readonly Json[];
  readonly presence: Presence;
  readonly holdsPropagated: boolean;
}

/** What a search gave. `AdditionalRoutesAvailable`: more than it may tell. */
function searched(scope: Scope, table: string): TableRoutes {
  const mine = scope.answers.of('ec2', 'search-transit-gateway-routes').filter(({ parameters }) => text(parameters, 'TransitGatewayRouteTableId') === table);
  const { presence } = scope.answers.pages('ec2', 'search-transit-gateway-routes', 'Routes', { TransitGatewayRouteTableId: table });
  const more = mine.some(({ data }) => flag(data, 'AdditionalRoutesAvailable') === true);
  const types = new Set(mine.flatMap(({ parameters }) => maps(parameters, 'Filters').filter((f) => member(f, 'Name') === 'type').flatMap((f) => listOf(member(f, 'Values')))));
  return { routes: mine.flatMap(({ data }) => maps(data, 'Routes')), presence: more ? { ...presence, state: 'partial' } : presence, holdsPropagated: types.has('propagated') && types.has('static') };
}

function unseenOf(scope: Scope, table: string): string | undefined {
  const { presence, holdsPropagated } = searched(scope, table);
  const propagations = scope.answers.pages('ec2', 'get-transit-gateway-route-table-propagations', 'TransitGatewayRouteTablePropagations', { TransitGatewayRouteTableId: table });
  const missing = firstUnseen(holdsPropagated ? [presence] : [presence, propagations.presence]);
  if (missing) return because(missing);
  const strange = propagations.items.find((p) => text(p, 'State') === 'enabled' && text(p, 'ResourceType') !== 'vpc');
  return strange !== undefined && !holdsPropagated ? `what ${text(strange, 'ResourceId') ?? 'an attachment'} propagates is not known` : undefined;
}

function mapTables(scope: Scope, gateway: string): void {
  for (const id of tablesOf(scope, gateway)) {
    scope.add(id, 'AWS::EC2::TransitGatewayRouteTable', { TransitGatewayId: scope.ref(gateway) });
    searched(scope, id).routes.forEach((route, i) => mapTransitRoute(scope, gateway, id, route, i));
  }
}

function mapTransitRoute(scope: Scope, gateway: string, table: string, route: Json, index: number): void {
  const attachment = text(maps(route, 'TransitGatewayAttachments')[0], 'TransitGatewayAttachmentId');
  const known = attachmentsOf(scope, gateway).some((a) => text(a, 'TransitGatewayAttachmentId') === attachment);
  const state = text(route, 'State');
  if (state !== 'active' && state !== 'blackhole') return;
  scope.add(`${table}#route${index}`, 'AWS::EC2::TransitGatewayRoute', {
    TransitGatewayRouteTableId: scope.ref(table),
    DestinationCidrBlock: text(route, 'DestinationCidrBlock') ?? unresolved(`destination:${table}:${index}`, `the destination of a route of ${table}`),
    Blackhole: state === 'blackhole',
    TransitGatewayAttachmentId: attachment === undefined ? undefined : known ? { Ref: attachment } : unresolved(attachment, `transit gateway attachment ${attachment}, which is not one of a VPC`),
  });
}

function propagationsOf(scope: Scope, gateway: string): { table: string; propagation: unknown }[] {
  return tablesOf(scope, gateway).flatMap((table) => scope.answers.pages('ec2', 'get-transit-gateway-route-table-propagations', 'TransitGatewayRouteTablePropagations', { TransitGatewayRouteTableId: table }).items
    .filter((p) => text(p, 'State') === 'enabled').map((propagation) => ({ table, propagation })));
}
