/** Building blocks of working networks, each in one of the forms people write. */
import { pieces } from './addresses';
import { Random } from './random';
import { Acl, AclEntry, Group, GroupRule, Peer, PublicAddress, Route, Service, Spec, Subnet, SERVICES, Target, tidy, Vpc } from './spec';

export const ANYWHERE = '0.0.0.0/0';
export const ANYWHERE_6 = '::/0';
/** What AWS's documentation gives as the ports answers come back to: Linux, current EC2 systems, anything. */
const ANSWER_PORTS: readonly [number, number][] = [[32768, 61000], [32768, 65535], [1024, 65535]];

export function emptySpec(kind: string): Spec {
  return { kind, vpcs: [], subnets: [], tables: [], acls: [], groups: [], lists: [], hosts: [], endpoints: [], zones: [], nats: [], natInstances: [], peerings: [] };
}

/** A network under construction. */
export class Builder {
  public readonly spec: Spec;
  private readonly taken = new Map<string, number>();

  constructor(kind: string, public readonly random: Random) {
    this.spec = emptySpec(kind);
  }

  public id(word: string): string {
    const count = (this.taken.get(word) ?? 0) + 1;
    this.taken.set(word, count);
    return count === 1 ? word : `${word}${count}`;
  }

  public vpc(options: { cidr?: string; cidr6?: string } = {}): Vpc {
    const cidr = options.cidr ?? this.random.pick(['10.0.0.0/16', '172.31.0.0/16', '192.168.0.0/17', '10.64.0.0/20']);
    const vpc: Vpc = { id: this.id('Vpc'), cidr, gatewayAttached: false, ...(options.cidr6 ? { cidr6: options.cidr6 } : {}) };
    this.spec.vpcs.push(vpc);
    return vpc;
  }

  /** A subnet in the next free /24 of its VPC; with a route table of its own or, sometimes, the main one. */
  public subnet(vpc: Vpc, options: { routes?: Route[]; v6Only?: boolean; dualStack?: boolean; public?: boolean } = {}): Subnet {
    const count = this.spec.subnets.filter((s) => s.vpc === vpc.id).length;
    const cidr = pieces(vpc.cidr, 24 - Number(vpc.cidr.split('/')[1]))[count];
    const cidr6 = vpc.cidr6 && (options.v6Only || options.dualStack) ? pieces(vpc.cidr6, 8)[count] : undefined;
    const subnet: Subnet = { id: this.id('Subnet'), vpc: vpc.id, zone: this.random.pick(['a', 'b', 'c']), mapPublic: options.public ?? false, dns64: false, ...(options.v6Only ? {} : { cidr }), ...(cidr6 ? { cidr6 } : {}) };
    const routes = options.routes ?? [];
    if (routes.length > 0 || this.random.chance(0.6)) subnet.table = this.table(vpc, routes);
    if (this.random.chance(0.4)) subnet.acl = this.acl(vpc);
    this.spec.subnets.push(subnet);
    return subnet;
  }

  public table(vpc: Vpc, routes: Route[]): string {
    const id = this.id('Table');
    this.spec.tables.push({ id, vpc: vpc.id, routes });
    return id;
  }

  /** A network ACL that lets all pass that should, in many or few words. */
  public acl(vpc: Vpc): string {
    const acl: Acl = { id: this.id('Acl'), vpc: vpc.id, entries: [] };
    const all = vpc.cidr6 ? [ANYWHERE, ANYWHERE_6] : [ANYWHERE];
    const answers = this.random.pick(ANSWER_PORTS.slice(2));
    const tight = this.random.chance(0.6);
    for (const egress of [true, false]) {
      let number = this.random.pick([10, 50, 100]);
      const add = (entry: Pick<AclEntry, 'protocol' | 'cidr' | 'from' | 'to'>) => {
        acl.entries.push({ number, egress, allow: true, ...entry });
        number += 10;
      };
      for (const cidr of all) {
        if (!tight) {
          add({ protocol: -1, cidr });
        } else {
          add({ protocol: 6, cidr, from: 443, to: 443 });
          add({ protocol: 6, cidr, from: answers[0], to: answers[1] });
        }
      }
    }
    this.spec.acls.push(acl);
    return acl.id;
  }

  public group(vpc: Vpc, rules: readonly GroupRule[]): Group {
    const group: Group = { id: this.id('Group'), vpc: vpc.id, rules: [...rules] };
    this.spec.groups.push(group);
    return group;
  }

  /** A rule that lets 443 through, in one of its forms. */
  public rule(direction: GroupRule['direction'], peer: Peer): GroupRule {
    const separate = this.random.chance(0.4);
    const everything: GroupRule = { direction, protocol: '-1', peer, separate };
    const [from, to] = this.random.pick([[443, 443], [443, 443], [0, 65535], [1, 1024]]);
    const exact: GroupRule = { direction, protocol: this.random.pick(['tcp', '6']), from, to, peer, separate };
    return this.random.chance(0.3) ? everything : exact;
  }

  /** Rules that let 443 through to all of a block: in one, or in halves. */
  public rulesFor(direction: GroupRule['direction'], cidr: string): GroupRule[] {
    const cidrs = this.random.chance(0.15) ? pieces(cidr, 1) : [cidr];
    return cidrs.map((c) => this.rule(direction, { cidr: c }));
  }

  public list(cidrs: string[]): string {
    const id = this.id('List');
    this.spec.lists.push({ id, cidrs });
    return id;
  }

  public host(subnet: Subnet, groups: readonly Group[], publicAddress: PublicAddress = 'subnet'): void {
    this.spec.hosts.push({ id: this.id('Host'), subnet: subnet.id, groups: groups.map((g) => g.id), publicAddress, dualStackNames: false });
  }

  public endpoint(service: Service, subnets: readonly Subnet[], groups: readonly Group[]): string {
    const id = this.id(service === 'ssm' ? 'Ssm' : 'SsmMessages');
    this.spec.endpoints.push({ id, vpc: subnets[0].vpc, service, subnets: subnets.map((s) => s.id), groups: groups.map((g) => g.id), privateDns: true, addresses: 'ipv4' });
    return id;
  }

  public endpoints(subnets: readonly Subnet[], groups: readonly Group[]): void {
    for (const service of SERVICES) this.endpoint(service, subnets, groups);
  }

  /** A default route, in one piece or in two. */
  public defaultRoute(target: Target): Route[] {
    const cidrs = this.random.chance(0.2) ? pieces(ANYWHERE, 1) : [ANYWHERE];
    return cidrs.map((destination) => ({ destination, target }));
  }

  /** A public subnet with a NAT gateway; the route to it. */
  public nat(vpc: Vpc): Route[] {
    vpc.gatewayAttached = true;
    const subnet = this.subnet(vpc, { routes: this.defaultRoute({ kind: 'internet-gateway' }), public: this.random.chance(0.5) });
    const id = this.id('Nat');
    this.spec.nats.push({ id, subnet: subnet.id, public: true });
    return this.defaultRoute({ kind: 'nat', id });
  }

  public done(): Spec {
    return tidy(this.spec);
  }
}
