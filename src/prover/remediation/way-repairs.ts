import { isIn, own, refsOf, textOf } from '../core';
import { Model, NatGateway, Subnet, Vpc } from '../model';
import { internetRouteMissing } from '../rules/network/internet-route-missing';
import { Edit } from './edits';
import { Known } from './known';
import { admit, blocksOf, firstMade } from './packet-repairs';
import { add, Fault, groupIdOf, homeOf, idFor, RANK, refTo, Repair } from './repair';

/** Repairs of the way: endpoints, routes, gateways, addresses. */

/** An interface endpoint for the service in the host's own subnet, with a group that admits the host. */
export function addEndpoint({ placement, step }: Fault): Repair[] {
  const { vpc, subnet, groups } = placement;
  const home = homeOf(vpc);
  const at = home && refTo(subnet, home.stack);
  if (!vpc || !home || !at || subnet.ipv6Only === 'yes') return [];
  const service = textOf(step.data.service) ?? '';
  const groupId = idFor(home.logicalId, 'EndpointGroup');
  const source = groupIdOf(firstMade(groups.groups), home.stack);
  const [cidr] = blocksOf(subnet, vpc);
  if (!source && cidr === undefined) return [];
  const peer = source ? { SourceSecurityGroupId: source } : { CidrIp: cidr };
  return [{
    kind: 'addEndpoint',
    rank: RANK.endpoint,
    data: { vpc: vpc.name, service, subnet: subnet.name },
    edits: [
      add(home.stack, groupId, 'AWS::EC2::SecurityGroup', {
        GroupDescription: 'Systems Manager endpoints', VpcId: { Ref: home.logicalId }, SecurityGroupIngress: [{ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, ...peer }],
      }),
      add(home.stack, idFor(home.logicalId, 'Endpoint', service), 'AWS::EC2::VPCEndpoint', {
        VpcId: { Ref: home.logicalId },
        VpcEndpointType: 'Interface',
        ServiceName: { 'Fn::Sub': `com.amazonaws.\${AWS::Region}.${service}` },
        PrivateDnsEnabled: true,
        SubnetIds: [at],
        SecurityGroupIds: [{ 'Fn::GetAtt': [groupId, 'GroupId'] }],
      }),
      // Private DNS needs it, and CloudFormation's default is off.
      ...vpc.dnsHostnames === 'no' ? [{ op: 'set', ...home, path: ['EnableDnsHostnames'], value: true } satisfies Edit] : [],
    ],
  }];
}

/** A default route of the host's table to a NAT gateway or internet gateway that is there already. */
export function addDefaultRoute(fault: Fault): Repair[] {
  const { model, known, placement } = fault;
  const { vpc, subnet } = placement;
  if (!vpc) return [];
  if (fault.step.reason === internetRouteMissing.faults.internetRouteMissing) return toGateway(known, subnet, vpc);
  if (subnet.ipv6Only === 'yes') return [...resolveTranslated(subnet), ...toNat(known, subnet, vpc, '64:ff9b::/96'), ...toEgressOnly(model, subnet, vpc)];
  return [...addEndpoint(fault), ...toNat(known, subnet, vpc, '0.0.0.0/0'), ...toTransit(known, subnet, vpc), ...toNatInstance(model, subnet)];
}

/** Names that have IPv4 addresses only, as IPv6 ones that a NAT gateway translates. */
function resolveTranslated(subnet: Subnet): Repair[] {
  const home = homeOf(subnet);
  return home && subnet.dns64 === 'no' ? [setting(home, ['EnableDns64'], true, subnet.name, 'EnableDns64: true', RANK.internet)] : [];
}

/** From the subnet of a NAT gateway or instance to the internet gateway. */
export function addExit({ known, placement, step }: Fault): Repair[] {
  const subnet = known.subnets.find((s) => isIn(step.data.natSubnet, s));
  const vpc = subnet?.vpc ?? placement.vpc;
  return subnet && vpc ? toGateway(known, subnet, vpc) : [];
}

/** From the attachment's subnet to a NAT gateway of that VPC. */
export function addTransitExit({ known, step }: Fault): Repair[] {
  const subnet = known.subnets.find((s) => isIn(step.data.natSubnet, s));
  return subnet?.vpc ? toNat(known, subnet, subnet.vpc, '0.0.0.0/0') : [];
}

function toNat(known: Known, subnet: Subnet, vpc: Vpc, destination: string): Repair[] {
  const nats = known.natGateways.filter((n) => n.isPublic === 'yes' && (n.vpc ?? n.subnet?.vpc)?.key === vpc.key && n.subnet?.key !== subnet.key);
  return nats.slice(0, 2).flatMap((nat) => routeBy(subnet, destination, nat.name, (stack) => { const id = refTo(nat, stack); return id && { NatGatewayId: id }; }));
}

