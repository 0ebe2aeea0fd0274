/**
 * Security groups and network ACLs in nftables' words, after AWS's documentation: groups are stateful, unite, and stand at the
 * interface; network ACLs are stateless, ordered by number, and stand where a subnet meets its router.
 */
import { Family, familyOf } from './addresses';
import { Interface } from './interfaces';
import { Acl, AclEntry, find, GroupRule, hasPublicAddress, Spec, vpcOf } from './spec';

const WORD = { 4: 'ip', 6: 'ip6' } as const;
/** Finding the next hop's hardware address belongs to no group's and no list's rules. */
const NEIGHBOURS = 'icmpv6 type { nd-neighbor-solicit, nd-neighbor-advert, nd-router-solicit, nd-router-advert } accept';

function side(family: Family, which: 'saddr' | 'daddr', addresses: readonly string[]): string {
  if (addresses.some((a) => a.endsWith('/0'))) return `meta nfproto ipv${family}`;
  return `${WORD[family]} ${which} { ${[...new Set(addresses)].join(', ')} }`;
}

function portMatch(protocol: 'tcp' | 'udp', from: number, to: number): string {
  return `${protocol} dport ${from === to ? from : `${from}-${to}`}`;
}

function ruleProtocol({ protocol, from, to }: GroupRule): string {
  if (protocol === '-1') return '';
  if (protocol === 'icmp') return 'meta l4proto icmp';
  return portMatch(protocol === 'tcp' || protocol === '6' ? 'tcp' : 'udp', from!, to!);
}

/** The addresses a rule speaks about: a group stands for the private addresses of the interfaces that carry it. */
function peerAddresses(spec: Spec, interfaces: readonly Interface[], { peer }: GroupRule): string[] {
  if ('cidr' in peer) return [peer.cidr];
  if ('list' in peer) return find(spec.lists, peer.list).cidrs;
  return interfaces.filter((i) => i.groups.includes(peer.group)).flatMap((i) => [...i.addresses[4], ...i.addresses[6]]);
}

/** AWS's own rules of a VPC's default group: in from itself, out to anywhere. */
function rulesOf(spec: Spec, group: string): readonly GroupRule[] {
  const own = spec.groups.find((g) => g.id === group);
  const everywhere = (cidr: string): GroupRule => ({ direction: 'egress', protocol: '-1', peer: { cidr }, separate: false });
  if (!own) return [{ direction: 'ingress', protocol: '-1', peer: { group }, separate: false }, everywhere('0.0.0.0/0'), everywhere('::/0')];
  return own.rules.some((r) => r.direction === 'egress') ? own.rules : [...own.rules, everywhere('0.0.0.0/0')];
}

function groupLines(spec: Spec, interfaces: readonly Interface[], groups: readonly string[], direction: GroupRule['direction'], verdict: string): string[] {
  const which = direction === 'egress' ? 'daddr' : 'saddr';
  return groups.flatMap((g) => rulesOf(spec, g)).filter((r) => r.direction === direction).flatMap((rule) => {
    const all = peerAddresses(spec, interfaces, rule);
    return ([4, 6] as const).map((family) => ({ family, mine: all.filter((a) => familyOf(a) === family) })).filter(({ mine }) => mine.length > 0)
      .map(({ family, mine }) => [side(family, which, mine), ruleProtocol(rule), verdict].filter((word) => word !== '').join(' '));
  });
}

function table(family: string, name: string, chains: Readonly<Record<string, readonly string[]>>): string {
  const bodies = Object.entries(chains).map(([chain, lines]) => ` chain ${chain} {\n${lines.map((l) => `  ${l}\n`).join('')} }\n`);
  return `table ${family} ${name} {\n${bodies.join('')}}\n`;
}

const hook = (name: string, policy: 'accept' | 'drop') => `type filter hook ${name} priority 0; policy ${policy};`;

