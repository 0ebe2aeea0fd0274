import type { NetworkPicture } from '../../verdict';
import { HostGroup } from './groups';

/** Where everything of one VPC stands, in pixels. */
export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly vpc: Box;
  readonly zones: readonly (Box & { readonly name: string })[];
  readonly subnets: readonly SubnetBox[];
  /** The box of Systems Manager below the VPC. */
  readonly service: Box;
  readonly gateway?: Box;
}

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface SubnetBox extends Box {
  readonly key: string;
  readonly name: string;
  readonly zone: number;
  readonly note: string;
  readonly chips: readonly Chip[];
}

export type Chip = Box & ({
  readonly kind: 'hosts';
  readonly group: HostGroup;
} | {
  readonly kind: 'more';
  readonly count: number;
} | {
  readonly kind: 'endpoint';
  readonly key: string;
  readonly name: string;
  readonly service: string;
} | {
  readonly kind: 'nat';
  readonly key: string;
  readonly name: string;
});

export const COLUMN = 250;
export const GUTTER = 76;
const PAD = 18;
const CHIP = 26;
const GAP = 7;
const HEAD = 42;
const TOP = 74;
/** More groups than this in one subnet are counted, not drawn. */
const MAX_GROUPS = 10;

const NOTES = { public: 'public', nat: 'NAT gateway', isolated: 'isolated', unknown: 'routes unresolved' } as const;

export function layOut(picture: NetworkPicture, groups: ReadonlyMap<string, readonly HostGroup[]>): Layout {
  const columnX = (zone: number) => PAD + GUTTER / 2 + zone * (COLUMN + GUTTER);
  const bottoms = picture.zones.map(() => TOP);
  const boxes: SubnetBox[] = [];
  // Hosts stand above what they go to, so that ways lead down.
  const ordered = [...picture.subnets].sort((a, b) => Number(groups.has(b.key)) - Number(groups.has(a.key)));
  for (const subnet of ordered) {
    const x = columnX(subnet.zone);
    const y = bottoms[subnet.zone];
    const chips = chipsOf(picture, subnet.key, groups.get(subnet.key) ?? [], x + 10, y + HEAD);
    const height = HEAD + chips.length * (CHIP + GAP) + (chips.length > 0 ? 5 : 0);
    boxes.push({ key: subnet.key, name: subnet.name, zone: subnet.zone, note: [subnet.cidr, NOTES[subnet.way]].filter((t) => t !== undefined).join(' · '), x, y, width: COLUMN, height, chips });
    bottoms[subnet.zone] = y + height + 16;
  }
  const width = columnX(picture.zones.length - 1) + COLUMN + GUTTER + PAD;
  const inner = Math.max(...bottoms) + 10;
  const gateway = picture.internetGateway ? { x: width - PAD - 150, y: inner + 12, width: 132, height: CHIP } : undefined;
  const vpcBottom = inner + (gateway ? 12 + CHIP + 14 : 0);
  return {
    width,
    height: vpcBottom + 34 + 46 + 10,
    vpc: { x: PAD / 2, y: 8, width: width - PAD, height: vpcBottom - 8 },
    zones: picture.zones.map((name, i) => ({ name, x: columnX(i), y: 44, width: COLUMN, height: inner - 50 })),
    subnets: boxes,
    service: { x: PAD / 2, y: vpcBottom + 34, width: width - PAD, height: 46 },
    ...(gateway ? { gateway } : {}),
  };
}

function chipsOf(picture: NetworkPicture, subnetKey: string, groups: readonly HostGroup[], x: number, y: number): Chip[] {
  const chips: Chip[] = [];
  const next = (): Box => ({ x, y: y + chips.length * (CHIP + GAP), width: COLUMN - 20, height: CHIP });
  for (const group of groups.slice(0, MAX_GROUPS)) chips.push({ ...next(), kind: 'hosts', group });
  const rest = groups.slice(MAX_GROUPS).reduce((sum, group) => sum + group.hosts.length, 0);
  if (rest > 0) chips.push({ ...next(), kind: 'more', count: rest });
  for (const endpoint of picture.endpoints) {
    if (endpoint.subnetKeys.includes(subnetKey)) chips.push({ ...next(), kind: 'endpoint', key: endpoint.key, name: endpoint.name, service: endpoint.service });
  }
  for (const nat of picture.natGateways) if (nat.subnetKey === subnetKey) chips.push({ ...next(), kind: 'nat', key: nat.key, name: nat.name });
  return chips;
}
