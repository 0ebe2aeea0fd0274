import { named, Scope } from './builder';
import { unresolved } from './extensions';
import { Json, maps, member, text } from './json';
import { vpcRef } from './network';

/** Security groups. Rules that name groups are resources of their own: two groups may name each other. */

/** Lets out what nothing sends: a group with this rule alone lets nothing out, where CloudFormation takes no rule for all. */
const NOTHING_OUT = { IpProtocol: 'icmp', FromPort: 252, ToPort: 86, CidrIp: '255.255.255.255/32' };

export function mapSecurityGroups(scope: Scope): void {
  for (const item of scope.answers.items('ec2', 'describe-security-groups', 'SecurityGroups', 'GroupId')) {
    const id = text(item, 'GroupId')!;
    if (!scope.isHome(id)) continue;
    const vpcId = text(item, 'VpcId');
    const out = rules(scope, item, 'IpPermissionsEgress', 'Destination');
    const into = rules(scope, item, 'IpPermissions', 'Source');
    scope.add(id, 'AWS::EC2::SecurityGroup', {
      // EC2-Classic groups have no VPC, and exist no longer.
      VpcId: vpcId === undefined ? unresolved(`vpc-of:${id}`, `the VPC of ${id}`) : vpcRef(scope, vpcId),
      SecurityGroupEgress: directionOf(scope, id, 'out', out),
      SecurityGroupIngress: directionOf(scope, id, 'in', into),
    }, named(item, text(item, 'GroupName') === undefined ? id : `${text(item, 'GroupName')!} (${id})`));
  }
}

interface Rules {
  readonly byAddress: readonly Json[];
  readonly byGroup: readonly Json[];
  /** The member is not there, so that nothing is known. */
  readonly missing: boolean;
}

function directionOf(scope: Scope, id: string, direction: 'in' | 'out', { byAddress, byGroup, missing }: Rules): unknown {
  if (missing) return unresolved(`rules:${id}:${direction}`, `the ${direction === 'in' ? 'inbound' : 'outbound'} rules of ${id} (ec2 describe-security-groups does not tell them)`);
  byGroup.forEach((rule, i) => scope.add(`${id}#${direction}${i}`, direction === 'in' ? 'AWS::EC2::SecurityGroupIngress' : 'AWS::EC2::SecurityGroupEgress', { GroupId: scope.ref(id), ...rule }));
  return direction === 'out' && byAddress.length === 0 && byGroup.length === 0 ? [NOTHING_OUT] : byAddress;
}

function rules(scope: Scope, group: Json, key: string, side: 'Source' | 'Destination'): Rules {
  const byAddress: Json[] = [];
  const byGroup: Json[] = [];
  for (const permission of maps(group, key)) {
    const protocol = text(permission, 'IpProtocol') ?? unresolved(`protocol:${text(group, 'GroupId')!}`, `the protocol of a rule of ${text(group, 'GroupId')!}`);
    const ports = { IpProtocol: protocol, ...port(permission, 'FromPort'), ...port(permission, 'ToPort') };
    for (const range of maps(permission, 'IpRanges')) byAddress.push({ ...ports, CidrIp: member(range, 'CidrIp') });
    for (const range of maps(permission, 'Ipv6Ranges')) byAddress.push({ ...ports, CidrIpv6: member(range, 'CidrIpv6') });
    for (const list of maps(permission, 'PrefixListIds')) byAddress.push({ ...ports, [`${side}PrefixListId`]: scope.ref(text(list, 'PrefixListId') ?? 'pl-unknown') });
    for (const pair of maps(permission, 'UserIdGroupPairs')) {
      const peer = text(pair, 'GroupId');
      const value = peer === undefined ? unresolved(`peer:${text(group, 'GroupId')!}`, `a group that a rule of ${text(group, 'GroupId')!} names`) : scope.ref(peer);
      byGroup.push({ ...ports, [`${side}SecurityGroupId`]: value });
    }
  }
  return { byAddress, byGroup, missing: member(group, key) === undefined };
}

function port(permission: Json, name: string): Json {
  const value = member(permission, name);
  return value === undefined ? {} : { [name]: value };
}
