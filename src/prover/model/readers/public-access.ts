import { identity, Place, scalar, Unknown } from '../../core';
import type { ReaderContext } from '../context';
import { declareReader } from '../fields';
import { PublicAccessBlock } from '../network-model';
import { Subnet, Vpc } from '../types';
import { notSeen } from './states';

const OPTIONS = declareReader({
  type: 'AWS::EC2::VPCBlockPublicAccessOptions',
  reads: ['InternetGatewayBlockMode'],
  assumes: ['it holds for every VPC of its account and Region'],
});
const EXCLUSION = declareReader({ type: 'AWS::EC2::VPCBlockPublicAccessExclusion', reads: ['VpcId', 'SubnetId', 'InternetGatewayExclusionMode'] });
const EDGE = declareReader({ type: 'AWS::EC2::GatewayRouteTableAssociation', reads: ['GatewayId', 'RouteTableId'] });

/** The block that holds for a subnet, if any of the input's stacks in its account and Region sets one. */
export function publicAccessBlock(model: ReaderContext, subnet: Subnet, vpc: Vpc | undefined, environment: { account?: string; region?: string }): PublicAccessBlock | undefined {
  const same = (a?: string, b?: string) => a === undefined || b === undefined || a === b;
  for (const resource of model.estate.ofType(OPTIONS.type)) {
    if (!model.estate.exists(resource) || !same(resource.stack.account, environment.account) || !same(resource.stack.region, environment.region)) continue;
    const fields = model.fields(resource, OPTIONS);
    const value = fields.value('InternetGatewayBlockMode');
    const place = fields.place('InternetGatewayBlockMode');
    const word = scalar(value);
    if (word === undefined) return { mode: 'unknown', place, unknown: value instanceof Unknown ? value : new Unknown('attribute', identity(value), 'the mode of VPC Block Public Access') };
    if (word === 'off') return undefined;
    const exclusions = exclusionsOf(model, subnet, vpc);
    if (exclusions.some((e) => e.mode === 'allow-bidirectional')) return undefined;
    const unclear = exclusions.find((e) => e.unknown);
    if (unclear) return { mode: 'unknown', place: unclear.place, exclusion: unclear.place, unknown: unclear.unknown };
    const [egressOnly] = exclusions;
    const mode = word === 'block-ingress' || egressOnly ? 'ingress' : 'bidirectional';
    return { mode, place, ...egressOnly ? { exclusion: egressOnly.place } : {} };
  }
  return undefined;
}

/**
 * Exclusions of the subnet or its VPC. One of mode `allow-egress` means nothing under `block-ingress`, and under
 * `block-bidirectional` it makes of it the same: what leaves by an internet gateway directly stays blocked
 * (https://docs.aws.amazon.com/vpc/latest/userguide/security-vpc-bpa-example.html, scenarios 5 and 6).
 */
function exclusionsOf(model: ReaderContext, subnet: Subnet, vpc: Vpc | undefined): { mode?: string; place: Place; unknown?: Unknown }[] {
  const found = [
    ...model.pointing(EXCLUSION.type, 'SubnetId', subnet.key),
    ...vpc ? model.pointing(EXCLUSION.type, 'VpcId', vpc.key) : [],
  ];
  return found.map((resource) => {
    const fields = model.fields(resource, EXCLUSION);
    const value = fields.value('InternetGatewayExclusionMode');
    const place = fields.place('InternetGatewayExclusionMode');
    const mode = scalar(value);
    return mode !== undefined ? { mode, place } : { place, unknown: value instanceof Unknown ? value : new Unknown('attribute', identity(value), 'the mode of an exclusion from VPC Block Public Access') };
  });
}

/** A route table on the gateway's own edge may send the replies elsewhere. */
export function edgeRouteTable(model: ReaderContext, gatewayKey: string): { readonly place: Place; readonly unseen?: Unknown | undefined } | undefined {
  const [association] = model.pointing(EDGE.type, 'GatewayId', gatewayKey);
  if (!association) return undefined;
  const fields = model.fields(association, EDGE);
  return { place: fields.place('RouteTableId'), unseen: notSeen(fields.value('RouteTableId')) };
}
