import { Step } from '../core';
import { openWords } from './open-words';
import { and, Data } from './wording';
import { wordsFor } from './words';

/** Where on the way from a host to Systems Manager a step stands. */
export type Hop = 'host' | 'identity' | 'name' | 'way out' | 'route' | 'way in' | 'reply' | 'policy';

const where = (d: Data) => (d.rule ? ` by ${d.rule}` : '');

/** What holds, step by step: a short sentence a reason. */
const HOLDS: Readonly<Record<string, (d: Data, decider?: string) => string>> = {
  metadataEnabled: () => 'the instance metadata service is on',
  imageCarriesAgent: (d) => `the SSM Agent is there (${d.family || d.image || 'the image carries it'})`,
  trusted: (d) => `EC2 may assume ${d.role}`,
  actionAllowed: (d) => `${d.role} allows ${count(d.actions ?? d.action)}${d.policy ? ` by ${d.policy}` : ''}`,
  defaultHostManagement: () => 'Default Host Management gives the agent its credentials',
  nameResolvesToEndpoint: (d) => `the name of ${d.service} resolves to ${and(d.endpoint)}`,
  nameResolvesToPublic: (d) => `the name of ${d.service} resolves to public addresses`,
  groupsLetOut: (d) => `out of ${and(d.groups)}${where(d)}`,
  aclLetsThrough: (d, decider) => `${d.direction === 'outbound' ? 'out of' : 'into'} ${d.aclSubnet} through ${d.acl} on ${d.ports}${decider ? ` by ${decider}` : ''}`,
  subnetSaidToReach: (d) => `hosts in ${d.subnet} reach ${d.service}, as you say`,
  localRoute: (d) => `local route to ${d.endpointSubnet}`,
  endpointLetsIn: (d) => `into ${and(d.endpointGroups)} of ${and(d.endpoint)}${where(d)}`,
  routeToInternetGateway: (d) => `route ${d.route}${d.destination ? ` (${d.destination})` : ''} to the internet gateway`,
  routeToNatGateway: (d) => `route ${d.route}${d.destination ? ` (${d.destination})` : ''} to ${d.nat}`,
  routeToNatInstance: (d) => `route ${d.route}${d.destination ? ` (${d.destination})` : ''} to the NAT instance ${d.nat}`,
  routeToPeering: (d) => `route ${d.route} to ${d.target} by the peering connection ${d.peering}`,
  routeToTransitGateway: (d) => `${d.transit} leads to ${d.target ?? 'the VPC with the way out'}`,
  publicAddress: (d) => `${d.host} has a public address`,
  endpointPolicyAllows: (d) => `the policy of ${and(d.endpoint)} lets ${count(d.actions ?? d.action)} through`,
};

function count(actions: string | undefined): string {
  const list = (actions ?? '').split(', ').filter((a) => a !== '');
  return list.length > 2 ? `${list[0]} and ${list.length - 1} more actions` : and(list.join(', '));
}

/** A step as a sentence: what holds, what fails, or what is not known. */
export function stepWords(step: Step): string {
  if (step.answer === 'no') return wordsFor(step.reason, step.data).message;
  if (step.answer === 'unknown') {
    const [unknown] = step.unknowns ?? [];
    return unknown ? `${unknown.what}: ${openWords({ unknown, reason: step.reason, data: step.data }).why}` : step.reason;
  }
  const make = Object.hasOwn(HOLDS, step.reason) ? HOLDS[step.reason] : undefined;
  const last = step.at[step.at.length - 1]?.logicalId;
  return make ? make(step.data, last === step.data.acl ? undefined : last) : spelled(step.reason);
}

/** `someReasonOfTheProof` as `some reason of the proof`: for a reason that has no words of its own yet. */
const spelled = (reason: string) => reason.replace(/([A-Z])/g, (c) => ` ${c.toLowerCase()}`);

/** Which part of the way a reason is about. */
export function hopOf(reason: string): Hop {
  for (const [hop, test] of HOPS) if (test.test(reason)) return hop;
  return 'host';
}

const HOPS: readonly (readonly [Hop, RegExp])[] = [
  ['host', /^(metadata|image|agent|proxy|scripts|firewall|placement)/],
  ['policy', /^endpointPolicy/],
  ['name', /^(name|dns|privateDns|endpointMissing|endpointOtherFamily|zone|subnetElsewhere|ipv6)/],
  ['way in', /^endpoint/],
  ['reply', /^aclBlocksReply/],
  ['way out', /^(groups|acl)/],
  ['reply', /^returnRoute/],
  ['route', /^(route|localRoute|internet|nat|public|peer|transit|sourceDest)/],
  ['identity', /./],
];

export const REASONS_WITH_STEP_WORDS: readonly string[] = Object.keys(HOLDS);
