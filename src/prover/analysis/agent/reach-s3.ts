import { all, any, conjunction, Evidence, Reason, Step, Truth, Unknown } from '../../core';
import { NetworkModel } from '../../model';
import { securityGroupEgressBlocked } from '../../rules/network/security-group-egress-blocked';
import { unresolved } from '../../rules/unresolved';
import { Flow, Journey, reach, ServiceAnswer } from '../network';
import { PUBLIC_SERVICE } from '../network/addresses';
import { ownAcls } from '../network/gateways';
import { egressHop } from '../network/group-hops';
import { hop } from '../network/hops';

/** Which S3 endpoint is meant: that of the host's own Region, surely another one, or one that cannot be told. */
export type S3Place = 'own-region' | 'elsewhere' | 'unknown';

/**
 * Whether a host reaches Amazon S3: by a gateway endpoint in its subnet's route table, an interface endpoint, or a public way. A
 * gateway endpoint carries the buckets of its own Region only; calls to another Region take the public way
 * (https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html).
 */
export function reachesS3(model: NetworkModel, journey: Journey, place: S3Place): Truth {
  return reachS3(model, journey, place).answer;
}

/** The same with its paths. */
export function reachS3(model: NetworkModel, journey: Journey, place: S3Place): ServiceAnswer {
  const elsewhere = (): ServiceAnswer => reachElsewhere(model, journey);
  if (place === 'elsewhere') return elsewhere();
  const own = reachOwnRegion(model, { ...journey, service: 's3' });
  if (place === 'own-region' || own.answer === elsewhere().answer) return own;
  const doubt = unknownGateway(own.journey, `the Region of the S3 bucket that ${journey.host.name} uses`);
  return { ...own, answer: 'unknown', paths: [conjunction([...own.paths.flatMap((path) => path.because).filter((s) => s.answer !== 'no'), doubt])] };
}

/** A gateway endpoint carries what its prefix list holds; what it cannot carry may leave by an interface endpoint or a public way. */
function reachOwnRegion(model: NetworkModel, journey: Journey): ServiceAnswer {
  const gateway = byGateway(model, journey);
  const serves = all(gateway.map((s) => s.answer));
  if (gateway.length > 0 && serves === 'yes') return { answer: 'yes', journey, paths: [conjunction(gateway)], endpoints: [] };
  const other = reach(model, journey);
  if (gateway.length === 0 || other.answer === 'yes') return other;
  const paths = [conjunction(gateway), ...other.paths];
  return { ...other, answer: any(paths.map((p) => p.answer)), paths: serves === 'no' && other.answer === 'no' ? paths.slice(0, 1) : paths };
}

/** The security groups that alone keep a host from Amazon S3 in its Region. */
export function closedToS3(model: NetworkModel, journey: Journey): Evidence | undefined {
  const failing = reachS3(model, journey, 'own-region').paths.flatMap((path) => path.because).filter((s) => s.answer === 'no');
  return failing.length > 0 && failing.every((s) => NO_EGRESS.has(s.reason)) ? failing[0].data.groups : undefined;
}

/** Reasons for which a security group lets nothing out. */
export const NO_EGRESS: ReadonlySet<Reason> = new Set<Reason>([securityGroupEgressBlocked.faults.groupsBlockOut, securityGroupEgressBlocked.faults.groupsHaveNoEgress]);

/** Endpoints, and AWS's prefix list, are those of the host's Region: a bucket of another one has the public way only. */
function reachElsewhere(model: NetworkModel, journey: Journey): ServiceAnswer {
  const answer = reach(model, { ...journey, service: 's3 of another Region' });
  // An interface endpoint may be for the service of another Region.
  const { vpc } = journey.placement;
  const other = vpc && model.endpointsOf(vpc).some((e) => e.kind === 'interface' && e.service === 's3' && e.serviceRegion !== undefined && e.serviceRegion !== journey.host.region);
  return other && answer.answer === 'no' ? { ...answer, answer: 'unknown', paths: [conjunction([unknownGateway(journey, 'which Region the interface endpoint for Amazon S3 serves')])] } : answer;
}

const unknownGateway = (flow: Journey, what: string): Step =>
  hop(flow, unresolved.routeUnknown, 'unknown', { data: { table: flow.placement.subnet.routeTable }, unknowns: [new Unknown('reference', `s3:${flow.placement.subnet.key}:${what}`, what)] });

/** The hops to a gateway endpoint; none: there is no such endpoint in the route table of the subnet. */
function byGateway(model: NetworkModel, journey: Journey): Step[] {
  const { vpc, subnet } = journey.placement;
  const doubt = () => [unknownGateway(journey, `whether the route table of ${subnet.name} leads to a gateway endpoint for Amazon S3`)];
  if (!vpc) return doubt();
  if (!vpc.made && !vpc.isDefault) return doubt();
  const gateways = model.endpointsOf(vpc).filter((e) => e.kind === 'gateway' && (e.service === 's3' || (e.service === undefined && model.mayServe(e, 's3'))));
  if (gateways.length === 0) return [];
  if (gateways.some((e) => e.service === 's3' && e.routeTableKeys.includes(subnet.routeTable.key))) return canLeave(model, journey);
  // Its tables may be named by something that is not known.
  const sure = gateways.every((e) => e.service === 's3' && e.routeTableKeys.every((key) => !/[:$]/.test(key.replace(/^[^/]*\//, ''))));
  return sure && subnet.routeTable.made ? [] : doubt();
}

/**
 * Packets to a gateway endpoint keep the public addresses of S3, so groups and network ACLs see those. A rule by a prefix list that
 * AWS keeps may be for S3 itself.
 */
function canLeave(model: NetworkModel, journey: Journey): Step[] {
  const flow: Flow = { ...journey, service: 's3', family: 4 };
  return [egressHop(model, flow, { addresses: PUBLIC_SERVICE[4], service: 's3' }, 'Amazon S3'), ...ownAcls(flow, PUBLIC_SERVICE[4])];
}
