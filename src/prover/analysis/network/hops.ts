import { identity, Place, Step, Truth, Unknown } from '../../core';
import { Family, Host, Model, NetworkAcl, Placement, Subnet } from '../../model';
import { AddressSpace } from './addresses';
import { IntervalSet } from './intervals';
import { aclAllows, aclPlaces } from './network-acls';
import { OperatingSystem } from './ports';
import { NetReason } from './reasons';

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
export function sharedFrom<T>(model: Model, flow: Flow, key: string, compute: (flow: Flow) => T | undefined): T | undefined {
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

type Extra = { at?: readonly Place[]; data?: Record<string, string>; unknowns?: readonly Unknown[] };

/** Hops that are about the host itself. All others are the same for every host of a subnet, and are proved once for all of them. */
const NAMES_HOST: ReadonlySet<NetReason> = new Set<NetReason>(['publicAddress', 'publicAddressMissing', 'publicAddressUnknown', 'endpointOtherFamily', 'ipv6Only']);

/** Whether a step would read otherwise for another host of the same subnet. */
export function isAboutHost(step: Step): boolean {
  return NAMES_HOST.has(step.reason as NetReason);
}

/** One hop's outcome. Service and subnet are in the data of every hop. */
export function hop(journey: Journey, reason: NetReason, answer: Truth, extra: Extra = {}): Step {
  return {
    reason,
    answer,
    at: extra.at ?? [],
    data: { ...NAMES_HOST.has(reason) ? { host: journey.host.name } : {}, service: journey.service, subnet: journey.placement.subnet.name, ...extra.data },
    ...(extra.unknowns && extra.unknowns.length > 0 ? { unknowns: extra.unknowns } : {}),
  };
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
    data: { acl: acl.name, aclSubnet: subnet.name, direction: egress ? 'outbound' : 'inbound', ports: range, remote: remote.name },
    unknowns: answer.partial && answer.unknowns.length === 0 ? [partOf(acl, range, remote)] : answer.unknowns,
  };
  if (answer.answer === 'yes') return hop(journey, 'aclLetsThrough', 'yes', extra);
  if (answer.answer === 'no') return hop(journey, reply ? 'aclBlocksReply' : 'aclBlocks', 'no', extra);
  return hop(journey, answer.partial ? 'aclPartial' : 'aclUnknown', 'unknown', extra);
}
