import { Assumption } from '../core';
import { OpenPoint } from '../verdict';
import { named } from './wording';
import { faultWords } from './words';

const WHY: Readonly<Record<string, (d: Readonly<Record<string, string>>) => string>> = {
  nameUnknown: (d) => `decides what the name of ${d.service} resolves to from ${d.subnet}`,
  subnetElsewhere: () => 'a subnet made elsewhere, whose VPC, routes and endpoints the input does not show',
  endpointSubnetsUnknown: (d) => `decides where ${d.endpoint} has network interfaces`,
  otherInterfaceUnknown: (d) => `by its first network interface ${d.host} does not reach ${d.endpoint}${d.endpointSubnet === undefined ? '' : ` in ${d.endpointSubnet}`}`,
  groupsOutUnknown: (d) => `decides whether 443 may leave for ${d.target}`,
  aclPartial: (d) => `the network ACL ${d.acl} of ${d.aclSubnet} lets only a part of ${d.direction} TCP ${d.ports} through`,
  aclUnknown: (d) => `decides whether ${d.direction} TCP ${d.ports} crosses the border of ${d.aclSubnet}`,
  endpointInUnknown: (d) => `decides whether ${d.endpoint} admits the host on 443`,
  routeUnknown: (d) => `decides where packets for ${d.service} go from ${d.subnet}`,
  routePartial: (d) => `${d.table} routes only a part of the public addresses the same way`,
  internetGatewayUnknown: () => 'decides whether the internet gateway is attached to the VPC',
  publicAddressUnknown: (d) => `without a public address ${d.host} cannot use the internet gateway`,
  publicAccessUnknown: () => 'decides whether VPC Block Public Access is on',
  natUnknown: (d) => `decides whether the NAT gateway leads to the internet for ${d.subnet}`,
  ipv6Only: (d) => `decides whether ${d.host} finds addresses for ${d.service} that it has a way to`,
  placementUnknown: () => 'decides what is launched, and where',
  metadataUnknown: () => 'decides whether the instance metadata service is on',
  imageNameUnknown: (d) => `decides whether ${d.image} carries the SSM Agent`,
  userDataUnknown: (d) => `decides whether the user data of ${d.host} stops the agent, or sets a proxy or name servers`,
  imageUnknown: (d) => `${d.family || d.image} does not carry the agent, and what user data does is not known`,
  agentPackageUnknown: (d) => `${d.family} does not carry the agent, and AWS installs it there from an address of its own (docs/limitations.md)`,
  identityUnknown: (d) => `decides which role ${d.host} has`,
  trustUnknown: (d) => `decides whether EC2 may assume ${d.role}`,
  actionUnknown: (d) => `decides whether ${d.role} allows ${d.actions ?? d.action}`,
  endpointPolicyUnknown: (d) => `decides whether the policy of ${d.endpoint} lets the agent's calls through`,
  hostManagementAgentOld: () => 'Default Host Management needs an agent of 3.2.582.0 or newer',
  sessionPreferencesUnknown: () => 'decides what the logs of sessions need',
  agentEndpointsUnknown: (d) => `by its own name ${d.host} does not reach ${d.service}`,
  activationUnknown: (d) => `decides whether ${d.host} registers without its instance profile`,
  proxyUnknown: (d) => `without the proxy ${d.host} does not reach ${d.service}`,
  defaultHostManagementUnknown: () => 'decides whether Default Host Management is on',
  tooManyWorlds: () => 'too many combinations of choices to look at each: give some parameters a value',
  world: (d) => (d.verdict === 'ready' ? 'then the host is ready' : `then the host is ${d.verdict}${d.findings ? ` (${d.findings})` : ''}`),
};

/** What was not known, and what it kept from being proved. */
export function openWords(point: OpenPoint): { what: string; why: string } {
  const { unknown, reason, data } = point;
  // A fault of some part or choice only is told in the words of the fault.
  const make = Object.hasOwn(WHY, reason) ? WHY[reason] : (d: ReturnType<typeof named>) => faultWords(reason, d).message;
  const chosen = reason === 'world' ? /^parameter ([^ ]+) = /.exec(unknown.what)?.[1] : undefined;
  const hint = chosen === undefined ? '' : ` (choose by --parameters ${chosen}=…)`;
  return { what: unknown.what, why: `${make(named(data))}${hint}` };
}

const clip = (text: string) => (text.length > 120 ? `${text.slice(0, 120)}…` : text);

/** An assumption as a sentence. */
export function assumptionWords(assumption: Assumption): string {
  const { subject, value } = assumption;
  switch (assumption.kind) {
    case 'parameter-default': return `parameter ${subject} has its default${value === '' ? ' (empty)' : ` ${clip(value ?? '')}`}`;
    case 'default-host-management-off': return 'Default Host Management is off in this account and Region';
    case 'default-host-management-on': return 'Default Host Management is on in this account and Region';
    case 'image-carries-agent': return `the image of ${subject} carries the SSM Agent${value ? ` (${value}${value === 'no image named' ? '' : ' cannot be classified'})` : ''}`;
    case 'user-data-installs-agent': return `the user data of ${subject} really installs the SSM Agent`;
    case 'default-vpc': return `${subject} starts in the default VPC, which is as AWS makes it`;
    case 'partition': return `AWS::Partition is ${value}`;
    case 'macro-harmless': return `the macro ${value} changes nothing about ${subject} and its network`;
    case 'private-dns-accepted': return `${subject} has the DNS attributes that private DNS needs (else CloudFormation refuses the endpoint)`;
    case 'external-policy-open': return `policies of ${subject} that the input does not show${value ? ` (${clip(value)})` : ''} deny nothing the agent needs`;
    case 'metadata-default': return `the account's default for the instance metadata service, which ${subject} takes, has it on`;
    case 'proxy-serves': return `the proxy of ${subject} (${value}) leads to Systems Manager`;
    case 'directory-forwards': return `the DNS servers of the directory ${subject} forward to the resolver of its VPC, as AWS makes them`;
    case 'peering-accepted': return `the peering connection ${subject} is accepted by the other account`;
    case 'said': return `${subject}: ${value}, as you say`;
    case 'nat-instance-forwards': return `${subject} forwards packets, as its user data says`;
    case 'dual-stack-names': return `the agent of ${subject} is new enough (3.3.3270.0) to ask for dual-stack names`;
    case 'session-preferences': return `the session preferences of ${subject} are made elsewhere and ask for no logs`;
    case 'image-family': return `the image ${subject} is of the family ${value}`;
    case 'service-control-policies': return 'no service control policy denies what the agent needs';
    default: return `${assumption.kind}: ${subject}`;
  }
}

export const REASONS_WITH_OPEN_WORDS: readonly string[] = Object.keys(WHY);
