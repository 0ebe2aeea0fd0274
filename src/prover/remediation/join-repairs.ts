import { isIn } from '../core';
import { Endpoint, Model, Subnet, TransitGateway } from '../model';
import { returnRouteMissing } from '../rules/network/return-route-missing';
import { blocksOf } from './packet-repairs';
import { add, Fault, homeOf, idFor, RANK, refTo, Repair } from './repair';
import { setting } from './way-repairs';

/** Repairs of what joins VPCs: peering, transit gateways, private hosted zones, address families. */

/** A route to the other VPC by a connection that is there. */
export function routeToPeer({ known, placement, path, step }: Fault): Repair[] {
  const table = known.subnets.find((s) => isIn(step.data.table, s.routeTable))?.routeTable;
  const home = homeOf(table);
  const back = step.reason === returnRouteMissing.faults.returnRouteMissing;
  const target = known.subnets.find((s) => isIn(step.data.target, s)) ?? (back ? placement.subnet : path?.endpointSubnet);
  const [cidr] = blocksOf(target, target?.vpc);
  if (!table || !home || cidr === undefined || !target) return [];
  const keys = [placement.vpc?.key, (back ? path?.endpoint?.vpc ?? known.subnets.find((s) => s.routeTable === table)?.vpc : target.vpc)?.key];
  const peering = known.peerings.find((p) => keys.every((k) => p.vpcs.some((v) => v?.key === k)));
  const transit = known.transitGateways.find((t) => keys.every((k) => t.attachments.some((a) => a.vpc?.key === k)));
  const id = refTo(peering ?? transit, home.stack);
  if (!id) return [];
  return [{
    kind: 'addRoute',
    rank: RANK.address,
    data: { table: table.name, destination: cidr, via: (peering ?? transit)!.name },
    edits: [add(home.stack, idFor(home.logicalId, 'To', cidr), 'AWS::EC2::Route', { RouteTableId: { Ref: home.logicalId }, DestinationCidrBlock: cidr, [peering ? 'VpcPeeringConnectionId' : 'TransitGatewayId']: id })],
  }];
}

/** The peering connection that joins somebody else is made to join these two. */
export function rejoin({ known, placement, path, step }: Fault): Repair[] {
  const peering = known.peerings.find((p) => isIn(step.data.peering, p));
  const home = homeOf(peering);
  const hub = path?.endpoint?.vpc;
  if (!peering || !home || !hub || !placement.vpc) return [];
  const property = peering.vpcs[0]?.key === placement.vpc.key ? ['PeerVpcId', hub] as const : peering.vpcs[1]?.key === placement.vpc.key ? ['VpcId', hub] as const
    : peering.vpcs[0]?.key === hub.key ? ['PeerVpcId', placement.vpc] as const : ['VpcId', placement.vpc] as const;
  const id = refTo(property[1], home.stack);
  return id ? [setting(home, [property[0]], id, peering.name, `${property[0]} to ${property[1].name}`, RANK.address)] : [];
}

export function attachTransit({ model, known, placement, step }: Fault): Repair[] {
  const gateway = known.transitGateways.find((t) => isIn(step.data.transit, t));
  const vpc = known.vpcs.find((v) => isIn(step.data.vpc, v));
  const home = homeOf(gateway);
  const subnet = vpc?.key === placement.vpc?.key ? placement.subnet : known.subnets.find((s) => s.vpc?.key === vpc?.key);
  const [vpcId, subnetId] = home ? [refTo(vpc, home.stack), refTo(subnet, home.stack)] : [];
  if (!gateway || !home || !vpcId || !subnetId) return [];
  const id = idFor(home.logicalId, homeOf(vpc)!.logicalId);
  return [{
    kind: 'attachTransit',
    rank: RANK.address,
    data: { transit: gateway.name, vpc: vpc!.name },
    edits: [add(home.stack, id, 'AWS::EC2::TransitGatewayAttachment', { TransitGatewayId: { Ref: home.logicalId }, VpcId: vpcId, SubnetIds: [subnetId] }), ...associations(model, gateway, home.stack, id)],
  }];
}

/** An attachment of a gateway without default tables needs its place in some table, and to be known in the others. */
function associations(model: Model, gateway: TransitGateway, stack: string, attachment: string) {
  const tables = model.estate.ofType('AWS::EC2::TransitGatewayRouteTable').filter((t) => t.stack.id === stack);
  const used = new Set(gateway.attachments.map((a) => a.key));
  const free = tables.find((table) => !model.pointing('AWS::EC2::TransitGatewayRouteTableAssociation', 'TransitGatewayRouteTableId', table.key)
    .some((r) => [...used].some((key) => model.pointing('AWS::EC2::TransitGatewayRouteTableAssociation', 'TransitGatewayAttachmentId', key).includes(r))));
  if (!free) return [];
  return [
    add(stack, idFor(attachment, 'Association'), 'AWS::EC2::TransitGatewayRouteTableAssociation', { TransitGatewayRouteTableId: { Ref: free.logicalId }, TransitGatewayAttachmentId: { Ref: attachment } }),
    ...tables.filter((t) => t !== free).map((t) => add(stack, idFor(attachment, 'Propagation', t.logicalId), 'AWS::EC2::TransitGatewayRouteTablePropagation', { TransitGatewayRouteTableId: { Ref: t.logicalId }, TransitGatewayAttachmentId: { Ref: attachment } })),
  ];
}

