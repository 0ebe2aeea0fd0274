import { Answer, conjunction, Data, Place, Reason, Step, Truth, Unknown } from '../../core';
import { Host, NetworkModel, Placement, Route } from '../../model';
import { inboundReasons } from '../../rules/inbound';
import { addressesOf, AddressSpace, blockOf, EVERYTHING, parseCidr, spaceOf } from './addresses';
import { written } from './gateways';
import { IntervalSet } from './intervals';
import { aclAllows, aclPlaces } from './network-acls';
import { pickRoutes, targetUnknown } from './routes';
import { groupsAllow, placesOf } from './security-groups';

/** Who knocks, and where. */
export interface Knock {
  readonly from: string;
  readonly port: number;
}

/** Callers' own ports: of whatever system they run. */
const CALLERS_PORTS = IntervalSet.of({ from: 1024, to: 65536 });

/** May a connection from an address block begin at the host's port? Undefined: `from` is no CIDR block. */
export function inbound(model: NetworkModel, host: Host, placement: Placement, knock: Knock): Answer | undefined {
  const block = parseCidr(knock.from);
  if (!block) return undefined;
  const source = spaceOf(block.family, block.set, [], knock.from);
  const ask = new Asker(model, host, placement, knock, source);
  return conjunction([...ask.way(), ...ask.acls(), ask.groups()]);
}

class Asker {
  constructor(
    private readonly model: NetworkModel, private readonly host: Host, private readonly placement: Placement, private readonly knock: Knock, private readonly source: AddressSpace,
  ) {}

  /** From inside the VPC it is the local route; from outside it takes a public address, and routes that lead the replies back. */
  public way(): Step[] {
    const { subnet, vpc } = this.placement;
    const own = addressesOf({ cidr: undefined, ipv6Cidr: undefined, name: vpc?.name ?? '' }, vpc, this.source.family);
    if (own.set !== EVERYTHING[this.source.family] && own.set.covers(this.source.set)) return [this.step(inboundReasons.inboundFromVpc, 'yes', [], { vpc: vpc ?? '' })];
    const { picks, uncovered, unknowns } = pickRoutes(subnet.routeTable, this.source);
    const at = written(subnet.routeTable.place ?? subnet.place);
    const data = { table: subnet.routeTable };
    if (unknowns.length > 0 && picks.length === 0) return [this.step(inboundReasons.inboundUnknown, 'unknown', at, data, unknowns)];
    if (picks.length === 0) return [this.step(inboundReasons.inboundNoRoute, 'no', at, data)];
    const steps = picks.flatMap(({ route }) => this.by(route));
    const part = new Unknown('attribute', `inbound:${subnet.key}`, `which of the routes of ${subnet.routeTable.name} the caller's address takes`);
    return uncovered.isEmpty && picks.length === 1 ? steps : [...steps, this.step(inboundReasons.inboundUnknown, 'unknown', at, data, [part])];
  }

  private by(route: Route): Step[] {
    const at = written(route.place);
    const data = { route: route.place.logicalId ?? 'the default route' };
    if (route.target.kind === 'nat-gateway' || route.target.kind === 'egress-only-gateway') return [this.step(inboundReasons.inboundBehindNat, 'no', at, data)];
    if (route.target.kind !== 'internet-gateway') return [this.step(inboundReasons.inboundUnknown, 'unknown', at, data, [targetUnknown(route)])];
    const { vpc } = this.placement;
    const attached = vpc ? this.model.isAttached(route.target.value, vpc) : 'unknown';
    if (attached === 'no') return [this.step(inboundReasons.inboundGatewayDetached, 'no', at, { ...data, vpc: vpc ?? '' })];
    const gateway = attached === 'yes' ? this.step(inboundReasons.inboundRoute, 'yes', at, data) : this.step(inboundReasons.inboundUnknown, 'unknown', at, data, [targetUnknown(route)]);
    return [gateway, ...this.publicBlock(), this.address()];
  }

