import { unresolved } from '../../core';
import { named, Scope } from './builder';
import { Json, member, number, text, wholeList } from './json';
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
  const id = text(group, 'GroupId')!;
  const odd = (what: string) => unresolved(`${what}:${id}`, `${what} of a rule of ${id}`);
  const permissions = wholeList(group, key);
  let missing = permissions === undefined;
  for (const permission of permissions ?? []) {
    const ports = { IpProtocol: text(permission, 'IpProtocol') ?? odd('the protocol'), ...port(permission, 'FromPort'), ...port(permission, 'ToPort') };
    // A list that is not there has no members; one that is something else may have any.
    const peers = (name: string): readonly Json[] => {
      const found = wholeList(permission, name);
      missing ||= found === undefined && member(permission, name) !== undefined;
      return found ?? [];
    };
    for (const range of peers('IpRanges')) byAddress.push({ ...ports, CidrIp: text(range, 'CidrIp') ?? odd('the addresses') });
    for (const range of peers('Ipv6Ranges')) byAddress.push({ ...ports, CidrIpv6: text(range, 'CidrIpv6') ?? odd('the addresses') });
    for (const list of peers('PrefixListIds')) byAddress.push({ ...ports, [`${side}PrefixListId`]: text(list, 'PrefixListId') === undefined ? odd('the prefix list') : scope.ref(text(list, 'PrefixListId')!) });
    for (const pair of peers('UserIdGroupPairs')) byGroup.push({ ...ports, [`${side}SecurityGroupId`]: text(pair, 'GroupId') === undefined ? odd('the group') : scope.ref(text(pair, 'GroupId')!) });
  }
  return { byAddress, byGroup, missing };
}

function port(permission: Json, name: string): Json {
  const value = member(permission, name);
  if (value === undefined) return {};
  return { [name]: number(permission, name) ?? unresolved(`port:${name}`, 'the ports of a rule') };
}