/** The host's subnet joins the attachment, whose interfaces must stand in its zone. */
export function attachZone({ known, placement, step }: Fault): Repair[] {
  const gateway = known.transitGateways.find((t) => isIn(step.data.transit, t));
  const subnet: Subnet = known.subnets.find((s) => isIn(step.data.subnet, s)) ?? placement.subnet;
  const attachment = gateway?.attachments.find((a) => a.vpc?.key === subnet.vpc?.key);
  const home = homeOf(attachment);
  const id = home && refTo(subnet, home.stack);
  return home && id ? [{ kind: 'addPropertyItem', rank: RANK.address, data: { resource: attachment!.name, what: `${subnet.name} to SubnetIds` }, edits: [{ op: 'append', ...home, path: ['SubnetIds'], value: id }] }] : [];
}

/** A table for what comes from an attachment that has none. */
export function associateTransit({ model, known, step }: Fault): Repair[] {
  const gateway = known.transitGateways.find((t) => isIn(step.data.transit, t));
  const attachment = gateway?.attachments.find((a) => isIn(step.data.attachment, a));
  const home = homeOf(attachment);
  if (!gateway || !attachment || !home) return [];
  return model.pointing('AWS::EC2::TransitGatewayRouteTable', 'TransitGatewayId', gateway.key).filter((table) => table.stack.id === home.stack).map((table) => ({
    kind: 'associateTransit',
    rank: RANK.address,
    data: { attachment: attachment.name, table: table.logicalId },
    edits: [add(home.stack, idFor(home.logicalId, 'In', table.logicalId), 'AWS::EC2::TransitGatewayRouteTableAssociation', { TransitGatewayRouteTableId: { Ref: table.logicalId }, TransitGatewayAttachmentId: { Ref: home.logicalId } })],
  }));
}

/** A route of the transit gateway's own, from the attachment the packet comes from to the one it must go to. */
export function routeTransit({ model, known, placement, path, step }: Fault): Repair[] {
  const gateway = known.transitGateways.find((t) => isIn(step.data.transit, t));
  if (!gateway) return [];
  const back = isIn(step.data.target, placement.subnet);
  const hubVpc = path?.endpoint?.vpc ?? gateway.attachments.map((a) => a.vpc).find((v) => v?.key !== placement.vpc?.key);
  const [from, to] = back ? [hubVpc, placement.vpc] : [placement.vpc, hubVpc];
  const [source, target] = [from, to].map((vpc) => gateway.attachments.find((a) => a.vpc?.key === vpc?.key));
  const home = homeOf(target);
  const association = source && model.pointing('AWS::EC2::TransitGatewayRouteTableAssociation', 'TransitGatewayAttachmentId', source.key)[0];
  const table = association && (association.raw.Properties as Record<string, { Ref?: string }>).TransitGatewayRouteTableId?.Ref;
  const destination = !path?.endpoint && !back ? '0.0.0.0/0' : blocksOf(undefined, to)[0];
  if (!home || !table || destination === undefined || association.stack.id !== home.stack) return [];
  const blackhole = model.pointing('AWS::EC2::TransitGatewayRoute', 'TransitGatewayRouteTableId', `${home.stack}/${table}`)
    .find((r) => (r.raw.Properties as Record<string, unknown>).DestinationCidrBlock === destination);
  const data = { table, destination, attachment: target!.name };
  if (blackhole) {
    const at = { stack: blackhole.stack.id, logicalId: blackhole.logicalId };
    return [{ kind: 'addTransitRoute', rank: RANK.address, data, edits: [{ op: 'set', ...at, path: ['Blackhole'] }, { op: 'set', ...at, path: ['TransitGatewayAttachmentId'], value: { Ref: home.logicalId } }] }];
  }
  return [{
    kind: 'addTransitRoute',
    rank: RANK.address,
    data,
    edits: [add(home.stack, idFor(table, 'To', destination), 'AWS::EC2::TransitGatewayRoute', { TransitGatewayRouteTableId: { Ref: table }, DestinationCidrBlock: destination, TransitGatewayAttachmentId: { Ref: home.logicalId } })],
  }];
}

/** The zone's record is made to name the endpoint of its own service. */
export function renameRecord({ model, known, step, service }: Fault): Repair[] {
  const zone = model.estate.ofType('AWS::Route53::HostedZone').find((z) => isIn(step.data.zone, z));
  const record = zone && model.pointing('AWS::Route53::RecordSet', 'HostedZoneId', zone.key)[0];
  const right: Endpoint | undefined = known.endpoints.find((e) => e.kind === 'interface' && e.service === service?.journey.service && homeOf(e)?.stack === record?.stack.id);
  const home = homeOf(right);
  if (!record || !home) return [];
  const entry = { 'Fn::Split': [':', { 'Fn::Select': [0, { 'Fn::GetAtt': [home.logicalId, 'DnsEntries'] }] }] };
  return [setting({ stack: record.stack.id, logicalId: record.logicalId }, ['AliasTarget'], { DNSName: { 'Fn::Select': [1, entry] }, HostedZoneId: { 'Fn::Select': [0, entry] } }, record.logicalId, `AliasTarget to ${right!.name}`, RANK.setting)];
}

/** Both kinds of addresses for an endpoint. */
export function makeDualStack({ known, step }: Fault): Repair[] {
  const endpoints = known.endpoints.filter((e) => isIn(step.data.endpoint, e));
  const homes = endpoints.map(homeOf).filter((h) => h !== undefined);
  if (homes.length === 0) return [];
  return [{
    kind: 'setProperty',
    rank: RANK.setting,
    data: { resource: endpoints.map((e) => e.name).join(', '), what: 'IpAddressType and DnsOptions.DnsRecordIpType to dualstack' },
    edits: homes.flatMap((home) => [
      { op: 'set' as const, ...home, path: ['IpAddressType'], value: 'dualstack' },
      { op: 'set' as const, ...home, path: ['DnsOptions', 'DnsRecordIpType'], value: 'dualstack' },
    ]),
  }];
}
