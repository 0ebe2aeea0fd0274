import { Place, Truth, Unknown, Value } from '../core';

/** IPv4 or IPv6. */
export type Family = 4 | 6;

/** Something with an identity: made by the input, or only named by it. */
export interface Entity {
  /** Equal keys are the same thing. */
  readonly key: string;
  /** What to call it in a sentence. */
  readonly name: string;
  /** Where it stands, for what the input makes. */
  readonly place?: Place;
  /** Whether the input makes it, so that its properties are known as far as the input says them. */
  readonly made: boolean;
}

export interface Vpc extends Entity {
  /** The default VPC of the account and Region, taken to be as AWS makes it. */
  readonly isDefault: boolean;
  readonly dnsSupport: Truth;
  readonly dnsHostnames: Truth;
  /** IPv4 blocks; those that cannot be known as unknowns. */
  readonly cidrs: readonly Value[];
  /** IPv6 blocks; those that AWS assigns are links or unknowns. */
  readonly ipv6Cidrs: readonly Value[];
  /** DHCP options with name servers of somebody else's, if any. */
  readonly foreignNameServers: Truth;
  /** Directories of the input whose name servers the DHCP options name. */
  readonly directories: readonly string[];
}

export interface Subnet extends Entity {
  /** Undefined: which VPC it lies in cannot be known. */
  readonly vpc: Vpc | undefined;
  /** Present: the subnet is made elsewhere, and this is what names it. */
  readonly elsewhere?: Unknown;
  /** What somebody says of it. */
  readonly said?: { readonly name: string; readonly word: string };
  readonly cidr: Value;
  /** Undefined: it has no IPv6 block. */
  readonly ipv6Cidr: Value;
  readonly zone: Value;
  readonly mapsPublicAddress: Truth;
  readonly assignsIpv6Address: Truth;
  /** Only IPv6 addresses. */
  readonly ipv6Only: Truth;
  /** The VPC's resolver answers with made-up IPv6 addresses (64:ff9b::/96) for names that have only IPv4 ones. */
  readonly dns64: Truth;
  readonly routeTable: RouteTable;
  readonly networkAcl: NetworkAcl;
}

export interface RouteTable extends Entity {
  /** The VPC's implicit main table, which holds only the local route. */
  readonly isMain: boolean;
  readonly routes: readonly Route[];
  /** VPN or gateway routes may be propagated into it. */
  readonly propagated: boolean;
}

export type RouteTargetKind =
  | 'internet-gateway' | 'egress-only-gateway' | 'nat-gateway' | 'peering' | 'transit-gateway' | 'instance' | 'interface' | 'endpoint' | 'other';

export interface Route {
  readonly place: Place;
  /** A CIDR, or a prefix list id. */
  readonly destination: Value;
  /** The blocks of a prefix list that the input makes. */
  readonly listed?: readonly Value[];
  readonly family: 4 | 6 | 'prefix-list';
  readonly target: { readonly kind: RouteTargetKind; readonly value: Value; readonly property: string };
}

export interface NetworkAcl extends Entity {
  /** The default network ACL of a VPC: allows everything. */
  readonly isDefault: boolean;
  readonly entries: readonly AclEntry[];
}

export interface AclEntry {
  readonly place: Place;
  readonly egress: Truth;
  readonly number: Value;
  readonly allow: Truth;
  readonly protocol: Value;
  readonly cidr: Value;
  readonly ipv6Cidr: Value;
  readonly from: Value;
  readonly to: Value;
}

export interface SecurityGroup extends Entity {
  readonly vpc: Vpc | undefined;
  readonly egress: RuleSet;
  readonly ingress: RuleSet;
}

/** The rules of one direction. */
export interface RuleSet {
  readonly rules: readonly GroupRule[];
  /** There may be more rules that the input does not show. */
  readonly open: boolean;
  /** The same for IPv6 only: whether a new group lets IPv6 out is not written down. */
  readonly openForIpv6?: boolean;
}

export interface GroupRule {
  readonly place?: Place;
  /** Position in the group's own list, for messages. */
  readonly index?: number;
  readonly protocol: Value;
  readonly from: Value;
  readonly to: Value;
  readonly peer: Peer;
}

export type Peer =
  | { readonly kind: 'cidr'; readonly value: Value }
  /** Which group it is; its own rules do not matter. */
  | { readonly kind: 'group'; readonly group: Pick<SecurityGroup, 'key' | 'made'> }
  /** `listed`: its blocks, where the input makes it; `service`: whose addresses it holds, where AWS keeps it and its name is known. */
  | { readonly kind: 'prefix-list'; readonly value: Value; readonly listed?: readonly Value[]; readonly service?: string }
  | { readonly kind: 'unknown'; readonly value: Value };

/** The groups on a network interface. */
export interface GroupSet {
  readonly groups: readonly SecurityGroup[];
  /** Present: which groups there are is not fully known. */
  readonly unknown?: Unknown;
  readonly place?: Place;
}

export interface Endpoint extends Entity {
  readonly kind: 'interface' | 'gateway' | 'other';
  readonly vpc: Vpc | undefined;
  /** The last part of the service name (`ssm`), or undefined where it cannot be known. */
  readonly service: string | undefined;
  /** The Region of its service, where the name or ServiceRegion says one. */
  readonly serviceRegion: string | undefined;
  readonly privateDns: Truth;
  /** Whether its private name has addresses of a family. */
  readonly answers: Readonly<Record<Family, Truth>>;
  readonly subnets: readonly Subnet[];
  /** Present: which subnets there are is not fully known. */
  readonly subnetsUnknown?: Unknown;
  readonly groups: GroupSet;
  /** Undefined: AWS's default, which allows everything. */
  readonly policy: Value;
  readonly routeTableKeys: readonly string[];
}

