import { Place, Step, Unknown } from '../../core';
import { Endpoint, Model } from '../../model';
import { hop, Journey } from './hops';

/** What a service name resolves to from a host's subnet. */
export type NameAnswer =
  /** A hidden private zone answers with the addresses of these endpoints, for the whole VPC. */
  | { readonly kind: 'endpoint'; readonly endpoints: readonly Endpoint[]; readonly steps: readonly Step[] }
  | { readonly kind: 'public'; readonly steps: readonly Step[]; readonly nearMiss: readonly Step[] }
  | { readonly kind: 'none'; readonly steps: readonly Step[] }
  | { readonly kind: 'unknown'; readonly steps: readonly Step[] };

/** The services of which at least one endpoint shows that a VPC is meant to work by endpoints. */
const FAMILY = new Set(['ssm', 'ssmmessages', 'ec2messages']);

/**
 * DNS decides first, then the path must work: an interface endpoint with private DNS captures its service's name in every subnet of
 * the VPC, so that a NAT or internet gateway cannot help a host that its endpoint turns away.
 */
export function resolveName(model: Model, journey: Journey): NameAnswer {
  const { vpc } = journey.placement;
  if (!vpc) return elsewhere(journey);
  if (vpc.foreignNameServers !== 'no' && (vpc.made || vpc.isDefault)) {
    return unknownName(journey, [new Unknown('attribute', `dhcp:${vpc.key}`, `what the name servers in the DHCP options of ${vpc.name} answer`)]);
  }
  if (vpc.dnsSupport === 'no') {
    return { kind: 'none', steps: [hop(journey, 'dnsSupportOff', 'no', { at: vpc.place ? [property(vpc.place, 'EnableDnsSupport')] : [], data: { vpc: vpc.name } })] };
  }
  const all = model.endpointsOf(vpc).filter((e) => e.kind === 'interface');
  // An endpoint to another Region's service answers for that Region's name, which this host's agent does not ask for.
  const elsewhereRegion = (e: Endpoint) => e.serviceRegion !== undefined && journey.host.region !== undefined && e.serviceRegion !== journey.host.region;
  const mine = all.filter((e) => e.service === journey.service && !elsewhereRegion(e));
  const capturing = mine.filter((e) => e.privateDns === 'yes' && e.ipv6Only === 'no');
  const regions = new Set(all.filter((e) => e.service !== undefined && FAMILY.has(e.service)).map((e) => e.serviceRegion).filter((r) => r !== undefined));
  if (regions.size > 1 && journey.host.region === undefined && mine.length > 0) {
    return unknownName(journey, [new Unknown('pseudo', `region:${vpc.key}`, `in which of the Regions ${[...regions].join(', ')} of its endpoints ${vpc.name} is made`)]);
  }
  if (capturing.length > 0 && vpc.dnsHostnames !== 'no') return captured(model, journey, capturing);
  const doubt = doubtOf(model, journey, all, mine);
  if (doubt.length > 0) return unknownName(journey, doubt);
  const at = mine.map((e) => e.place).filter((p): p is Place => p !== undefined);
  const data = { vpc: vpc.name, endpoint: mine[0]?.name ?? '' };
  const nearMiss: Step[] = [];
  if (capturing.length > 0) {nearMiss.push(hop(journey, 'dnsHostnamesOff', 'no', { at: vpc.place ? [property(vpc.place, 'EnableDnsHostnames'), ...at] : at, data }));} else if (mine.length > 0) {nearMiss.push(hop(journey, 'privateDnsOff', 'no', { at, data }));} else if (all.some((e) => e.service !== undefined && FAMILY.has(e.service))) {
    const others = all.filter((e) => e.service !== undefined && FAMILY.has(e.service));
    nearMiss.push(hop(journey, 'endpointMissing', 'no', { at: vpc.place ? [vpc.place] : [], data: { ...data, others: others.map((e) => e.service).join(', ') } }));
  }
  return { kind: 'public', steps: [hop(journey, 'nameResolvesToPublic', 'yes', { data })], nearMiss };
}

function captured(model: Model, journey: Journey, endpoints: readonly Endpoint[]): NameAnswer {
  const vpc = journey.placement.vpc!;
  // CloudFormation refuses private DNS where the VPC's attributes do not allow it.
  if (vpc.dnsSupport === 'unknown' || vpc.dnsHostnames === 'unknown') model.estate.worlds.assume({ kind: 'private-dns-accepted', subject: vpc.name });
  const at = endpoints.map((e) => e.place).filter((p): p is Place => p !== undefined);
  const step = hop(journey, 'nameResolvesToEndpoint', 'yes', { at, data: { endpoint: endpoints.map((e) => e.name).join(', '), vpc: vpc.name } });
  return { kind: 'endpoint', endpoints, steps: [step] };
}

/** Whatever might make the name resolve to something we do not see. */
function doubtOf(model: Model, journey: Journey, all: readonly Endpoint[], mine: readonly Endpoint[]): Unknown[] {
  const vpc = journey.placement.vpc!;
  const doubts: Unknown[] = [];
  for (const endpoint of mine) if (endpoint.ipv6Only !== 'no') doubts.push(new Unknown('attribute', `ipv6:${endpoint.key}`, `whether ${endpoint.name} answers with IPv4 addresses`));
  for (const endpoint of mine) if (endpoint.privateDns === 'unknown') doubts.push(new Unknown('parameter', `dns:${endpoint.key}`, `whether ${endpoint.name} has private DNS`));
  for (const endpoint of all) if (endpoint.service === undefined && model.mayServe(endpoint, journey.service)) doubts.push(new Unknown('parameter', `service:${endpoint.key}`, `which service ${endpoint.name} is for`));
  if (vpc.dnsSupport === 'unknown' && vpc.made) doubts.push(new Unknown('parameter', `dns-support:${vpc.key}`, `whether ${vpc.name} has DNS support`));
  if (!vpc.made && !vpc.isDefault) doubts.push(new Unknown('reference', `endpoints-of:${vpc.key}`, `which endpoints ${vpc.name} has`));
  const other = model.otherAnswers(journey.service, vpc);
  if (other) doubts.push(other);
  return doubts;
}

/** A subnet that is only named: neither its VPC nor its routes can be seen. */
function elsewhere(journey: Journey): NameAnswer {
  const { subnet } = journey.placement;
  const unknown = subnet.elsewhere ?? new Unknown('reference', `vpc-of:${subnet.key}`, `the VPC of ${subnet.name}`);
  return { kind: 'unknown', steps: [hop(journey, 'subnetElsewhere', 'unknown', { unknowns: [unknown] })] };
}

function unknownName(journey: Journey, unknowns: readonly Unknown[]): NameAnswer {
  return { kind: 'unknown', steps: [hop(journey, 'nameUnknown', 'unknown', { unknowns })] };
}

function property(place: Place, name: string): Place {
  return { ...place, property: `Properties.${name}` };
}
