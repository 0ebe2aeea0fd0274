import { Data, Place, Ref, Step, Truth, Unknown } from '../../core';
import { Endpoint, Family, NetworkModel, stateUnknown, Vpc } from '../../model';
import { facts } from '../../rules/facts';
import { type EvidenceOf } from '../../rules/fault';
import { endpointAddressFamily } from '../../rules/network/endpoint-address-family';
import { endpointMissing } from '../../rules/network/endpoint-missing';
import { endpointPrivateDnsOff } from '../../rules/network/endpoint-private-dns-off';
import { endpointWithoutSubnets } from '../../rules/network/endpoint-without-subnets';
import { privateZoneMisdirects } from '../../rules/network/private-zone-misdirects';
import { vpcDnsHostnamesOff } from '../../rules/network/vpc-dns-hostnames-off';
import { vpcDnsSupportOff } from '../../rules/network/vpc-dns-support-off';
import { unresolved } from '../../rules/unresolved';
import { Flow, hop, isAboutHost, sharedFrom } from './hops';

/** What a service name resolves to from a host's subnet. */
export type NameAnswer =
  /** A private zone answers with the addresses of these endpoints: an endpoint's own hidden one, or one that somebody made. */
  | { readonly kind: 'endpoint'; readonly endpoints: readonly Endpoint[]; readonly steps: readonly Step[] }
  | { readonly kind: 'public'; readonly steps: readonly Step[]; readonly nearMiss: readonly Step[] }
  | { readonly kind: 'none'; readonly steps: readonly Step[] }
  | { readonly kind: 'unknown'; readonly steps: readonly Step[] };

/** The services of which at least one endpoint shows that a VPC is meant to work by endpoints. */
const AGENT_SERVICES = new Set(['ssm', 'ssmmessages', 'ec2messages']);

/**
 * DNS decides first, then the path must work: an interface endpoint with private DNS captures its service's name in every subnet of
 * the VPC, so that a NAT or internet gateway cannot help a host that its endpoint turns away.
 */
export function resolveName(model: NetworkModel, flow: Flow): NameAnswer {
  // Hosts of one subnet get the same answer; few get one that speaks of the host.
  const shared = sharedFrom(model, flow, `name ${flow.host.region ?? ''}`, (there) => {
    const name = ask(model, there);
    return name.steps.some(isAboutHost) ? undefined : name;
  });
  return shared ?? ask(model, flow);
}

function ask(model: NetworkModel, flow: Flow): NameAnswer {
  const { vpc } = flow.placement;
  if (!vpc) return elsewhere(flow);
  if (vpc.foreignNameServers !== 'no' && (vpc.made || vpc.isDefault)) {
    return unknownName(flow, [vpc.unseen?.servers ?? new Unknown('attribute', `dhcp:${vpc.key}`, `what the name servers in the DHCP options of ${vpc.name} answer`)]);
  }
  vpc.directories.forEach((subject) => model.worlds.assume({ kind: 'directory-forwards', subject }));
  if (vpc.dnsSupport === 'no') {
    return { kind: 'none', steps: [hop(flow, vpcDnsSupportOff.faults.dnsSupportOff, 'no', { at: vpc.place ? [property(vpc.place, 'EnableDnsSupport')] : [], data: { vpc } })] };
  }
  const all = model.endpointsOf(vpc).filter((e) => e.kind === 'interface');
  // An endpoint to another Region's service answers for that Region's name, which this host's agent does not ask for.
  const otherRegion = (e: Endpoint) => e.serviceRegion !== undefined && flow.host.region !== undefined && e.serviceRegion !== flow.host.region;
  const mine = all.filter((e) => e.service === flow.service && !otherRegion(e));
  const capturing = mine.filter((e) => e.privateDns === 'yes' && e.state.kind === 'settled');
  const regions = new Set(all.filter((e) => e.service !== undefined && AGENT_SERVICES.has(e.service)).map((e) => e.serviceRegion).filter((r) => r !== undefined));
  if (regions.size > 1 && flow.host.region === undefined && mine.length > 0) {
    return unknownName(flow, [new Unknown('pseudo', `region:${vpc.key}`, `in which of the Regions ${[...regions].join(', ')} of its endpoints ${vpc.name} is made`)]);
  }
  const filter = model.nameFilter(flow.service, vpc);
  if (filter) return unknownName(flow, [filter]);
  if (capturing.length > 0 && vpc.dnsHostnames !== 'no') return captured(model, flow, capturing);
  const pending = mine.filter((e) => e.privateDns !== 'no').map((e) => stateUnknown(e.name, e.key, e.state)).filter((u) => u !== undefined);
  if (pending.length > 0) return unknownName(flow, pending);
  const other = model.otherAnswers(flow.service, vpc, flow.host.region);
  const doubt = [...doubtsOf(model, flow, all, mine), ...other instanceof Unknown ? [other] : []];
  if (doubt.length > 0) return unknownName(flow, doubt);
  if (other && !(other instanceof Unknown)) return answeredByZone(flow, vpc, other);
  return publicName(flow, vpc, all, mine, capturing);
}