export interface NatGateway extends Entity {
  readonly isPublic: Truth;
  readonly regional: boolean;
  readonly subnet: Subnet | undefined;
  readonly hasAddress: Truth;
  readonly vpc: Vpc | undefined;
}

/** Two VPCs joined. Only one of them may be made by the input. */
export interface Peering extends Entity {
  readonly vpcs: readonly (Vpc | undefined)[];
  /** It names an account, whose owner may have to accept it. */
  readonly needsAcceptance: boolean;
  /** The other side is in another Region: no group references across. */
  readonly crossRegion: Truth;
}

export interface TransitGateway extends Entity {
  readonly attachments: readonly TransitAttachment[];
  /** Group references in ingress rules across it. */
  readonly groupReferences: Truth;
}

/** A VPC's place on a transit gateway. */
export interface TransitAttachment extends Entity {
  readonly vpc: Vpc | undefined;
  readonly subnets: readonly Subnet[];
  /** The routes that packets from this VPC meet; none where it is associated with no table, unknown where with one that is not seen. */
  readonly routes: readonly TransitRoute[] | Unknown;
  /** No route table takes what comes from it. */
  readonly unassociated: boolean;
  /** Present: there may be more routes than those. */
  readonly moreRoutes?: Unknown | undefined;
}

export interface TransitRoute {
  readonly place?: Place;
  readonly destination: Value;
  readonly propagated: boolean;
  /** The attachment it leads to; undefined for a blackhole. */
  readonly attachmentKey: string | undefined;
}

/** The role a host's credentials come from. */
export type HostIdentity =
  | { readonly kind: 'none'; readonly place: Place }
  | { readonly kind: 'role'; readonly role: Role; readonly profilePlace?: Place; readonly place: Place }
  | { readonly kind: 'profile-without-role'; readonly place: Place }
  /** `said`: what somebody says of the role or profile. */
  | { readonly kind: 'unknown'; readonly unknown: Unknown; readonly place: Place; readonly said?: { readonly name: string; readonly word: string } };

export interface Role extends Entity {
  /** Undefined: the input does not show it. */
  readonly trust: Value;
  readonly policies: readonly PolicySource[];
  /** Some of its policies cannot be seen. */
  readonly unknownPolicies: readonly Unknown[];
  readonly boundary: PolicySource | Unknown | undefined;
  /** The role's name, where the input gives it one. */
  readonly roleName: Value;
  /** In front of its name in its ARN; undefined: `/`. */
  readonly path?: Value;
}

export type PolicySource =
  | { readonly kind: 'document'; readonly document: Value; readonly place: Place }
  | { readonly kind: 'aws-managed'; readonly name: string; readonly place: Place };

/** What an instance is launched with, after launch template and instance are merged. */
export interface Launch {
  readonly image: Value;
  readonly imagePlace: Place;
  readonly identity: HostIdentity;
  readonly metadataEndpoint: Value;
  readonly metadataPlace: Place;
  readonly userData: Value;
  readonly userDataPlace: Place;
  readonly groups: GroupSet | undefined;
  /** Group names instead of ids: the default VPC (or EC2-Classic). */
  readonly hasGroupNames: boolean;
  readonly interfaceSubnet: Subnet | undefined;
  readonly associatePublic: Truth | undefined;
  /** A network interface made beforehand gets no automatic public address. */
  readonly existingInterface: Value;
  readonly interfaceCount: number;
  /** Where its further network interfaces lie. */
  readonly otherSubnets: readonly Subnet[];
  /** The private IPv4 address, where one is fixed. */
  readonly privateAddress: Value;
  /** IPv6 addresses on its interface; undefined: as the subnet says. */
  readonly ipv6: Truth | undefined;
  readonly instanceType: Value;
  /** Drops what is neither from nor for itself, unless told not to. */
  readonly sourceDestCheck: Truth;
  readonly subnet: Value;
  readonly subnetPlace: Place;
  /** Set by EKS: what kind of image the node group starts. */
  readonly amiType?: Value;
}

/** A place a host may start in. */
export interface Placement {
  readonly subnet: Subnet;
  readonly vpc: Vpc | undefined;
  readonly groups: GroupSet;
  readonly publicAddress: Truth;
  readonly publicAddressPlace: Place;
  /** Whether the host has an IPv6 address there. */
  readonly ipv6Address: Truth;
  readonly launch: Launch;
}

/** A State Manager association. */
export interface Association extends Entity {
  readonly account: string | undefined;
  readonly region: string | undefined;
  readonly document: Value;
  /** Of the document's parameters the one that tells a scan from an installation. */
  readonly operation: Value;
  readonly targets: readonly AssociationTarget[] | Unknown;
}

export interface AssociationTarget {
  /** `InstanceIds`, `tag:<name>` or a resource group. */
  readonly key: string;
  readonly values: readonly Value[];
}

export interface Tag {
  readonly key: Value;
  readonly value: Value;
  /** Whether the instance itself gets it. */
  readonly carried: Truth;
}

export interface Host extends Entity {
  readonly tags: readonly Tag[] | Unknown;
  readonly place: Place;
  readonly type: string;
  /** Nothing in the input launches it. */
  readonly unreferenced: boolean;
  readonly launches: readonly Launch[];
  readonly placements: readonly Placement[];
  /** Present: where it starts is not fully known. */
  readonly placementUnknown?: Unknown;
  readonly account: string | undefined;
  readonly region: string | undefined;
}
