import { asList, identity, scalar, Truth, truthOf, Unknown, Value } from '../../core';
import { Resource } from '../../sources/cloudformation';
import type { ReaderContext } from '../context';
import { declareReader, lazy } from '../fields';
import { Peering, Subnet, TransitAttachment, TransitGateway, TransitRoute } from '../types';
import { liveState } from './states';

const PEERING = declareReader({
  type: 'AWS::EC2::VPCPeeringConnection',
  reads: ['VpcId', 'PeerVpcId', 'PeerRegion', 'PeerOwnerId', 'State'],
  assumes: ['the other side accepts the connection'],
});
const GATEWAY = declareReader({
  type: 'AWS::EC2::TransitGateway',
  reads: ['DefaultRouteTableAssociation', 'DefaultRouteTablePropagation', 'SecurityGroupReferencingSupport'],
  assumes: ['DefaultRouteTableAssociation and DefaultRouteTablePropagation are enable where absent'],
});
const ATTACHMENT = declareReader({ type: 'AWS::EC2::TransitGatewayAttachment', reads: ['TransitGatewayId', 'VpcId', 'SubnetIds'] });
const VPC_ATTACHMENT = declareReader({ type: 'AWS::EC2::TransitGatewayVpcAttachment', reads: ['TransitGatewayId', 'VpcId', 'SubnetIds', 'State'] });
const ASSOCIATION = declareReader({ type: 'AWS::EC2::TransitGatewayRouteTableAssociation', reads: ['TransitGatewayAttachmentId', 'TransitGatewayRouteTableId'] });
const PROPAGATION = declareReader({ type: 'AWS::EC2::TransitGatewayRouteTablePropagation', reads: ['TransitGatewayAttachmentId', 'TransitGatewayRouteTableId'] });
const ROUTE = declareReader({ type: 'AWS::EC2::TransitGatewayRoute', reads: ['TransitGatewayRouteTableId', 'DestinationCidrBlock', 'TransitGatewayAttachmentId', 'Blackhole'] });
const TABLE = declareReader({ type: 'AWS::EC2::TransitGatewayRouteTable', reads: ['TransitGatewayId'] });

export function readPeering(model: ReaderContext, resource: Resource): Peering {
  const peering = model.fields(resource, PEERING);
  const fields = lazy(model.estate, {
    vpcs: () => [model.vpc(peering.value('VpcId')), model.vpc(peering.value('PeerVpcId'))],
    needsAcceptance: () => peering.value('PeerOwnerId') !== undefined,
    state: () => liveState(peering.value('State')),
    crossRegion: (): Truth => {
      const other = peering.value('PeerRegion');
      if (other === undefined || identity(other) === 'AWS::Region') return 'no';
      const [there, here] = [scalar(other), resource.stack.region];
      return there === undefined || here === undefined ? 'unknown' : truthOf(there !== here);
    },
  });
  return model.entity(resource, {}, fields);
}

export function readTransitGateway(model: ReaderContext, resource: Resource): TransitGateway {
  const gateway = model.fields(resource, GATEWAY);
  const on = (property: string): Truth => enabled(gateway.value(property), 'yes');
  const fields = lazy(model.estate, {
    attachments: (): TransitAttachment[] => [ATTACHMENT, VPC_ATTACHMENT]
      .flatMap((spec) => model.pointing(spec.type, 'TransitGatewayId', resource.key).map((r) => readAttachment(model, r, spec, () => defaults())))
      .sort((a, b) => (a.key < b.key ? -1 : 1)),
    groupReferences: () => enabled(gateway.value('SecurityGroupReferencingSupport'), 'no'),
  });
  const defaults = () => ({ gateway: fields, associates: on('DefaultRouteTableAssociation'), propagates: on('DefaultRouteTablePropagation') });
  return model.entity(resource, {}, fields);
}

interface Defaults {
  readonly gateway: { readonly attachments: readonly TransitAttachment[] };
  readonly associates: Truth;
  readonly propagates: Truth;
}

function enabled(value: Value, fallback: Truth): Truth {
  if (value === undefined) return fallback;
  const word = scalar(value)?.toLowerCase();
  return word === undefined ? 'unknown' : truthOf(word === 'enable');
}

function readAttachment(model: ReaderContext, resource: Resource, spec: typeof ATTACHMENT, defaults: () => Defaults): TransitAttachment {
  const attachment = model.fields(resource, spec);
  const fields = lazy(model.estate, {
    vpc: () => model.vpc(attachment.value('VpcId')),
    subnets: (): Subnet[] => {
      const ids = attachment.list('SubnetIds');
      return ids instanceof Unknown ? [] : ids.map((id) => model.subnet(id));
    },
    state: () => liveState(spec === VPC_ATTACHMENT ? attachment.value('State') : undefined),
    unassociated: () => defaults().associates === 'no' && model.pointing(ASSOCIATION.type, 'TransitGatewayAttachmentId', resource.key).length === 0,
    routes: () => routesMet(model, resource, defaults()),
    moreRoutes: () => writtenElsewhere(model, resource, attachment.value('TransitGatewayId'), defaults().associates),
  });
  return model.entity(resource, {}, fields);
}