function captured(model: NetworkModel, flow: Flow, endpoints: readonly Endpoint[]): NameAnswer {
  const vpc = flow.placement.vpc!;
  // Of an account they are known, or nothing is said.
  const unseen = [vpc.unseen?.support, vpc.unseen?.hostnames].filter((u) => u !== undefined);
  if (unseen.length > 0) return unknownName(flow, unseen);
  // CloudFormation refuses private DNS where the VPC's attributes do not allow it.
  if (vpc.dnsSupport === 'unknown' || vpc.dnsHostnames === 'unknown') model.worlds.assume({ kind: 'private-dns-accepted', subject: vpc.name });
  return withAddresses(flow, endpoints, { vpc });
}

/** A zone that somebody made, with names that stand for endpoints: the way to endpoints of another VPC. */
function answeredByZone(flow: Flow, vpc: Vpc, { zone, endpoints }: { zone: Ref; endpoints: readonly Endpoint[] }): NameAnswer {
  const strange = endpoints.find((e) => e.service !== undefined && e.service !== flow.service);
  const data = { vpc, zone, endpoint: strange ?? '' };
  // Private hosted zones need both DNS attributes too (https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/hosted-zone-private-considerations.html).
  if (vpc.dnsHostnames === 'no') return { kind: 'none', steps: [hop(flow, vpcDnsHostnamesOff.faults.dnsHostnamesOff, 'no', { at: vpc.place ? [property(vpc.place, 'EnableDnsHostnames')] : [], data: { ...data, endpoint: endpoints } })] };
  if (vpc.dnsHostnames === 'unknown') return unknownName(flow, [vpc.unseen?.hostnames ?? new Unknown('parameter', `dns-hostnames:${vpc.key}`, `whether ${vpc.name} has DNS hostnames`)]);
  if (strange) return { kind: 'none', steps: [hop(flow, privateZoneMisdirects.faults.zoneLeadsElsewhere, 'no', { at: strange.place ? [strange.place] : [], data })] };
  return withAddresses(flow, endpoints, data);
}

/** The endpoints that have addresses of the family asked for. */
function withAddresses(flow: Flow, endpoints: readonly Endpoint[], data: Data): NameAnswer {
  const at = endpoints.map((e) => e.place).filter((p): p is Place => p !== undefined);
  const more = { ...data, endpoint: endpoints, family: `IPv${flow.family}` };
  const having = (truth: Truth) => endpoints.filter((e) => e.answers[flow.family] === truth);
  if (having('yes').length > 0) return { kind: 'endpoint', endpoints: having('yes'), steps: [hop(flow, facts.nameResolvesToEndpoint, 'yes', { at, data: more })] };
  if (having('unknown').length > 0) {
    return unknownName(flow, having('unknown').map((e) => new Unknown('attribute', `family:${e.key}:${flow.family}`, `whether ${e.name} answers with IPv${flow.family} addresses`)));
  }
  return { kind: 'none', steps: [hop(flow, endpointAddressFamily.faults.endpointOtherFamily, 'no', { at, data: { ...more, host: flow.host } })] };
}

function publicName(flow: Flow, vpc: Vpc, all: readonly Endpoint[], mine: readonly Endpoint[], capturing: readonly Endpoint[]): NameAnswer {
  const at = mine.map((e) => e.place).filter((p): p is Place => p !== undefined);
  const data = { vpc, endpoint: mine[0] ?? '' };
  const dead = mine.filter((e) => e.privateDns !== 'no' && e.state.kind === 'failed');
  if (dead.length > 0) return besideDead(flow, dead, data);
  const step = hop(flow, facts.nameResolvesToPublic, 'yes', { data });
  return { kind: 'public', steps: [step], nearMiss: nearMissOf(flow, vpc, all, mine.length > 0, capturing.length > 0, at, data) };
}

