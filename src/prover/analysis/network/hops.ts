import { Data, identity, Place, Step, Truth, Unknown } from '../../core';
import { Family, Host, NetworkModel, NetworkAcl, Placement, Route, Subnet } from '../../model';
import { facts } from '../../rules/facts';
import { type EvidenceOf, type ReasonOf } from '../../rules/fault';
import { natRouteMissing } from '../../rules/network/nat-route-missing';
import { networkAclBlocks } from '../../rules/network/network-acl-blocks';
import { unresolved } from '../../rules/unresolved';
import { AddressSpace } from './addresses';
import { IntervalSet } from './intervals';
import { aclAllows, aclPlaces } from './network-acls';
import { OperatingSystem } from './ports';

/** Who asks for which service: what every hop of a path needs to know. */
export interface Journey {
  readonly host: Host;
  readonly placement: Placement;
  /** The short service name, e.g. `ssmmessages`. */
  readonly service: string;
  readonly os: OperatingSystem;
  /** Whether the agent is told to ask for dual-stack names; undefined: not known. */
  readonly dualStackNames?: Truth;
}

/** The same with IPv4 or with IPv6: rules, routes and addresses of the two have nothing to do with each other. */
export interface Flow extends Journey {
  readonly family: Family;
}

/** Thrown where an answer for all hosts of a subnet rests on one of them. */
const RESTS_ON_HOST = new Error('rests on the host');

/**
 * An answer that is the same for all hosts in a place, worked out once; undefined where it rests on the host. The key tells the subnet,
 * its VPC and a fixed address; what else a placement tells is out of reach of `compute`.
 */
export function sharedFrom<T>(model: NetworkModel, flow: Flow, key: string, compute: (flow: Flow) => T | undefined): T | undefined {
  const { subnet, vpc, launch } = flow.placement;
  const { privateAddress } = launch;
  const own = (): never => { throw RESTS_ON_HOST; };
  const placement = {
    subnet,
    vpc,
    launch: { privateAddress },
    get groups() { return own(); },
    get publicAddress() { return own(); },
    get publicAddressPlace() { return own(); },
    get ipv6Address() { return own(); },
  };
  const there: Flow = { ...flow, placement: placement as unknown as Placement };
  return model.memo(`${key} ${model.idOf(subnet.key)} ${vpc ? model.idOf(vpc.key) : ''} ${identity(privateAddress)} ${flow.service} ${flow.family}`, () => {
    try {
      return compute(there);
    } catch (error) {
      if (error === RESTS_ON_HOST) return undefined;
      throw error;
    }
  });
}

/** A route on the way to a public service, the table it is in, and what it leads through. */
export type Routed = EvidenceOf<'route' | 'destination' | 'table'>;
export type Translated = EvidenceOf<'route' | 'destination' | 'table' | 'nat'>;

/** What a hop's evidence has without being told. */
type Always = 'service' | 'subnet';
type Extra<Needs extends string> = { at?: readonly Place[]; unknowns?: readonly Unknown[] } & Told<Exclude<Needs, Always>>;
type Told<Needs extends string> = [Needs] extends [never] ? { data?: Data } : { data: EvidenceOf<Needs> };

/** Whether a step would read otherwise for another host of the same subnet. */
export function isAboutHost(step: Step): boolean {
  return step.data.host !== undefined;
}

/** One hop's outcome. Service and subnet are in the data of every hop; the host only in those that are about it. */
export function hop<Needs extends string>(journey: Journey, reason: ReasonOf<Needs>, answer: Truth, extra: Extra<Needs>): Step {
  return {
    reason,
    answer,
    at: extra.at ?? [],
    data: { service: journey.service, subnet: journey.placement.subnet, ...extra.data },
    ...(extra.unknowns && extra.unknowns.length > 0 ? { unknowns: extra.unknowns } : {}),
  };
}

/** A route whose target is gone. */
export function blackhole(flow: Journey, route: Route, data: EvidenceOf<'table'>): Step {
  return hop(flow, natRouteMissing.faults.routeBlackhole, 'no', { at: [route.place], data: { ...data, route: route.place.logicalId ?? '', target: identity(route.target.value) } });
}

/** What decides where a network ACL lets a part through. */
function partOf(acl: NetworkAcl, range: string, remote: AddressSpace): Unknown {
  return new Unknown('attribute', `acl-part:${acl.key}:${range}:${remote.key}`, `which of the ports ${range} and of the addresses of ${remote.name} the packets have`);
}

/** One crossing of a subnet's network ACL. */
export function aclHop(journey: Journey, subnet: Subnet, egress: boolean, remote: AddressSpace, ports: IntervalSet, reply: boolean): Step {
  const acl = subnet.networkAcl;
  const answer = aclAllows(acl, egress, remote, ports);
  const range = ports.intervals.map((i) => (i.to - i.from === 1 ? `${i.from}` : `${i.from}-${i.to - 1}`)).join(', ');
  const extra = {
    at: aclPlaces(acl, answer),
    data: { acl, aclSubnet: subnet, direction: egress ? 'outbound' : 'inbound', ports: range, remote: remote.name },
    unknowns: answer.partial && answer.unknowns.length === 0 ? [partOf(acl, range, remote)] : answer.unknowns,
  };
  if (answer.answer === 'yes') return hop(journey, facts.aclLetsThrough, 'yes', extra);
  if (answer.answer === 'no') return hop(journey, reply ? networkAclBlocks.faults.aclBlocksReply : networkAclBlocks.faults.aclBlocks, 'no', extra);
  return hop(journey, answer.partial ? unresolved.aclPartial : unresolved.aclUnknown, 'unknown', extra);
}
