import { Step, Unknown } from '../../core';
import { Subnet, TransitGateway, Vpc } from '../../model';
import { Crossing, End } from './crossing';
import { aclHop, Flow } from './hops';
import { EPHEMERAL, HTTPS_PORT } from './ports';

/**
 * Network ACLs on the subnets of a transit gateway's own network interfaces, where these are not the subnets of the two ends: in from
 * the host, out to the other end, and the same for replies (https://docs.aws.amazon.com/vpc/latest/tgw/tgw-nacls.html). Which of
 * several subnets is used depends on the zone; only a denial that all of them share is certain.
 */
export function acrossAcls(flow: Flow, { by }: Crossing, here: End, there: End): Step[] {
  if (!by || !('attachments' in by)) return [];
  const back = EPHEMERAL[flow.os];
  return [
    ...shared(subnetsOf(by, here.vpc, here.subnet), (s) => [aclHop(flow, s, false, here.addresses, HTTPS_PORT, false), aclHop(flow, s, true, here.addresses, back, true)]),
    ...shared(subnetsOf(by, there.vpc, there.subnet), (s) => [aclHop(flow, s, true, there.addresses, HTTPS_PORT, false), aclHop(flow, s, false, there.addresses, back, true)]),
  ];
}

function subnetsOf(gateway: TransitGateway, vpc: Vpc | undefined, own: Subnet): readonly Subnet[] {
  const subnets = gateway.attachments.find((a) => a.vpc?.key === vpc?.key)?.subnets ?? [];
  return subnets.some((s) => s.key === own.key) ? [] : subnets;
}

/** The same for the subnets of one attachment, seen from a subnet of its VPC. */
export function attachedAcls(subnets: readonly Subnet[], own: Subnet, hops: (subnet: Subnet) => Step[]): Step[] {
  return subnets.some((s) => s.key === own.key) ? [] : shared(subnets, hops);
}

function shared(subnets: readonly Subnet[], hops: (subnet: Subnet) => Step[]): Step[] {
  const ways = subnets.map(hops);
  const failing = ways.filter((w) => w.some((s) => s.answer !== 'yes'));
  if (failing.length === 0) return [];
  if (failing.length === ways.length) return ways[0];
  const zone = new Unknown('attribute', `transit-acl:${subnets[0].key}`, `in which of ${subnets.map((s) => s.name).join(', ')} the packets meet the transit gateway`);
  const doubt = (s: Step): Step => ({ ...s, answer: 'unknown', unknowns: [...s.unknowns ?? [], zone] });
  return failing[0].filter((s) => s.answer !== 'yes').map(doubt);
}