/** An endpoint that has failed or is about to go serves nobody; whether it still has the name is not written down. */
function besideDead(flow: Flow, dead: readonly Endpoint[], data: Data): NameAnswer {
  const at = dead.map((e) => e.place).filter((p): p is Place => p !== undefined);
  const [{ name, key, state }] = dead;
  const unknowns = [new Unknown('attribute', `name-of:${key}`, `whether the name of ${flow.service} still resolves to ${name}, which is ${state.word}`)];
  const near = hop(flow, endpointWithoutSubnets.faults.endpointNotAvailable, 'no', { at, data: { ...data, endpoint: name, state: state.word, said: state.message ?? '' } });
  return { kind: 'public', steps: [hop(flow, unresolved.nameUnknown, 'unknown', { unknowns })], nearMiss: [near] };
}

/** Somebody meant the name to go to an endpoint: what keeps it from doing so. */
function nearMissOf(flow: Flow, vpc: Vpc, all: readonly Endpoint[], has: boolean, captures: boolean, at: Place[], data: EvidenceOf<'vpc' | 'endpoint'>): Step[] {
  if (captures) return [hop(flow, vpcDnsHostnamesOff.faults.dnsHostnamesOff, 'no', { at: vpc.place ? [property(vpc.place, 'EnableDnsHostnames'), ...at] : at, data })];
  if (has) return [hop(flow, endpointPrivateDnsOff.faults.privateDnsOff, 'no', { at, data })];
  const others = all.filter((e) => e.service !== undefined && AGENT_SERVICES.has(e.service));
  if (others.length === 0) return [];
  return [hop(flow, endpointMissing.faults.endpointMissing, 'no', { at: vpc.place ? [vpc.place] : [], data: { ...data, others: others.map((e) => e.service).join(', ') } })];
}

/** Whatever might make the name resolve to something we do not see. */
function doubtsOf(model: NetworkModel, flow: Flow, all: readonly Endpoint[], mine: readonly Endpoint[]): Unknown[] {
  const vpc = flow.placement.vpc!;
  const doubts: Unknown[] = [];
  for (const endpoint of mine) if (endpoint.privateDns === 'unknown') doubts.push(new Unknown('parameter', `dns:${endpoint.key}`, `whether ${endpoint.name} has private DNS`));
  for (const endpoint of all) {
    if (endpoint.service === undefined && model.mayServe(endpoint, flow.service)) doubts.push(new Unknown('parameter', `service:${endpoint.key}`, `which service ${endpoint.name} is for`));
  }
  if (vpc.dnsSupport === 'unknown' && vpc.made) doubts.push(vpc.unseen?.support ?? new Unknown('parameter', `dns-support:${vpc.key}`, `whether ${vpc.name} has DNS support`));
  if (!vpc.made && !vpc.isDefault) doubts.push(new Unknown('reference', `endpoints-of:${vpc.key}`, `which endpoints ${vpc.name} has`));
  return doubts;
}

/** A subnet that is only named: neither its VPC nor its routes can be seen. */
function elsewhere(flow: Flow): NameAnswer {
  const { subnet } = flow.placement;
  const unknown = subnet.elsewhere ?? new Unknown('reference', `vpc-of:${subnet.key}`, `the VPC of ${subnet.name}`);
  return { kind: 'unknown', steps: [hop(flow, unresolved.subnetElsewhere, 'unknown', { unknowns: [unknown] })] };
}

function unknownName(flow: Flow, unknowns: readonly Unknown[]): NameAnswer {
  return { kind: 'unknown', steps: [hop(flow, unresolved.nameUnknown, 'unknown', { unknowns })] };
}

function property(place: Place, name: string): Place {
  return { ...place, property: `Properties.${name}` };
}

/** Families of addresses a host has. */
export function familiesOf(flow: Pick<Flow, 'placement'>): readonly Family[] {
  const { subnet, ipv6Address } = flow.placement;
  if (subnet.ipv6Only === 'yes') return [6];
  return ipv6Address === 'yes' ? [4, 6] : [4];
}
