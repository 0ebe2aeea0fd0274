import { ACROSS, LIVE_NAME, NOT_SEEN, unresolved } from '../../core';
import { Answers, because, firstUnseen, LiveScope, Presence } from './answers';
import { Json, tag } from './json';

/** What kind of thing an id names, and which call lists it. The longer prefix stands first. */
const KINDS: readonly (readonly [prefix: string, name: string, operation: string])[] = [
  ['vpce-', 'VPC endpoint', 'describe-vpc-endpoints'],
  ['vpc-', 'VPC', 'describe-vpcs'],
  ['subnet-', 'subnet', 'describe-subnets'],
  ['rtb-', 'route table', 'describe-route-tables'],
  ['acl-', 'network ACL', 'describe-network-acls'],
  ['sg-', 'security group', 'describe-security-groups'],
  ['igw-', 'internet gateway', 'describe-internet-gateways'],
  ['eigw-', 'egress-only internet gateway', 'describe-egress-only-internet-gateways'],
  ['nat-', 'NAT gateway', 'describe-nat-gateways'],
  ['pcx-', 'VPC peering connection', 'describe-vpc-peering-connections'],
  ['tgw-attach-', 'transit gateway attachment', 'describe-transit-gateway-vpc-attachments'],
  ['tgw-rtb-', 'transit gateway route table', 'describe-transit-gateway-route-tables'],
  ['tgw-', 'transit gateway', 'describe-transit-gateways'],
  ['pl-', 'prefix list', 'describe-managed-prefix-lists'],
  ['dopt-', 'DHCP option set', 'describe-dhcp-options'],
  ['eni-', 'network interface', 'describe-network-interfaces'],
  ['i-', 'instance', 'describe-instances'],
  ['ami-', 'image', 'describe-images'],
];

/** All scopes of a run: which of them makes which resource. One that several accounts see is made from the answer of its owner. */
export class LiveWorld {
  /** The scope that makes a resource, by the resource's id. */
  public readonly homes = new Map<string, Scope>();
  public readonly scopes: readonly Scope[];

  constructor(scopes: readonly LiveScope[]) {
    this.scopes = scopes.map((scope, i) => new Scope(this, scope, i));
  }

  /** Says that a scope's answer lists a resource. */
  public claim(id: string, scope: Scope, owner: string | undefined): void {
    const home = this.homes.get(id);
    if (!home || (owner !== undefined && home.account !== owner && scope.account === owner)) this.homes.set(id, scope);
  }
}

/** One account and Region: its answers, and the resources made of them. */
export class Scope {
  public readonly answers: Answers;
  public readonly account: string | undefined;
  public readonly region: string | undefined;
  public readonly partition: string;
  public readonly settled: ReadonlySet<string>;
  public readonly name: string;
  public readonly resources: Record<string, unknown> = Object.create(null) as Record<string, unknown>;

  constructor(public readonly world: LiveWorld, scope: LiveScope, index: number) {
    this.answers = new Answers(scope.answers);
    this.account = scope.account;
    this.region = scope.region;
    this.partition = scope.partition ?? 'aws';
    this.settled = new Set(scope.settled);
    const name = [scope.account ?? 'account not known', scope.region ?? 'Region not known'].join('/');
    this.name = scope.account === undefined && scope.region === undefined && index > 0 ? `${name} (${index + 1})` : name;
  }

  /** Makes a resource of CloudFormation's schema. Members that are undefined are left out. */
  public add(id: string, type: string, properties: Readonly<Record<string, unknown>>, name?: string): void {
    const given = Object.fromEntries(Object.entries(properties).filter(([, value]) => value !== undefined));
    this.resources[id] = { Type: type, Properties: given, ...name === undefined ? {} : { Metadata: { [LIVE_NAME]: name } } };
    this.world.homes.set(id, this);
  }

  /** Whether this scope makes what its answer lists: else the owner's does. */
  public isHome(id: string): boolean {
    return this.world.homes.get(id) === this;
  }

  /** Whether an answer lists this id. */
  public isSeen(id: string): boolean {
    return this.world.homes.has(id);
  }

  /** A reference to a resource: in this scope, in another one, or to something that no answer lists. */
  public ref(id: string, note?: string): unknown {
    const home = this.world.homes.get(id);
    if (home === this) return { Ref: id };
    if (home) return { [ACROSS]: [home.name, id] };
    return this.unseen(id, note);
  }

  /** Something that no answer lists, and why not. */
  public unseen(id: string, note?: string): unknown {
    const [, kind, operation] = KINDS.find(([prefix]) => id.startsWith(prefix)) ?? [];
    if (id.startsWith('vgw-')) return unresolved(id, `the network behind virtual private gateway ${id}, which no call shows`);
    if (kind === undefined || operation === undefined) return unresolved(id, note === undefined ? id : `${id} (${note})`);
    const lists = [this.list(operation), ...id.startsWith('tgw-') ? [this.list('describe-transit-gateway-vpc-attachments')] : []];
    return unresolved(id, `${kind} ${id} (${note ?? because(firstUnseen(lists) ?? lists[0])})`);
  }

  /** Whether a list of EC2 was seen whole. */
  public list(operation: string, vpcId?: string): Presence {
    return this.answers.list('ec2', operation, vpcId);
  }

  /** Says that something may exist in a VPC which was not seen. */
  public notSeen(vpcId: string, kind: 'filters' | 'answers' | 'internet gateway', what: string): void {
    this.add(`${vpcId}#not-seen-${kind.replace(' ', '-')}`, NOT_SEEN, { VpcId: this.ref(vpcId), Kind: kind, What: unresolved(`not-seen:${vpcId}:${kind}`, what) });
  }
}

/** `web (i-0abc)` for what has a Name tag. */
export function named(item: Json, id: string): string {
  const name = tag(item, 'Name');
  return name === undefined ? id : `${name} (${id})`;
}
