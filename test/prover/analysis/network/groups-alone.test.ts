import { codes, judgeHost } from '../../../helpers/judge';
import { isolated, mutate } from '../../../helpers/templates';

/** The VPC is made elsewhere, so that nobody knows where names lead; the host's group is made here, with these rules for what goes out. */
const elsewhere = (rules: unknown) => mutate(isolated() as ReturnType<typeof isolated> & { Parameters?: object }, (t) => {
  t.Parameters = { Network: { Type: 'AWS::EC2::VPC::Id' }, Where: { Type: 'AWS::EC2::Subnet::Id' }, Port: { Type: 'Number' } };
  const { Host, HostGroup, Role, Profile } = t.Resources;
  HostGroup.Properties = { GroupDescription: 'host', VpcId: { Ref: 'Network' }, SecurityGroupEgress: rules };
  Host.Properties!.SubnetId = { Ref: 'Where' };
  t.Resources = { Host, HostGroup, Role, Profile };
});
const out = (from: unknown, to: unknown, more: object = { CidrIp: '0.0.0.0/0' }, protocol: unknown = 'tcp') => [{ IpProtocol: protocol, FromPort: from, ToPort: to, ...more }];

describe('in a VPC made elsewhere', () => {
  test.each<[string, unknown]>([
    ['SSH', out(22, 22)],
    ['HTTP to the internet and to a group', [...out(80, 80), ...out(80, 80, { DestinationSecurityGroupId: 'sg-0123456789abcdef0' })]],
    ['UDP', out(0, 65535, undefined, 'udp')],
    ['other ports, to a prefix list', out(444, 65535, { DestinationPrefixListId: 'pl-0123456789abcdef0' })],
  ])('groups that only let out %s are a fault wherever names lead', (_, rules) => {
    expect(codes(judgeHost(elsewhere(rules)))).toEqual(['SecurityGroupEgressBlocked/ENI_SG_RULES_MISMATCH']);
  });

  test.each<[string, unknown]>([
    ['443 to one network', out(443, 443, { CidrIp: '10.9.0.0/16' })],
    ['443 to a group', out(443, 443, { DestinationSecurityGroupId: 'sg-0123456789abcdef0' })],
    ['443 to a prefix list', out(440, 450, { DestinationPrefixListId: 'pl-0123456789abcdef0' })],
    ['a port that is a parameter', out({ Ref: 'Port' }, { Ref: 'Port' })],
    ['a protocol by its number', out(443, 443, undefined, '6')],
    ['everything, by IPv6', [{ IpProtocol: '-1', CidrIpv6: '::/0' }]],
  ])('%s may be enough', (_, rules) => {
    expect(judgeHost(elsewhere(rules)).verdict).toBe('unknown');
  });

  test('so may a further network interface, in a subnet of its own', () => {
    const two = mutate(elsewhere(out(22, 22)), (t) => {
      const { SubnetId, SecurityGroupIds } = t.Resources.Host.Properties!;
      t.Resources.Host.Properties = { ...t.Resources.Host.Properties, SubnetId: undefined, SecurityGroupIds: undefined, NetworkInterfaces: [
        { DeviceIndex: '0', SubnetId, GroupSet: SecurityGroupIds }, { DeviceIndex: '1', SubnetId: 'subnet-0123456789abcdef0', GroupSet: ['sg-0123456789abcdef0'] },
      ] };
    });
    expect(judgeHost(two).verdict).toBe('unknown');
  });

  test('and so may a group beside it that is made elsewhere', () => {
    const two = mutate(elsewhere(out(22, 22)), (t) => { t.Resources.Host.Properties!.SecurityGroupIds = [{ Ref: 'HostGroup' }, 'sg-0123456789abcdef0']; });
    expect(judgeHost(two).verdict).toBe('unknown');
  });
});