/** The groups of an interface. What passes through an instance must be let in by its groups and let out by them. */
export function interfaceRules(spec: Spec, interfaces: readonly Interface[], face: Interface): string {
  if (face.role === 'nat') return '';
  const lines = (direction: GroupRule['direction'], verdict: string) => groupLines(spec, interfaces, face.groups, direction, verdict);
  const usual = ['ct state established accept', NEIGHBOURS];
  const chains: Record<string, string[]> = {
    into: [hook('input', 'drop'), 'iifname "lo" accept', ...usual, ...lines('ingress', 'accept')],
    out: [hook('output', 'drop'), 'oifname "lo" accept', ...usual, ...lines('egress', 'accept')],
  };
  if (face.role === 'nat-instance') {
    const drops = find(spec.natInstances, face.owner).sourceDestCheck;
    chains.through = [hook('forward', 'drop'), ...(drops ? ['drop'] : []), 'ct state established accept', ...lines('ingress', 'meta mark set 1'), 'meta mark != 1 drop', ...lines('egress', 'accept')];
  }
  return table('inet', 'groups', chains);
}

function entryLine({ allow, protocol, cidr, from, to }: AclEntry, which: 'saddr' | 'daddr'): string {
  const match = protocol === -1 ? '' : portMatch(protocol === 6 ? 'tcp' : 'udp', from!, to!);
  // What one network ACL lets through the next one judges as well.
  return [side(familyOf(cidr), which, [cidr]), match, allow ? 'return' : 'drop'].filter((word) => word !== '').join(' ');
}

function aclLines({ entries }: Acl, egress: boolean): string[] {
  const ordered = entries.filter((e) => e.egress === egress).sort((a, b) => a.number - b.number);
  return [...ordered.map((e) => entryLine(e, egress ? 'daddr' : 'saddr')), 'drop'];
}

/** The network ACLs of a VPC's subnets, at its router. Bridges are named by the subnet's index. Traffic within one never gets here. */
export function routerRules(spec: Spec, vpc: string): string {
  const chains: Record<string, string[]> = { through: [hook('forward', 'accept')] };
  spec.subnets.forEach((subnet, i) => {
    if (subnet.vpc !== vpc || subnet.acl === undefined) return;
    const acl = find(spec.acls, subnet.acl);
    chains.through.push(`iifname "b${i}" jump out${i}`, `oifname "b${i}" jump in${i}`);
    chains[`out${i}`] = aclLines(acl, true);
    chains[`in${i}`] = aclLines(acl, false);
  });
  // A chain must be known before another one jumps to it.
  const { through, ...rest } = chains;
  return table('inet', 'acls', { ...rest, through });
}

/** Port blocks that a NAT gateway takes for connections from each of the client's ports: low, middle and high of 1024-65535. */
const NAT_BLOCKS = ['1024-1087', '33000-33063', '65472-65535'];
/** Client ports at both ends and in the middle of what Linux takes. */
export const CLIENT_PORTS = [32768, 46000, 60999];

/** Source NAT: a NAT gateway takes any port from 1024 up, an instance keeps the client's where it can. */
export function natRules(role: Interface['role']): string {
  const gateway = CLIENT_PORTS.map((port, i) => `tcp sport ${port} masquerade to :${NAT_BLOCKS[i]}`);
  const lines = role === 'nat' ? gateway : ['oifname "eth0" meta l4proto tcp masquerade'];
  return table('ip', 'nat', { post: ['type nat hook postrouting priority 100;', ...lines] });
}

/**
 * The internet gateways' part: IPv4 packets of an interface without public address go no further. The exchange of the private
 * for the public address is left out: it maps one to one, so it changes nothing about who can connect. IPv6 needs none.
 */
export function internetRules(spec: Spec, interfaces: readonly Interface[]): string {
  const lines = spec.vpcs.map((vpc, i) => {
    const known = interfaces.filter((face) => vpcOf(spec, face.subnet).id === vpc.id && isPublic(spec, face)).flatMap((face) => face.addresses[4]);
    return known.length > 0 ? `iifname "vpc${i}" meta nfproto ipv4 ip saddr != { ${known.join(', ')} } drop` : `iifname "vpc${i}" meta nfproto ipv4 drop`;
  });
  return table('inet', 'gateways', { into: ['type filter hook prerouting priority 0; policy accept;', ...lines] });
}

function isPublic(spec: Spec, { owner, role }: Interface): boolean {
  if (role === 'host') return hasPublicAddress(spec, find(spec.hosts, owner));
  if (role === 'nat') return find(spec.nats, owner).public;
  if (role === 'endpoint') return false;
  const { elastic, subnet } = find(spec.natInstances, owner);
  return hasPublicAddress(spec, { subnet, publicAddress: elastic ? 'elastic' : 'subnet' });
}
