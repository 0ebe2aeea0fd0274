import { unresolved } from '../../core';
import { because } from './answers';
import { named, Scope } from './builder';
import { documentOf, flag, Json, listOf, maps, member, text } from './json';
import { vpcRef } from './network';

/** VPC endpoints, with the exact addresses of their network interfaces where these were seen. */

export function mapEndpoints(scope: Scope): void {
  const interfaces = new Map(scope.answers.items('ec2', 'describe-network-interfaces', 'NetworkInterfaces', 'NetworkInterfaceId').map((i) => [text(i, 'NetworkInterfaceId')!, i]));
  for (const item of scope.answers.items('ec2', 'describe-vpc-endpoints', 'VpcEndpoints', 'VpcEndpointId')) {
    const id = text(item, 'VpcEndpointId')!;
    const state = (text(item, 'State') ?? '').toLowerCase();
    if (!scope.isHome(id) || state === 'deleted') continue;
    const [vpcId, type, service] = [text(item, 'VpcId'), text(item, 'VpcEndpointType') ?? 'Gateway', text(item, 'ServiceName')];
    const unknown = (property: string) => unresolved(`${property}:${id}`, `${property} of ${id} (ec2 describe-vpc-endpoints does not tell it)`);
    const isInterface = type.toLowerCase() === 'interface';
    const ready = state === 'available';
    scope.add(id, 'AWS::EC2::VPCEndpoint', {
      VpcId: vpcId === undefined ? unknown('VpcId') : vpcRef(scope, vpcId),
      VpcEndpointType: type,
      ServiceName: service ?? unknown('ServiceName'),
      ServiceRegion: text(item, 'ServiceRegion'),
      PrivateDnsEnabled: flag(item, 'PrivateDnsEnabled') ?? (isInterface ? unknown('PrivateDnsEnabled') : false),
      SubnetIds: isInterface ? references(scope, member(item, 'SubnetIds')) ?? unknown('SubnetIds') : undefined,
      SecurityGroupIds: isInterface ? groupsOf(scope, item) ?? unknown('Groups') : undefined,
      RouteTableIds: isInterface ? undefined : ready ? references(scope, member(item, 'RouteTableIds')) : unknown('RouteTableIds'),
      IpAddressType: text(item, 'IpAddressType') ?? 'ipv4',
      DnsOptions: text(item, 'DnsOptions', 'DnsRecordIpType') === undefined ? undefined : { DnsRecordIpType: text(item, 'DnsOptions', 'DnsRecordIpType') },
      PolicyDocument: policyOf(item, unknown),
      State: state === '' ? unknown('State') : state,
      LastError: lastError(item),
      Addresses: isInterface ? addressesOf(scope, item, interfaces) : undefined,
    }, named(item, service === undefined ? id : `${service.slice(service.lastIndexOf('.') + 1)} endpoint ${id}`));
  }
}

function references(scope: Scope, ids: unknown): unknown[] | undefined {
  return Array.isArray(ids) ? (ids as unknown[]).filter((id): id is string => typeof id === 'string').map((id) => scope.ref(id)) : undefined;
}

function groupsOf(scope: Scope, item: Json): unknown[] | undefined {
  const ids = maps(item, 'Groups').map((g) => text(g, 'GroupId')).filter((id) => id !== undefined);
  return ids.length === 0 ? undefined : ids.map((id) => scope.ref(id));
}

function policyOf(item: Json, unknown: (property: string) => unknown): unknown {
  const given = member(item, 'PolicyDocument');
  // Kinds of endpoints without policies have none, and nothing is in their way.
  return given === undefined ? undefined : documentOf(given) ?? unknown('PolicyDocument');
}

function lastError(item: Json): string | undefined {
  const [code, message] = [text(item, 'LastError', 'Code'), text(item, 'LastError', 'Message')];
  return message ?? code ?? text(item, 'FailureReason');
}

/** One entry a network interface: its subnet and its addresses. */
function addressesOf(scope: Scope, item: Json, interfaces: ReadonlyMap<string, Json>): Json[] | undefined {
  const seen = scope.list('describe-network-interfaces', text(item, 'VpcId'));
  const found = listOf(member(item, 'NetworkInterfaceIds')).flatMap((id): Json[] => {
    const networkInterface = typeof id === 'string' ? interfaces.get(id) : undefined;
    const subnetId = text(networkInterface, 'SubnetId');
    if (!networkInterface || subnetId === undefined) return [{ Unseen: unresolved(`addresses:${text(item, 'VpcEndpointId')!}`, `the addresses of ${text(item, 'VpcEndpointId')!} (${because(seen)})`) }];
    return [{ SubnetId: scope.ref(subnetId), PrivateIpAddress: text(networkInterface, 'PrivateIpAddress'), Ipv6Address: text(maps(networkInterface, 'Ipv6Addresses')[0], 'Ipv6Address') }];
  });
  return found.length === 0 ? undefined : found;
}
