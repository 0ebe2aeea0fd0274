import { identity, scalar, Value } from '../core';
import { Endpoint, Model, NatGateway, Placement, Subnet, Vpc } from '../model';
import { isUnresolvable } from './failure';
import { NetworkPicture, PictureSubnet } from './picture';
import { HostVerdict } from './types';

const FAMILY = new Set(['ssm', 'ssmmessages', 'ec2messages']);

interface Draft {
  readonly vpc: Vpc | undefined;
  readonly subnets: Map<string, Subnet>;
  readonly endpoints: Map<string, Endpoint>;
  readonly natGateways: Map<string, NatGateway>;
  /** Subnets whose routes were read. */
  readonly seen: Set<string>;
}

/** The VPCs of some hosts with the subnets, endpoints and gateways their paths touch, as they are in the first world. */
export function pictureNetworks(model: Model, hosts: readonly HostVerdict[]): NetworkPicture[] {
  const drafts = new Map<string, Draft>();
  for (const host of hosts) {
    for (const { placement } of host.proofs[0]?.placements ?? []) readable(() => collect(model, drafts, placement));
  }
  return [...drafts].flatMap(([key, draft]) => readable(() => finish(model, key, draft)) ?? []).sort((a, b) => (a.key < b.key ? -1 : 1));
}

/** What rests on an endless chain of references cannot be drawn; that it does is an input error of its host already. */
function readable<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (isUnresolvable(error)) return undefined;
    throw error;
  }
}

/** One key a VPC; subnets made elsewhere, whose VPC nobody sees, share one. */
export function vpcKeyOf({ vpc }: Placement): string {
  return vpc?.key ?? 'elsewhere';
}

function collect(model: Model, drafts: Map<string, Draft>, placement: Placement): void {
  const { vpc, subnet } = placement;
  const key = vpcKeyOf(placement);
  const known = drafts.get(key);
  const draft = known ?? { vpc, subnets: new Map(), endpoints: new Map(), natGateways: new Map(), seen: new Set() };
  if (!known) {
    drafts.set(key, draft);
    for (const endpoint of vpc ? model.endpointsOf(vpc) : []) {
      if (endpoint.kind !== 'interface' || endpoint.service === undefined || !FAMILY.has(endpoint.service)) continue;
      draft.endpoints.set(endpoint.key, endpoint);
      for (const each of endpoint.subnets) draft.subnets.set(each.key, each);
    }
  }
  // A fleet starts in the same few subnets over and over.
  if (draft.seen.has(subnet.key)) return;
  draft.seen.add(subnet.key);
  draft.subnets.set(subnet.key, subnet);
  for (const { target } of subnet.routeTable.routes) {
    const nat = target.kind === 'nat-gateway' ? model.natGateway(target.value) : undefined;
    if (!nat) continue;
    draft.natGateways.set(nat.key, nat);
    if (nat.subnet && (nat.subnet.vpc?.key ?? 'elsewhere') === key) draft.subnets.set(nat.subnet.key, nat.subnet);
  }
}

function finish(model: Model, key: string, { vpc, subnets, endpoints, natGateways }: Draft): NetworkPicture {
  const ordered = [...subnets.values()].sort((a, b) => (zoneKey(a.zone) < zoneKey(b.zone) ? -1 : zoneKey(a.zone) > zoneKey(b.zone) ? 1 : a.key < b.key ? -1 : 1));
  const zoneKeys = [...new Set(ordered.map((s) => zoneKey(s.zone)))];
  return {
    key,
    name: vpc?.name ?? 'a VPC the input does not show',
    zones: zoneKeys.map((zone, i) => (zone === '' ? 'zone not known' : /^[a-z]{2}(-[a-z]+)+-\d[a-z]$/.test(zone) ? zone : `zone ${i + 1}`)),
    subnets: ordered.map((subnet) => ({
      key: subnet.key,
      name: subnet.name,
      zone: zoneKeys.indexOf(zoneKey(subnet.zone)),
      ...(scalar(subnet.cidr) === undefined ? {} : { cidr: scalar(subnet.cidr)! }),
      way: wayOf(subnet),
    })),
    endpoints: [...endpoints.values()].sort((a, b) => (a.key < b.key ? -1 : 1))
      .map((e) => ({ key: e.key, name: e.name, service: e.service!, subnetKeys: e.subnets.map((s) => s.key) })),
    natGateways: [...natGateways.values()].sort((a, b) => (a.key < b.key ? -1 : 1))
      .map((n) => ({ key: n.key, name: n.name, ...(n.subnet ? { subnetKey: n.subnet.key } : {}) })),
    internetGateway: vpc !== undefined && (vpc.isDefault || model.hasInternetGateway(vpc)),
  };
}

const zoneKey = (zone: Value) => (zone === undefined || zone === null ? '' : identity(zone));

function wayOf({ routeTable }: Subnet): PictureSubnet['way'] {
  const kinds = new Set(routeTable.routes.filter((r) => r.family === 4).map((r) => r.target.kind));
  if (kinds.has('internet-gateway')) return 'public';
  if (kinds.has('nat-gateway')) return 'nat';
  return kinds.size === 0 && routeTable.made ? 'isolated' : 'unknown';
}