/** The routes of the table an attachment is associated with: one of its own, else the gateway's default table. */
function routesMet(model: ReaderContext, resource: Resource, { gateway, associates, propagates }: Defaults): readonly TransitRoute[] | Unknown {
  const [association] = model.pointing(ASSOCIATION.type, 'TransitGatewayAttachmentId', resource.key);
  if (association) {
    const id = model.fields(association, ASSOCIATION).value('TransitGatewayRouteTableId');
    const table = model.made(id, TABLE.type);
    if (id instanceof Unknown && id.why === 'not-seen') return id;
    return table ? routesOfTable(model, table) : new Unknown('reference', `transit-table:${association.key}`, `the transit gateway route table of ${association.logicalId}`);
  }
  if (associates === 'no') return [];
  if (associates === 'unknown' || propagates === 'unknown') return new Unknown('parameter', `transit-defaults:${resource.key}`, 'whether the transit gateway uses its default route table');
  return propagates === 'no' ? [] : gateway.attachments.flatMap((a) => propagated(a));
}

/** Routes into a table that somebody looked up, which may be the gateway's default one; or a custom resource that is handed it. */
function writtenElsewhere(model: ReaderContext, resource: Resource, gateway: Value, associates: Truth): Unknown | undefined {
  if (model.estate.options.live || model.pointing(ASSOCIATION.type, 'TransitGatewayAttachmentId', resource.key).length > 0) return undefined;
  const made = model.made(gateway, GATEWAY.type);
  if (made && associates === 'no') {
    // An attachment that is associated with no table meets no route, unless somebody associates it out of sight.
    const [unclear] = model.estate.ofType(ASSOCIATION.type).filter((r) => model.estate.exists(r) && !attachmentOf(model, model.fields(r, ASSOCIATION).value('TransitGatewayAttachmentId')));
    return unclear ? new Unknown('reference', `transit-association:${unclear.key}`, `whether ${unclear.logicalId} associates ${resource.logicalId}`) : [made, resource, ...model.pointing(TABLE.type, 'TransitGatewayId', made.key)].map((r) => model.meddler(r.key)).find((m) => m);
  }
  const [strange] = [ROUTE, PROPAGATION].flatMap((spec) => model.estate.ofType(spec.type).filter((r) => model.estate.exists(r)
    && !model.made(model.fields(r, spec).value('TransitGatewayRouteTableId'), TABLE.type)));
  if (strange) return new Unknown('reference', `transit-table:${strange.key}`, `whether ${strange.logicalId} goes into the default route table of the transit gateway`);
  // CloudFormation has no name for the default table, so whatever is in it beside the attached VPCs was put there by other means.
  return made && (model.meddler(made.key) ?? new Unknown('attribute', `transit-default:${made.key}`, `the routes of the default route table of ${made.logicalId}`));
}

function routesOfTable(model: ReaderContext, table: Resource): readonly TransitRoute[] {
  const written = model.pointing(ROUTE.type, 'TransitGatewayRouteTableId', table.key).map((r): TransitRoute => {
    const route = model.fields(r, ROUTE);
    const target = attachmentOf(model, route.value('TransitGatewayAttachmentId'));
    return {
      place: route.place(),
      destination: route.value('DestinationCidrBlock'),
      propagated: false,
      attachmentKey: route.truth(false, 'Blackhole') === 'yes' ? undefined : target?.key ?? identity(route.value('TransitGatewayAttachmentId')),
    };
  });
  const learned = model.pointing(PROPAGATION.type, 'TransitGatewayRouteTableId', table.key).flatMap((r) => {
    const from = attachmentOf(model, model.fields(r, PROPAGATION).value('TransitGatewayAttachmentId'));
    const spec = from?.type === VPC_ATTACHMENT.type ? VPC_ATTACHMENT : ATTACHMENT;
    const vpc = from && model.vpc(model.fields(from, spec).value('VpcId'));
    if (!from || !vpc) return [];
    const place = model.fields(r, PROPAGATION).place();
    return [...vpc.cidrs, ...vpc.ipv6Cidrs].map((destination): TransitRoute => ({ place, destination, propagated: true, attachmentKey: from.key }));
  });
  return [...written, ...learned];
}

function attachmentOf(model: ReaderContext, value: Value): Resource | undefined {
  return model.made(value, ATTACHMENT.type) ?? model.made(value, VPC_ATTACHMENT.type);
}

function propagated(attachment: TransitAttachment): TransitRoute[] {
  const { vpc, place, key } = attachment;
  return asList([...vpc?.cidrs ?? [], ...vpc?.ipv6Cidrs ?? []])
    .map((destination) => ({ ...place ? { place } : {}, destination, propagated: true, attachmentKey: key }));
}