function toGateway(known: Known, subnet: Subnet, vpc: Vpc): Repair[] {
  return known.gatewaysOf(vpc).flatMap((gateway) => routeBy(subnet, '0.0.0.0/0', gateway.logicalId, (stack) => (gateway.stack.id === stack ? { GatewayId: { Ref: gateway.logicalId } } : undefined)));
}

function toTransit(known: Known, subnet: Subnet, vpc: Vpc): Repair[] {
  const gateways = known.transitGateways.filter((t) => t.attachments.some((a) => a.vpc?.key === vpc.key));
  return gateways.flatMap((gateway) => routeBy(subnet, '0.0.0.0/0', gateway.name, (stack) => { const id = refTo(gateway, stack); return id && { TransitGatewayId: id }; }));
}

/** Instances that are told not to check source and destination. */
function toNatInstance(model: Model, subnet: Subnet): Repair[] {
  return model.estate.ofType('AWS::EC2::Instance').filter((r) => (own(r.raw, 'Properties') as Record<string, unknown> | undefined)?.SourceDestCheck === false).slice(0, 2)
    .flatMap((r) => routeBy(subnet, '0.0.0.0/0', r.logicalId, (stack) => (r.stack.id === stack ? { InstanceId: { Ref: r.logicalId } } : undefined)));
}

function toEgressOnly(model: Model, subnet: Subnet, vpc: Vpc): Repair[] {
  return model.pointing('AWS::EC2::EgressOnlyInternetGateway', 'VpcId', vpc.key)
    .flatMap((gateway) => routeBy(subnet, '::/0', gateway.logicalId, (stack) => (gateway.stack.id === stack ? { EgressOnlyInternetGatewayId: { Ref: gateway.logicalId } } : undefined)));
}

/** A route in the subnet's own table, or the mending of one that is there for the same destination. */
function routeBy(subnet: Subnet, destination: string, via: string, target: (stack: string) => Record<string, unknown> | undefined): Repair[] {
  const table = homeOf(subnet.routeTable);
  const by = table && target(table.stack);
  if (!table || !by) return [];
  const property = destination.includes(':') ? 'DestinationIpv6CidrBlock' : 'DestinationCidrBlock';
  return [{
    kind: 'addRoute',
    rank: RANK.internet,
    data: { table: subnet.routeTable.name, destination, via },
    edits: [add(table.stack, idFor(table.logicalId, 'To', via, destination), 'AWS::EC2::Route', { RouteTableId: { Ref: table.logicalId }, [property]: destination, ...by })],
  }];
}

/** The NAT gateway's own subnet: one of its VPC that leads to an internet gateway. */
export function moveNat({ known, placement, step }: Fault): Repair[] {
  const nat = known.natGateways.find((n) => isIn(step.data.nat, n));
  const home = homeOf(nat);
  if (!nat || !home) return [];
  const candidates = known.subnets.filter((s) => s.made && s.vpc?.key === placement.vpc?.key && s.key !== placement.subnet.key && s.routeTable.routes.some((r) => r.target.kind === 'internet-gateway'));
  return candidates.slice(0, 2).flatMap((subnet) => {
    const id = refTo(subnet, home.stack);
    return id ? [setting(home, ['SubnetId'], id, nat.name, `SubnetId to ${subnet.name}`, RANK.internet)] : [];
  });
}

/** A public address for a NAT gateway; public connectivity with it. */
export function makeNatPublic({ known, step }: Fault): Repair[] {
  const nat: NatGateway | undefined = known.natGateways.find((n) => isIn(step.data.nat, n));
  const home = homeOf(nat);
  if (!nat || !home) return [];
  const address = idFor(home.logicalId, 'Address');
  return [{
    kind: 'addElasticAddress',
    rank: RANK.internet,
    data: { resource: nat.name },
    edits: [
      ...nat.hasAddress === 'yes' ? [] : [
        add(home.stack, address, 'AWS::EC2::EIP', { Domain: 'vpc' }),
        { op: 'set', ...home, path: ['AllocationId'], value: { 'Fn::GetAtt': [address, 'AllocationId'] } } satisfies Edit,
      ],
      ...nat.isPublic === 'no' ? [{ op: 'set', ...home, path: ['ConnectivityType'], value: 'public' } satisfies Edit] : [],
    ],
  }];
}

