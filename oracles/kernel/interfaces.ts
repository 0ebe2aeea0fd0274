/** The network interfaces of a network, with the addresses each may have, and what a service's name resolves to for a host. */
import { Family, samplesOf } from './addresses';
import { Endpoint, find, Host, Service, Spec, vpcOf } from './spec';

export interface Interface {
  /** Of what it is the interface; an endpoint has one in each of its subnets. */
  readonly owner: string;
  readonly role: 'host' | 'endpoint' | 'nat' | 'nat-instance';
  readonly subnet: string;
  /** Security groups by id, the default group of a VPC included; NAT gateways have none. */
  readonly groups: readonly string[];
  /** What AWS might give it; a NAT device needs one only, because nothing judges that address. */
  readonly addresses: Readonly<Record<Family, readonly string[]>>;
}

export const defaultGroup = (vpc: string) => `default group of ${vpc}`;

export function interfacesOf(spec: Spec): Interface[] {
  const slots = new Map<string, number>();
  const place = (owner: string, role: Interface['role'], subnetId: string, groups: readonly string[] | 'none', families: readonly Family[] = [4, 6], count?: number): Interface => {
    const subnet = find(spec.subnets, subnetId);
    const slot = slots.get(subnetId) ?? 0;
    slots.set(subnetId, slot + 1);
    const addresses = (family: Family) => {
      const cidr = family === 4 ? subnet.cidr : subnet.cidr6;
      return cidr !== undefined && families.includes(family) ? samplesOf(cidr, slot).slice(0, count) : [];
    };
    const named = groups === 'none' ? [] : groups.length > 0 ? groups : [defaultGroup(subnet.vpc)];
    return { owner, role, subnet: subnetId, groups: named, addresses: { 4: addresses(4), 6: addresses(6) } };
  };
  return [
    ...spec.hosts.map((h) => place(h.id, 'host', h.subnet, h.groups)),
    ...spec.endpoints.flatMap((e) => e.subnets.map((s) => place(e.id, 'endpoint', s, e.groups, familiesOf(e)))),
    ...spec.nats.map((n) => place(n.id, 'nat', n.subnet, 'none', [4], 1)),
    ...spec.natInstances.map((n) => place(n.id, 'nat-instance', n.subnet, n.groups, [4], 1)),
  ];
}

function familiesOf(endpoint: Endpoint): readonly Family[] {
  return endpoint.addresses === 'ipv4' ? [4] : endpoint.addresses === 'ipv6' ? [6] : [4, 6];
}

/** Addresses of the public service, spread over the address space; AWS's real ones are in none of the mutations' favour. */
export const PUBLIC_SERVICE: Readonly<Record<Family, readonly string[]>> = {
  4: ['1.2.3.4', '52.95.110.20', '66.7.8.9', '130.1.2.3', '176.32.100.3', '223.250.1.1'],
  6: ['2600:1f13:0:0:0:0:0:10', '2406:da18:0:0:0:0:0:10', '2a05:d018:0:0:0:0:0:10'],
};

/** What DNS64 puts before an IPv4 address. */
export const NAT64 = '64:ff9b::';

/** One thing a host may connect to: an interface, or the public service over one family. A service may offer several. */
export interface Offer {
  readonly family: Family;
  readonly addresses: readonly string[];
  readonly name: string;
}

/** What the name of a service resolves to for a host, by the documentation of private DNS, hosted zones and DNS64. */
export function offers(spec: Spec, interfaces: readonly Interface[], host: Host, service: Service): Offer[] {
  const vpc = vpcOf(spec, host.subnet).id;
  const endpoint = spec.endpoints.find((e) => e.vpc === vpc && e.service === service && e.privateDns)
    ?? aliased(spec, vpc, service);
  if (endpoint) {
    const mine = interfaces.filter((i) => i.owner === endpoint.id);
    return mine.flatMap((i) => ([4, 6] as const).map((family) => ({ family, addresses: i.addresses[family], name: `${i.owner} in ${i.subnet}` })))
      .filter((offer) => offer.addresses.length > 0);
  }
  const v4: Offer = { family: 4, addresses: PUBLIC_SERVICE[4], name: 'the public service' };
  // Only the dual-stack names have IPv6 addresses of their own; DNS64 makes some up for names that have none.
  if (host.dualStackNames) return [v4, { ...v4, family: 6, addresses: PUBLIC_SERVICE[6] }];
  if (find(spec.subnets, host.subnet).dns64) return [v4, { ...v4, family: 6, addresses: PUBLIC_SERVICE[4].map((address) => `${NAT64}${hexWords(address)}`) }];
  return [v4];
}

function aliased(spec: Spec, vpc: string, service: Service): Endpoint | undefined {
  const zone = spec.zones.find((z) => z.service === service && z.vpcs.includes(vpc));
  return zone && find(spec.endpoints, zone.endpoint);
}

function hexWords(address: string): string {
  const bytes = address.split('.').map((part) => Number(part).toString(16).padStart(2, '0'));
  return `${bytes[0]}${bytes[1]}:${bytes[2]}${bytes[3]}`;
}
