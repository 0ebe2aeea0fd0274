/**
 * The Linux network of a spec as text: namespaces, links, addresses and routes. One namespace an interface, a router a VPC with a
 * bridge a subnet (traffic within a subnet never passes the router), one for the internet.
 */
import { Family, familyOf, routerAddress } from './addresses';
import { interfaceRules, internetRules, natRules, routerRules } from './firewall';
import { Interface, PUBLIC_SERVICE } from './interfaces';
import { find, Route, Spec, Subnet } from './spec';

/** What is to be done inside one namespace. */
export interface Node {
  readonly name: string;
  readonly forwards: boolean;
  /** Answers on 443. */
  readonly serves: boolean;
  /** Lines for `ip -4 -batch` and `ip -6 -batch`. */
  readonly ip: Readonly<Record<Family, readonly string[]>>;
  readonly nft: string;
  /** Translates 64:ff9b::/96 for clients that have no IPv4: the address to send from. */
  readonly nat64?: string;
}

export interface Wiring {
  readonly nodes: readonly Node[];
  /** Lines for `ip -batch` outside: namespaces and the links between them. */
  readonly links: readonly string[];
}

const FIRST_INDEX = 1000;
const LOCAL_TABLE = 90;
const tableNumber = (subnet: number) => 100 + subnet;
/** Behind every real route: what has no route is dropped and does not fall to the next table. */
const LAST = 'blackhole default metric 4096';
const NAT64_BLOCK = '64:ff9b::/96';

export const routerName = (spec: Spec, vpc: string) => `r${spec.vpcs.findIndex((v) => v.id === vpc)}`;
export const interfaceName = (index: number) => `n${index}`;
const INTERNET = 'internet';

const outside = (vpc: number) => ({ 4: { router: `169.254.${vpc + 1}.1`, far: `169.254.${vpc + 1}.2`, bits: 30 }, 6: { router: `fd00:0:0:${vpc + 1}::1`, far: `fd00:0:0:${vpc + 1}::2`, bits: 64 } });
const across = (peering: number) => ({ 4: [`169.254.${peering + 101}.1`, `169.254.${peering + 101}.2`], 6: [`fd00:0:1:${peering + 1}::1`, `fd00:0:1:${peering + 1}::2`] });
/** Where a subnet's router finds its NAT gateways over IPv6, whatever addresses the subnet has. */
const nat64Link = (subnet: number) => ({ router: `fd00:0:2:${subnet + 1}::1`, nat: (index: number) => `fd00:0:2:${subnet + 1}::${(index + 16).toString(16)}` });

const lines = (): Record<Family, string[]> => ({ 4: [], 6: [] });
const blockOf = (owner: { cidr?: string; cidr6?: string }, family: Family) => (family === 4 ? owner.cidr : owner.cidr6);
const FAMILIES: readonly Family[] = [4, 6];
const noDad = (family: Family) => (family === 6 ? ' nodad' : '');

export function wiringOf(spec: Spec, interfaces: readonly Interface[], prefix: string): Wiring {
  const nodes = [
    ...interfaces.map((face, i) => interfaceNode(spec, interfaces, face, i)),
    ...spec.vpcs.map((vpc) => routerNode(spec, interfaces, vpc.id)),
    internetNode(spec, interfaces),
  ];
  let links = 0;
  // An index of its own: the kernel takes its time to notice that a link is up when both ends happen to have the same index.
  const link = (a: string, nameA: string, b: string, nameB: string) => `link add ${nameA} index ${FIRST_INDEX + links++} netns ${prefix}${a} type veth peer name ${nameB} netns ${prefix}${b}`;
  const commands = [
    ...nodes.map((node) => `netns add ${prefix}${node.name}`),
    ...interfaces.map((face, i) => link(interfaceName(i), 'eth0', routerName(spec, find(spec.subnets, face.subnet).vpc), `e${i}`)),
    ...spec.vpcs.map((vpc, i) => link(routerName(spec, vpc.id), INTERNET, INTERNET, `vpc${i}`)),
    ...spec.peerings.map(({ vpc, peer }, i) => link(routerName(spec, vpc), `p${i}`, routerName(spec, peer), `p${i}`)),
  ];
  return { nodes, links: commands };
}

function interfaceNode(spec: Spec, interfaces: readonly Interface[], face: Interface, index: number): Node {
  const subnetIndex = spec.subnets.findIndex((s) => s.id === face.subnet);
  const subnet = spec.subnets[subnetIndex];
  const ip = lines();
  ip[4].push('link set lo up', 'link set eth0 up');
  for (const family of FAMILIES) {
    const cidr = blockOf(subnet, family);
    if (cidr === undefined || face.addresses[family].length === 0) continue;
    for (const address of face.addresses[family]) ip[family].push(`addr add ${address}/${cidr.split('/')[1]} dev eth0${noDad(family)}`);
    ip[family].push(`route add default via ${routerAddress(cidr)} dev eth0`);
  }
  const isNat = face.role === 'nat' || face.role === 'nat-instance';
  const common = { name: interfaceName(index), forwards: isNat, serves: face.role === 'endpoint', ip };
  const nft = `${interfaceRules(spec, interfaces, face)}${isNat ? natRules(face.role) : ''}`;
  if (face.role !== 'nat') return { ...common, nft };
  const { router, nat } = nat64Link(subnetIndex);
  ip[6].push(`addr add ${nat(index)}/64 dev eth0 nodad`, `route add default via ${router} dev eth0`, `route add local ${NAT64_BLOCK} dev lo`);
  return { ...common, nft, nat64: face.addresses[4][0] };
}

