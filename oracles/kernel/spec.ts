/** A network in neutral words, from which both the template and the Linux network are made. Plain data: it is cloned and printed. */

export type Service = 'ssm' | 'ssmmessages';
export const SERVICES: readonly Service[] = ['ssm', 'ssmmessages'];
export const REGION = 'eu-west-1';

export interface Vpc {
  id: string;
  cidr: string;
  cidr6?: string;
  /** An internet gateway is made and attached; where false and a route needs one, it is made and stays detached. */
  gatewayAttached: boolean;
}

export interface Subnet {
  id: string;
  vpc: string;
  /** Absent: the subnet has IPv6 addresses only. */
  cidr?: string;
  cidr6?: string;
  zone: 'a' | 'b' | 'c';
  /** Absent: the default network ACL of the VPC. */
  acl?: string;
  /** Absent: the main route table of the VPC. */
  table?: string;
  mapPublic: boolean;
  dns64: boolean;
}

export type Target =
  | { kind: 'internet-gateway' }
  /** A gateway that no VPC is attached to. */
  | { kind: 'nowhere' }
  | { kind: 'egress-only' }
  | { kind: 'nat'; id: string }
  | { kind: 'peering'; id: string }
  | { kind: 'instance'; id: string };

export interface Route { destination: string; target: Target }
export interface RouteTable { id: string; vpc: string; routes: Route[] }

export type Peer = { cidr: string } | { group: string } | { list: string };

export interface GroupRule {
  direction: 'egress' | 'ingress';
  protocol: '-1' | 'tcp' | '6' | 'udp' | '17' | 'icmp';
  from?: number;
  to?: number;
  peer: Peer;
  /** A resource of its own instead of an item of the group. */
  separate: boolean;
}

/** Without any egress rule the template gives none, and AWS's allow-all stays. */
export interface Group { id: string; vpc: string; rules: GroupRule[] }
export interface PrefixList { id: string; cidrs: string[] }

export interface AclEntry {
  number: number;
  egress: boolean;
  allow: boolean;
  protocol: -1 | 6 | 17;
  cidr: string;
  from?: number;
  to?: number;
}
export interface Acl { id: string; vpc: string; entries: AclEntry[] }

/** How a host comes by a public IPv4 address, or does not. `subnet`: as its subnet's flag says. */
export type PublicAddress = 'subnet' | 'launch' | 'refused' | 'elastic' | 'association';

export interface Host {
  id: string;
  subnet: string;
  /** Empty: the default group of the VPC. */
  groups: string[];
  publicAddress: PublicAddress;
  /** The agent is told to use the dual-stack names of the services. */
  dualStackNames: boolean;
}

export interface Endpoint {
  id: string;
  vpc: string;
  service: Service;
  subnets: string[];
  groups: string[];
  privateDns: boolean;
  addresses: 'ipv4' | 'dualstack' | 'ipv6';
}

/** A private hosted zone with a service's name, whose alias is an endpoint. */
export interface Zone { id: string; service: Service; vpcs: string[]; endpoint: string }
export interface Nat { id: string; subnet: string; public: boolean }
export interface NatInstance { id: string; subnet: string; groups: string[]; elastic: boolean; sourceDestCheck: boolean }
export interface Peering { id: string; vpc: string; peer: string }

export interface Spec {
  kind: string;
  vpcs: Vpc[];
  subnets: Subnet[];
  tables: RouteTable[];
  acls: Acl[];
  groups: Group[];
  lists: PrefixList[];
  hosts: Host[];
  endpoints: Endpoint[];
  zones: Zone[];
  nats: Nat[];
  natInstances: NatInstance[];
  peerings: Peering[];
}

export function find<T extends { id: string }>(list: readonly T[], id: string): T {
  const found = list.find((item) => item.id === id);
  if (!found) throw new Error(`the network has no ${id}`);
  return found;
}

export const vpcOf = (spec: Spec, subnet: string) => find(spec.vpcs, find(spec.subnets, subnet).vpc);

export function hasPublicAddress(spec: Spec, host: Pick<Host, 'subnet' | 'publicAddress'>): boolean {
  if (host.publicAddress === 'subnet') return find(spec.subnets, host.subnet).mapPublic;
  return host.publicAddress !== 'refused';
}

/** Takes out what names something that is no longer there, so that a part can be removed without thinking of its users. */
export function tidy(spec: Spec): Spec {
  const has = (list: readonly { id: string }[], id: string | undefined) => id !== undefined && list.some((item) => item.id === id);
  for (const peering of [...spec.peerings]) if (!has(spec.vpcs, peering.vpc) || !has(spec.vpcs, peering.peer)) spec.peerings.splice(spec.peerings.indexOf(peering), 1);
  for (const list of ['subnets', 'tables', 'acls', 'groups', 'endpoints'] as const) removeWhere(spec[list] as { vpc: string }[], (item) => !has(spec.vpcs, item.vpc));
  for (const subnet of spec.subnets) {
    if (!has(spec.acls, subnet.acl)) delete subnet.acl;
    if (!has(spec.tables, subnet.table)) delete subnet.table;
  }
  for (const list of ['hosts', 'nats', 'natInstances'] as const) removeWhere(spec[list] as { subnet: string }[], (item) => !has(spec.subnets, item.subnet));
  for (const endpoint of spec.endpoints) endpoint.subnets = endpoint.subnets.filter((id) => has(spec.subnets, id));
  for (const member of [...spec.hosts, ...spec.endpoints, ...spec.natInstances]) member.groups = member.groups.filter((id) => has(spec.groups, id));
  for (const group of spec.groups) removeWhere(group.rules, ({ peer }) => ('group' in peer && !has(spec.groups, peer.group)) || ('list' in peer && !has(spec.lists, peer.list)));
  for (const table of spec.tables) removeWhere(table.routes, ({ target }) => !hasTarget(spec, target));
  for (const zone of spec.zones) zone.vpcs = zone.vpcs.filter((id) => has(spec.vpcs, id));
  removeWhere(spec.zones, (zone) => zone.vpcs.length === 0 || !has(spec.endpoints, zone.endpoint));
  return spec;
}

function hasTarget(spec: Spec, target: Target): boolean {
  if (target.kind === 'nat') return spec.nats.some((n) => n.id === target.id);
  if (target.kind === 'peering') return spec.peerings.some((p) => p.id === target.id);
  if (target.kind === 'instance') return spec.natInstances.some((n) => n.id === target.id);
  return true;
}

function removeWhere<T>(list: T[], gone: (item: T) => boolean): void {
  for (let i = list.length - 1; i >= 0; i--) if (gone(list[i])) list.splice(i, 1);
}
