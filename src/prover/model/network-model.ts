import { Place, Ref, Truth, Unknown, Value, Worlds } from '../core';
import { ImageHint } from '../sources/cloudformation';
import { Association, Endpoint, Entity, Host, NatGateway, Peering, Placement, Role, Subnet, TransitGateway, Vpc } from './types';

/** An account and a Region, as far as they are known. */
export interface Environment {
  readonly account?: string;
  readonly region?: string;
}

/** The session preferences that apply to an account and Region, as the input makes them. */
export interface SessionPreferences {
  readonly place: Place;
  /** The document, as an object or as text. */
  readonly content: Value;
}

/** A bucket, as policies name it. */
export interface BucketTarget {
  readonly arn: Value;
  /** A bucket policy may grant what the role does not. */
  readonly maybeGranted: boolean;
  /** It is defined in the input. */
  readonly made: boolean;
  readonly region?: string;
}

/** The account's and Region's Default Host Management setting, as the input sets it. */
export interface HostManagementSetting {
  readonly place: Place;
  /** `$None` turns it off. Unknown: `roleUnknown` says what decides. */
  readonly state: 'on' | 'off' | 'unknown';
  /** Whether the value carries a path in front of the role's name. */
  readonly pathGiven?: boolean;
  readonly role?: Role;
  readonly roleUnknown?: Unknown;
}

/** A resource that makes the Default Host Management setting. */
export interface SettingOwner extends Environment {
  readonly place: Place;
}

/** What VPC Block Public Access does to internet gateways for a subnet. */
export interface PublicAccessBlock {
  /** `ingress` still lets connections out that begin at a NAT gateway or leave by an egress-only internet gateway. */
  readonly mode: 'bidirectional' | 'ingress' | 'unknown';
  readonly place: Place;
  /** An exclusion that lets these out at least. */
  readonly exclusion?: Place;
  readonly unknown?: Unknown;
}

/** The route table on the edge of an internet gateway. */
export interface EdgeRouteTable {
  readonly place: Place;
  readonly unseen?: Unknown;
}

/** An instance that routes lead to: somewhere between a host and what it wants to reach. */
export interface Appliance extends Entity {
  readonly placement: Placement;
}

/** What somebody other than an endpoint's own zone answers for a service's name in a VPC. */
export type OtherAnswer = Unknown | { readonly zone: Ref; readonly endpoints: readonly Endpoint[] };

/**
 * What the analysis may ask of the input: questions in the terms of the domain, answered for the world that is being explored. It knows
 * no source: resources of a template and of an account are asked about alike.
 */
export interface NetworkModel {
  /** Which choices are made, and what is assumed, while something is proved. */
  readonly worlds: Worlds;
  /** Whether the input is a running account: what it does not show is not guessed at. */
  readonly isLive: boolean;

  // ---- names
  /** Endpoints that exist in a VPC in the current world. */
  endpointsOf(vpc: Vpc): readonly Endpoint[];
  endpointByKey(key: string): Endpoint | undefined;
  /** Whether an endpoint whose service name cannot be read might be for this service. */
  mayServe(endpoint: Endpoint, service: string): boolean;
  /** Whatever else of the input may answer for a service's name in a VPC: private hosted zones, resolver rules, a DNS firewall. */
  otherAnswers(service: string, vpc: Vpc, region: string | undefined): OtherAnswer | undefined;
  /** What stands before an endpoint's own zone: a DNS firewall, or a forwarding rule for exactly the service's name. */
  nameFilter(service: string, vpc: Vpc): Unknown | undefined;
  /** The directory whose DNS addresses a text holds, where the input makes it. */
  directoryOf(text: string): string | undefined;

  // ---- what routes lead to
  natGateway(value: Value): NatGateway | undefined;
  peering(value: Value): Peering | undefined;
  transitGateway(value: Value): TransitGateway | undefined;
  /** The instance a route leads to: by its own id, or by that of a network interface it has. */
  applianceOf(value: Value): Appliance | undefined;
  /** What stands behind a VPC endpoint that a route leads to. */
  behindEndpoint(value: Value): Unknown | undefined;
  /** Whether an internet gateway is attached to a VPC. */
  isAttached(gateway: Value, vpc: Vpc): Truth;
  hasInternetGateway(vpc: Vpc): boolean;
  /** What keeps an internet gateway of a live VPC from being seen. */
  internetGatewayNotSeen(vpc: Vpc): Unknown | undefined;
  /** Whether a route's target is an egress-only internet gateway of this VPC. */
  egressOnlyGatewayOf(value: Value, vpc: Vpc | undefined): Truth;
  /** The route table on an internet gateway's own edge, if it has one. */
  edgeRouteTable(gateway: Value): EdgeRouteTable | undefined;
  /** VPC Block Public Access as it holds for a subnet. */
  publicAccessBlock(subnet: Subnet, vpc: Vpc | undefined, environment: Environment): PublicAccessBlock | undefined;

  // ---- hosts and what is set for them
  /** What is known of an image, by its id. */
  imageHint(id: string): ImageHint | undefined;
  /** The type of the resource at a place. */
  typeAt(place: Place): string | undefined;
  /** The Default Host Management setting the input makes for an account and Region. */
  hostManagementSetting(environment: Environment): HostManagementSetting | undefined;
  /** Every resource that makes the Default Host Management setting. */
  hostManagementOwners(): readonly SettingOwner[];
  /** The session preferences the input makes for an account and Region. */
  sessionPreferences(environment: Environment): SessionPreferences | undefined;
  /** The ARN of a bucket, and whether a bucket policy may grant what a role does not. */
  bucketTarget(bucket: Value): BucketTarget;
  /** The ARN of a KMS key, and whether its key policy may grant what a role does not. */
  keyTarget(key: Value): { arn: Value; maybeGranted: boolean };
  /** Every State Manager association of the input. */
  associations(): readonly Association[];
  targetsHost(association: Association, host: Host): Truth;
  /** Whether the input means to use the EC2 serial console: a policy allows it, or a custom resource switches it on. */
  meansSerialConsole(): boolean;
  /** Whether CloudFormation surely makes one thing before another; nothing is held against things of different stacks. */
  isMadeBefore(first: Place, then: Place): boolean;
  /**
   * What the input does not show but hands a resource to: a nested stack without its template, a module, or a custom resource. It may
   * add to the resource what is not seen.
   */
  meddler(key: string): Unknown | undefined;

  // ---- answers kept
  /**
   * What is computed once for everybody who asks with the same key, in each world it differs in. The first one's computation is the one
   * that runs in all worlds: it may only read what the key tells, nothing that is the asker's own in one world and another's in the next.
   */
  memo<T>(key: string, compute: () => T): T;
  /** A short name for a key, for the keys of {@link memo}: the keys of entities are long. */
  idOf(key: string): number;
}