/** An Elastic IP address on the instance that lacks a public one. */
export function addAddress({ model, host, step, placement }: Fault): Repair[] {
  const named = model.estate.ofType('AWS::EC2::Instance').find((r) => isIn(step.data.nat, r));
  const home = named ? { stack: named.stack.id, logicalId: named.logicalId } : host.type === 'AWS::EC2::Instance' ? homeOf(host) : undefined;
  const subnet = homeOf(placement.subnet);
  const bySubnet = !named && subnet && placement.launch.associatePublic === undefined
    ? [setting(subnet, ['MapPublicIpOnLaunch'], true, placement.subnet.name, 'MapPublicIpOnLaunch: true', RANK.everything)] : [];
  if (!home) return bySubnet;
  const edits = [add(home.stack, idFor(home.logicalId, 'Address'), 'AWS::EC2::EIP', { Domain: 'vpc', InstanceId: { Ref: home.logicalId } })];
  return [{ kind: 'addElasticAddress', rank: RANK.internet, data: { resource: refsOf(step.data.nat)[0]?.name ?? host.name }, edits }, ...bySubnet];
}

export function attachGateway({ model, known, placement, step }: Fault): Repair[] {
  const route = step.at.find((p) => p.logicalId !== undefined);
  const raw = route && model.estate.resourceAt(route);
  const gateway = raw && (own(own(raw.raw, 'Properties') as Record<string, unknown>, 'GatewayId') as { Ref?: string } | undefined)?.Ref;
  const vpc = known.vpcs.find((v) => isIn(step.data.vpc, v)) ?? placement.vpc;
  const egressOnly = raw && own(own(raw.raw, 'Properties') as Record<string, unknown>, 'EgressOnlyInternetGatewayId') as { Ref?: string } | undefined;
  const id = raw && refTo(vpc, raw.stack.id);
  if (!raw || !id) return [];
  if (egressOnly?.Ref) return [setting({ stack: raw.stack.id, logicalId: egressOnly.Ref }, ['VpcId'], id, egressOnly.Ref, `VpcId to ${vpc!.name}`, RANK.internet)];
  if (!gateway) return [];
  return [{ kind: 'attachGateway', rank: RANK.internet, data: { gateway, vpc: vpc!.name }, edits: [add(raw.stack.id, idFor(gateway, 'Attachment'), 'AWS::EC2::VPCGatewayAttachment', { VpcId: id, InternetGatewayId: { Ref: gateway } })] }];
}

/** An exclusion of the subnet from VPC Block Public Access: of what leaves directly, or of a NAT gateway's only. */
export function excludeSubnet({ model, known, step }: Fault): Repair[] {
  const made = step.data.exclusion === undefined ? undefined : model.estate.resourceAt(step.at[step.at.length - 1]);
  if (made) return [setting({ stack: made.stack.id, logicalId: made.logicalId }, ['InternetGatewayExclusionMode'], 'allow-bidirectional', made.logicalId, 'InternetGatewayExclusionMode: allow-bidirectional', RANK.internet)];
  const subnet = known.subnets.find((s) => isIn(step.data.blockedSubnet, s));
  const home = homeOf(subnet);
  const mode = step.data.direct ? 'allow-bidirectional' : 'allow-egress';
  return home ? [{
    kind: 'excludeFromBlock',
    rank: RANK.internet,
    data: { subnet: subnet!.name, mode },
    edits: [add(home.stack, idFor(home.logicalId, 'Exclusion'), 'AWS::EC2::VPCBlockPublicAccessExclusion', { SubnetId: { Ref: home.logicalId }, InternetGatewayExclusionMode: mode })],
  }] : [];
}

/** A rule for the host in the groups of a NAT instance, or one for the instance to the internet. */
export function openNatInstance({ known, placement, step }: Fault): Repair[] {
  const group = known.groups.find((g) => isIn(step.data.natGroups, g) && g.made);
  if (step.data.direction === 'in') return admit(group, placement.groups.groups, placement.subnet, placement.vpc, placement.vpc);
  const home = homeOf(group);
  return home ? [{
    kind: 'addEgressRule',
    rank: RANK.internet,
    data: { group: group!.name, to: '0.0.0.0/0' },
    edits: [add(home.stack, idFor(home.logicalId, 'EgressInternet'), 'AWS::EC2::SecurityGroupEgress', { GroupId: groupIdOf(group, home.stack), IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIp: '0.0.0.0/0' })],
  }] : [];
}

export function setting(home: { stack: string; logicalId: string }, path: readonly string[], value: unknown, resource: string, what: string, rank: number): Repair {
  return { kind: 'setProperty', rank, data: { resource, what }, edits: [{ op: 'set', ...home, path, value }] };
}
