import { asInteger, scalar } from '../core';
import { NetworkAcl, SecurityGroup, Subnet, Vpc } from '../model';
import { Known } from './known';
import { add, Fault, groupIdOf, homeOf, idFor, RANK, Repair } from './repair';

/** Repairs of what drops packets: security groups and network ACLs. */

const HTTPS = { IpProtocol: 'tcp', FromPort: 443, ToPort: 443 } as const;

/** Out of the host's group: to the endpoint's group, to the endpoint's subnet, or to everywhere. */
export function letOut({ placement, path, step }: Fault): Repair[] {
  const group = firstMade(placement.groups.groups);
  const home = homeOf(group);
  if (!group || !home) return [];
  const rule = (suffix: string, rank: number, to: string, peer: Record<string, unknown>): Repair => ({
    kind: 'addEgressRule',
    rank,
    data: { group: group.name, to },
    edits: [add(home.stack, idFor(home.logicalId, 'Egress', suffix), 'AWS::EC2::SecurityGroupEgress', { GroupId: groupIdOf(group, home.stack), ...HTTPS, ...peer })],
  });
  const endpoint = path?.endpoint;
  if (!endpoint) {
    if (/64:ff9b/.test(step.data.target ?? '')) return [rule('Nat64', RANK.internet, '64:ff9b::/96', { CidrIpv6: '64:ff9b::/96' })];
    const wide = placement.subnet.ipv6Only === 'yes' ? { CidrIpv6: '::/0' } : { CidrIp: '0.0.0.0/0' };
    return [rule('Internet', RANK.internet, Object.values(wide)[0]!, wide)];
  }
  const theirs = firstMade(endpoint.groups.groups);
  const id = groupIdOf(theirs, home.stack);
  const sameVpc = endpoint.vpc?.key === placement.vpc?.key;
  const byGroup = id && sameVpc ? [rule(homeOf(theirs)!.logicalId, RANK.leastPrivilege, theirs!.name, { DestinationSecurityGroupId: id })] : [];
  return [...byGroup, ...blocksOf(path.endpointSubnet, endpoint.vpc).map((cidr) => rule(`To${cidr}`, RANK.address, cidr, cidrProperty(cidr)))];
}

/** Into the endpoint's group: from the host's group, or from the host's subnet. */
export function letIn({ placement, path }: Fault): Repair[] {
  const endpoint = path?.endpoint;
  return endpoint ? admit(firstMade(endpoint.groups.groups), placement.groups.groups, placement.subnet, placement.vpc, endpoint.vpc) : [];
}

/** A rule in `group` for whoever has one of `sources`, or an address of their subnet. */
export function admit(group: SecurityGroup | undefined, sources: readonly SecurityGroup[], subnet: Subnet, vpc: Vpc | undefined, groupVpc: Vpc | undefined): Repair[] {
  const home = homeOf(group);
  if (!group || !home) return [];
  const rule = (suffix: string, rank: number, from: string, peer: Record<string, unknown>): Repair => ({
    kind: 'addIngressRule',
    rank,
    data: { group: group.name, from },
    edits: [add(home.stack, idFor(home.logicalId, 'Ingress', suffix), 'AWS::EC2::SecurityGroupIngress', { GroupId: groupIdOf(group, home.stack), ...HTTPS, ...peer })],
  });
  const source = firstMade(sources);
  const id = groupIdOf(source, home.stack);
  const byGroup = id && vpc?.key === groupVpc?.key ? [rule(homeOf(source)!.logicalId, RANK.leastPrivilege, source!.name, { SourceSecurityGroupId: id })] : [];
  return [...byGroup, ...blocksOf(subnet, vpc).map((cidr) => rule(`From${cidr}`, RANK.address, cidr, cidrProperty(cidr)))];
}

/** An entry that allows, numbered before all others of its direction. */
export function openAcl({ known, placement, step }: Fault): Repair[] {
  const acl = known.subnets.find((s) => s.name === step.data.aclSubnet)?.networkAcl;
  const owner = acl && aclReference(acl, known);
  if (!acl || !owner) return [];
  const egress = step.data.direction === 'outbound';
  const number = freeNumber(acl, egress);
  if (number === undefined) return [];
  const [low, high] = (step.data.ports ?? '443').split(', ').pop()!.split('-').map(Number);
  const range = (step.data.ports ?? '443').includes('-') ? { From: low, To: high } : { From: low, To: low };
  const families = placement.subnet.ipv6Only === 'yes' ? ['::/0', '0.0.0.0/0'] : ['0.0.0.0/0'];
  return families.map((cidr) => ({
    kind: 'addAclEntry',
    rank: RANK.address,
    data: { acl: acl.name, direction: egress ? 'outbound' : 'inbound', ports: range.From === range.To ? `${range.From}` : `${range.From}-${range.To}`, cidr, number: `${number}` },
    edits: [add(owner.stack, idFor(owner.name, egress ? 'Out' : 'In', String(range.From), cidr.includes(':') ? 'v6' : ''), 'AWS::EC2::NetworkAclEntry', {
      NetworkAclId: owner.value, RuleNumber: number, Egress: egress, RuleAction: 'allow', Protocol: 6, PortRange: range, ...cidr.includes(':') ? { Ipv6CidrBlock: cidr } : { CidrBlock: cidr },
    })],
  }));
}

function aclReference(acl: NetworkAcl, known: Known): { stack: string; name: string; value: unknown } | undefined {
  const home = homeOf(acl);
  if (home) return { stack: home.stack, name: home.logicalId, value: { Ref: home.logicalId } };
  const vpc = acl.isDefault ? known.vpcs.find((v) => acl.key === `default-acl:${v.key}`) : undefined;
  const owner = homeOf(vpc);
  return owner && { stack: owner.stack, name: `${owner.logicalId}DefaultAcl`, value: { 'Fn::GetAtt': [owner.logicalId, 'DefaultNetworkAcl'] } };
}

function freeNumber(acl: NetworkAcl, egress: boolean): number | undefined {
  const numbers = acl.entries.filter((e) => e.egress !== (egress ? 'no' : 'yes')).map((e) => asInteger(e.number) ?? 1);
  const lowest = Math.min(acl.isDefault ? 100 : 32767, ...numbers);
  return lowest > 1 ? lowest - 1 : undefined;
}

export function firstMade(groups: readonly SecurityGroup[]): SecurityGroup | undefined {
  return groups.find((g) => g.made);
}

/** Literal blocks of a subnet, else of its VPC. */
export function blocksOf(subnet: Subnet | undefined, vpc: Vpc | undefined): string[] {
  const literal = (values: readonly unknown[]) => values.map((v) => scalar(v as Parameters<typeof scalar>[0])).filter((v): v is string => v !== undefined);
  const own = literal([subnet?.cidr, subnet?.ipv6Cidr]);
  return own.length > 0 ? own : literal([...vpc?.cidrs ?? [], ...vpc?.ipv6Cidrs ?? []]);
}

function cidrProperty(cidr: string): Record<string, string> {
  return cidr.includes(':') ? { CidrIpv6: cidr } : { CidrIp: cidr };
}
