import { evidenceKey, Hop, Reason, Step, Truth } from '../core';
import { facts, isFault } from '../rules';
import { HostVerdict, vpcKeyOf } from '../verdict';
import { LineOf, ReportPlace, reportPlaces } from './report-places';
import { stepWords } from './step-words';
import { named, nameOf } from './wording';

/** From one place a host may start in, hop by hop to each service. */
export interface ReportPath {
  readonly subnet: ReportThing;
  readonly vpc: ReportThing;
  readonly answer: Truth;
  readonly os: 'linux' | 'windows' | 'unknown';
  /** What is chosen, where several choices are possible. */
  readonly world?: string;
  /** The host itself and its credentials, which every service needs. */
  readonly steps: readonly ReportStep[];
  readonly services: readonly ReportService[];
}

/** Something with a name for people and a key for machines. */
export interface ReportThing {
  readonly name: string;
  readonly key: string;
}

export interface ReportService {
  readonly service: string;
  readonly answer: Truth;
  /** One that works is enough. */
  readonly ways: readonly ReportWay[];
}

export interface ReportWay {
  readonly answer: Truth;
  /** Absent: the public service. */
  readonly endpoint?: ReportThing;
  /** The subnet of the endpoint's network interface. */
  readonly endpointSubnet?: ReportThing;
  /** The NAT gateway it goes by. */
  readonly natGateway?: string;
  readonly steps: readonly ReportStep[];
}

export interface ReportStep {
  readonly hop: Hop;
  readonly reason: string;
  /** Where packets stop for it, if not at the thing itself. */
  readonly stops?: Reason['stops'];
  readonly answer: Truth;
  readonly words: string;
  /** The change that mends it, for a step that fails. */
  readonly cure?: string;
  /** The first step that does not hold: the way ends here. */
  readonly broken?: true;
  readonly at: readonly ReportPlace[];
}

/** More worlds than this are not spelled out one by one. */
const MAX_WORLDS = 4;

/** The paths of a host, of its first worlds. What is the same whatever is chosen is told once. */
export function reportPaths(host: HostVerdict, lineOf: LineOf): ReportPath[] {
  const proofs = host.proofs.slice(0, MAX_WORLDS);
  const distinct = new Map<string, { path: ReportPath; worlds: string[] }>();
  proofs.forEach((proof, i) => {
    for (const from of proof.placements) {
      const path = reportPath(host, from, lineOf);
      const key = JSON.stringify(path);
      const known = distinct.get(key) ?? { path, worlds: [] };
      if (!known.worlds.includes(host.worlds[i])) known.worlds.push(host.worlds[i]);
      distinct.set(key, known);
    }
  });
  return [...distinct.values()].map(({ path, worlds }) => (worlds.length === proofs.length ? path : { ...path, world: worlds.join(', or ') }));
}

function reportPath(host: HostVerdict, from: HostVerdict['proofs'][number]['placements'][number], lineOf: LineOf): ReportPath {
  const { placement } = from;
  const cdk = host.place.constructPath !== undefined;
  const steps = (list: readonly Step[]) => markBroken(list.map((step) => reportStep(step, cdk, lineOf)));
  return {
    subnet: thing(placement.subnet),
    vpc: { name: placement.vpc?.name ?? 'a VPC the input does not show', key: vpcKeyOf(placement) },
    answer: from.answer,
    os: from.services[0]?.journey.os ?? 'unknown',
    steps: steps([...from.metadata.because, ...from.image.because, ...from.credentials.because]),
    services: from.services.map((service) => ({
      service: service.journey.service,
      answer: service.answer,
      ways: service.paths.map((path) => ({
        answer: path.answer,
        ...(path.endpoint ? { endpoint: thing(path.endpoint) } : {}),
        ...(path.endpointSubnet ? { endpointSubnet: thing(path.endpointSubnet) } : {}),
        ...natGatewayOf(path.because),
        steps: steps(inOrder(path.because)),
      })),
    })),
  };
}

const thing = ({ name, key }: ReportThing): ReportThing => ({ name, key });

/** In the order a packet meets them: out of its own subnet it goes before any route takes it further. */
function inOrder(steps: readonly Step[]): Step[] {
  const rank = ({ reason, data }: Step) => {
    if (reason.hop === 'name') return 0;
    if (data.acl === undefined && reason.hop === 'way out') return 1;
    return data.acl !== undefined && evidenceKey(data.aclSubnet) === evidenceKey(data.subnet) && data.direction === 'outbound' && data.ports === '443' ? 2 : 3;
  };
  return [...steps].sort((a, b) => rank(a) - rank(b));
}

function natGatewayOf(steps: readonly Step[]): { natGateway?: string } {
  const name = steps.find((step) => step.data.nat !== undefined)?.data.nat;
  return name === undefined ? {} : { natGateway: nameOf(name) };
}

function reportStep(step: Step, cdk: boolean, lineOf: LineOf): ReportStep {
  const { reason, answer } = step;
  const fault = answer === 'no' && isFault(reason) ? reason.words(named(step.data)) : undefined;
  return {
    hop: reason === facts.aclLetsThrough && !/^(443|all)$/.test(nameOf(step.data.ports)) ? 'reply' : reason.hop,
    reason: reason.name,
    ...(answer !== 'yes' && reason.stops ? { stops: reason.stops } : {}),
    answer,
    words: stepWords(step),
    ...(fault ? { cure: cdk ? fault.cdk : fault.cloudFormation } : {}),
    at: reportPlaces(step.at, lineOf),
  };
}

/** A step that fails counts before one that is not known: it fails whatever the other turns out to be. */
function markBroken(steps: readonly ReportStep[]): ReportStep[] {
  const failing = steps.findIndex((s) => s.answer === 'no');
  const first = failing >= 0 ? failing : steps.findIndex((s) => s.answer === 'unknown');
  return steps.map((step, i) => (i === first ? { ...step, broken: true as const } : step));
}