  private publicBlock(): Step[] {
    const { subnet, vpc } = this.placement;
    const block = this.model.publicAccessBlock(subnet, vpc, { account: this.host.account, region: this.host.region });
    if (!block) return [];
    const answer: Truth = block.mode === 'unknown' ? 'unknown' : 'no';
    return [this.step(answer === 'no' ? inboundReasons.inboundPublicAccessBlocked : inboundReasons.inboundUnknown, answer, [block.place], {}, block.unknown ? [block.unknown] : [])];
  }

  private address(): Step {
    const { publicAddress, ipv6Address, publicAddressPlace } = this.placement;
    const answer = this.source.family === 4 ? publicAddress : ipv6Address;
    if (answer === 'yes') return this.step(inboundReasons.inboundAddress, 'yes', [], {});
    if (answer === 'no') return this.step(inboundReasons.inboundNoAddress, 'no', [publicAddressPlace], {});
    return this.step(inboundReasons.inboundUnknown, 'unknown', [publicAddressPlace], {}, [new Unknown('reference', `address:${this.host.key}`, `whether ${this.host.name} has a public address`)]);
  }

  public acls(): Step[] {
    const { subnet } = this.placement;
    const block = blockOf(this.source.family === 4 ? subnet.cidr : subnet.ipv6Cidr, this.source.family);
    // Within one subnet no network ACL is asked.
    if (block?.covers(this.source.set)) return [];
    const port = IntervalSet.of({ from: this.knock.port, to: this.knock.port + 1 });
    return [this.acl(false, port, inboundReasons.inboundAclBlocks), this.acl(true, CALLERS_PORTS, inboundReasons.inboundAclBlocksReply)];
  }

  private acl(egress: boolean, ports: IntervalSet, fails: Reason): Step {
    const { networkAcl, name } = this.placement.subnet;
    const answer = aclAllows(networkAcl, egress, this.source, ports);
    const data = { acl: networkAcl, aclSubnet: name };
    const at = aclPlaces(networkAcl, answer);
    if (answer.answer === 'yes') return this.step(inboundReasons.inboundAcl, 'yes', at, { ...data, direction: egress ? 'outbound' : 'inbound' });
    if (answer.answer === 'no') return this.step(fails, 'no', at, data);
    const part = new Unknown('attribute', `inbound-acl:${networkAcl.key}:${String(egress)}`, `which part of ${this.knock.from} or of its ports ${networkAcl.name} lets ${egress ? 'out' : 'in'}`);
    return this.step(inboundReasons.inboundUnknown, 'unknown', at, data, answer.unknowns.length > 0 ? answer.unknowns : [part]);
  }

  public groups(): Step {
    const { groups } = this.placement;
    const answer = groupsAllow(groups, 'ingress', { addresses: this.source, port: this.knock.port });
    const data = { groups: groups.groups.map((g) => g.name).join(', ') };
    const at = placesOf(groups, answer);
    if (answer.answer === 'yes') return this.step(inboundReasons.inboundGroups, 'yes', at, data);
    if (answer.answer === 'no') return this.step(inboundReasons.inboundGroupsBlock, 'no', at, data);
    const part = new Unknown('attribute', `inbound-groups:${this.host.key}`, `which part of ${this.knock.from} the groups ${data.groups} let in`);
    return this.step(inboundReasons.inboundUnknown, 'unknown', at, data, answer.unknowns.length > 0 ? answer.unknowns : [part]);
  }

  private step(reason: Reason, answer: Truth, at: readonly Place[], data: Data, unknowns: readonly Unknown[] = []): Step {
    const common = { host: this.host, subnet: this.placement.subnet, from: this.knock.from, port: String(this.knock.port) };
    return { reason, answer, at: at.filter((p) => p.template !== ''), data: { ...common, ...data }, ...unknowns.length > 0 ? { unknowns } : {} };
  }
}
