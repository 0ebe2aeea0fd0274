/** How a part of a step's evidence is used beside standing in its words. */
interface Part {
  /** Names the fault again after other things have moved: it counts for the fingerprint, in the order of this table. */
  readonly names?: true;
  /** May differ between findings that are one fault to a person: they are listed together. */
  readonly listed?: true;
}

/** What the evidence of a step is called. A part that no rule declares does not compile in a rule's words. */
export const EVIDENCE = {
  /** Services by their short name, e.g. `ssmmessages`. */
  service: { names: true, listed: true },
  /** Interface or gateway endpoints. */
  endpoint: { names: true, listed: true },
  /** IAM actions, or one. */
  actions: { names: true, listed: true },
  action: { names: true },
  /** A network ACL, and the subnet whose border it guards. */
  acl: { names: true },
  aclSubnet: { names: true },
  /** `inbound` or `outbound`; of a NAT instance `in` or `out`. */
  direction: { names: true },
  role: { names: true },
  /** A NAT gateway or NAT instance. */
  nat: { names: true },
  /** A route table. */
  table: { names: true },
  /** The subnet that VPC Block Public Access blocks. */
  blockedSubnet: { names: true },
  /** Of an acknowledgement: the rule and the construct path. */
  check: { names: true },
  path: { names: true },
  subnet: { listed: true },
  endpointSubnet: { listed: true },
  /** The host, and the CloudFormation type of its resource. */
  host: {},
  hostType: {},
  /** The type of the resource that takes a role, and its property. */
  taker: {},
  property: {},
  vpc: {},
  /** Endpoints the VPC has for other services. */
  others: {},
  /** A state of a live resource, and AWS's message with it. */
  state: {},
  said: {},
  route: {},
  destination: {},
  target: {},
  peering: {},
  /** A transit gateway and its attachment. */
  transit: {},
  attachment: {},
  /** The security groups of the host, of an endpoint, of a NAT instance, and one of them. */
  groups: {},
  endpointGroups: {},
  natGroups: {},
  group: {},
  rule: {},
  ports: {},
  remote: {},
  from: {},
  natSubnet: {},
  hasInternetGateway: {},
  /** VPC Block Public Access: its mode, an exclusion, and whether the host leaves without a NAT gateway. */
  mode: {},
  exclusion: {},
  direct: {},
  /** Whether the host has a network interface of its own. */
  interface: {},
  /** `IPv4` or `IPv6`; of an image its family. */
  family: {},
  zone: {},
  image: {},
  /** Whether package repositories are out of reach. */
  offline: {},
  /** Where user data fetches the agent from. */
  source: {},
  command: {},
  proxy: {},
  /** What the network of a host still waits for at its first boot. */
  way: {},
  type: {},
  /** Whether Default Host Management is off or assumed to be. */
  hostManagement: {},
  /** The fault below a missing tier, what speaks, and what for. */
  cause: {},
  by: {},
  purpose: {},
  policy: {},
  statement: {},
  unseen: {},
  document: {},
  system: {},
  own: {},
  association: {},
  /** What keeps a tag from being the one an association names. */
  miss: {},
  tag: {},
  value: {},
  first: {},
  second: {},
  hosts: {},
  /** What decides a step, where words name it. */
  decider: {},
  /** Of choices that decide differently. */
  verdict: {},
  findings: {},
  /** What is not known of a host. */
  open: {},
  port: {},
} satisfies Readonly<Record<string, Part>>;

export type EvidenceName = keyof typeof EVIDENCE;

const having = (trait: keyof Part) => (Object.entries(EVIDENCE) as [EvidenceName, Part][]).filter(([, part]) => part[trait]).map(([name]) => name);

/** Parts that findings of one fault list together. */
export const LISTED: readonly EvidenceName[] = having('listed');

/** Parts that name a fault again, in their order. */
export const NAMING: readonly EvidenceName[] = having('names');