function routerNode(spec: Spec, interfaces: readonly Interface[], vpcId: string): Node {
  const vpcIndex = spec.vpcs.findIndex((v) => v.id === vpcId);
  const vpc = spec.vpcs[vpcIndex];
  const ip = lines();
  ip[4].push('link set lo up');
  const mine = spec.subnets.map((subnet, index) => ({ subnet, index })).filter(({ subnet }) => subnet.vpc === vpcId);
  for (const { subnet, index } of mine) bridge(ip, subnet, index, interfaces);
  const { [4]: v4, [6]: v6 } = outside(vpcIndex);
  ip[4].push(`link set ${INTERNET} up`, `addr add ${v4.router}/${v4.bits} dev ${INTERNET}`);
  ip[6].push(`addr add ${v6.router}/${v6.bits} dev ${INTERNET} nodad`);
  spec.peerings.forEach((peering, i) => {
    const end = peering.vpc === vpcId ? 0 : 1;
    if (peering.vpc !== vpcId && peering.peer !== vpcId) return;
    ip[4].push(`link set p${i} up`, `addr add ${across(i)[4][end]}/30 dev p${i}`);
    ip[6].push(`addr add ${across(i)[6][end]}/64 dev p${i} nodad`);
  });
  // From outside a VPC a packet gets to its subnets and no further: what comes in over one gateway never leaves over another.
  const doors = [INTERNET, ...spec.peerings.map((_, i) => `p${i}`).filter((_, i) => [spec.peerings[i].vpc, spec.peerings[i].peer].includes(vpcId))];
  for (const family of FAMILIES) {
    ip[family].push(...localRoutes(mine, family, LOCAL_TABLE));
    for (const door of doors) ip[family].push(`rule add pref 10 iif ${door} lookup ${LOCAL_TABLE}`);
    for (const { subnet, index } of mine) {
      const number = tableNumber(index);
      ip[family].push(...localRoutes(mine, family, number), `rule add pref 10 iif b${index} lookup ${number}`);
      const routes = subnet.table === undefined ? [] : find(spec.tables, subnet.table).routes;
      for (const route of routes) if (familyOf(route.destination) === family) ip[family].push(`route add ${routeLine(spec, interfaces, vpcIndex, route, family)} table ${number}`);
    }
  }
  return { name: routerName(spec, vpc.id), forwards: true, serves: false, ip, nft: routerRules(spec, vpc.id) };
}

function bridge(ip: Record<Family, string[]>, subnet: Subnet, index: number, interfaces: readonly Interface[]): void {
  ip[4].push(`link add b${index} type bridge mcast_snooping 0 forward_delay 0`, `link set b${index} up`);
  interfaces.forEach((face, i) => {
    if (face.subnet === subnet.id) ip[4].push(`link set e${i} master b${index}`, `link set e${i} up`);
  });
  for (const family of FAMILIES) {
    const cidr = blockOf(subnet, family);
    if (cidr !== undefined) ip[family].push(`addr add ${routerAddress(cidr)}/${cidr.split('/')[1]} dev b${index}${noDad(family)}`);
  }
  ip[6].push(`addr add ${nat64Link(index).router}/64 dev b${index} nodad`);
}

function localRoutes(mine: readonly { subnet: Subnet; index: number }[], family: Family, number: number): string[] {
  const known = mine.filter(({ subnet }) => blockOf(subnet, family) !== undefined);
  return [...known.map(({ subnet, index }) => `route add ${blockOf(subnet, family)} dev b${index} table ${number}`), `route add ${LAST} table ${number}`];
}

/** A route without a gateway that works drops what it takes: it is not as if it were not there. */
function routeLine(spec: Spec, interfaces: readonly Interface[], vpc: number, { destination, target }: Route, family: Family): string {
  const viaInternet = `${destination} via ${outside(vpc)[family].far} dev ${INTERNET} onlink`;
  switch (target.kind) {
    case 'nowhere': return `blackhole ${destination}`;
    case 'internet-gateway': return spec.vpcs[vpc].gatewayAttached ? viaInternet : `blackhole ${destination}`;
    case 'egress-only': return viaInternet;
    case 'peering': {
      const index = spec.peerings.findIndex((p) => p.id === target.id);
      const farEnd = spec.peerings[index].vpc === spec.vpcs[vpc].id ? 1 : 0;
      return `${destination} via ${across(index)[family][farEnd]} dev p${index} onlink`;
    }
    default: {
      const index = interfaces.findIndex((i) => i.owner === target.id);
      const subnet = spec.subnets.findIndex((s) => s.id === interfaces[index].subnet);
      return `${destination} via ${family === 4 ? interfaces[index].addresses[4][0] : nat64Link(subnet).nat(index)} dev b${subnet} onlink`;
    }
  }
}

function internetNode(spec: Spec, interfaces: readonly Interface[]): Node {
  const ip = lines();
  ip[4].push('link set lo up');
  for (const family of FAMILIES) {
    for (const address of PUBLIC_SERVICE[family]) ip[family].push(`addr add ${address}/${family === 4 ? 32 : 128} dev lo${noDad(family)}`);
    spec.vpcs.forEach((vpc, i) => {
      const link = outside(i)[family];
      if (family === 4) ip[4].push(`link set vpc${i} up`);
      ip[family].push(`addr add ${link.far}/${link.bits} dev vpc${i}${noDad(family)}`);
      const block = blockOf(vpc, family);
      if (block !== undefined) ip[family].push(`route add ${block} via ${link.router} dev vpc${i} onlink`);
    });
  }
  return { name: INTERNET, forwards: false, serves: true, ip, nft: internetRules(spec, interfaces) };
}
