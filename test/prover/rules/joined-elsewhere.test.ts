import { judgeTemplates } from '../../helpers/judge';
import { isolated, mutate, natSubnet, Resources } from '../../helpers/templates';
import { ipv6Endpoints, natInstance, peered, transit, transitTables } from '../../helpers/topologies';

type Template = { Resources: Resources };
const props = (t: Template, id: string) => t.Resources[id].Properties!;
const judged = (template: Template, change: (t: Template) => void) => {
  const { hosts, errors } = judgeTemplates({ 't.json': mutate(template, change) });
  expect(errors).toEqual([]);
  const host = hosts.find((h) => h.logicalId === 'Host')!;
  return [host.verdict, ...new Set(host.findings.filter((f) => f.severity === 'error').map((f) => f.id))];
};
const bare = (t: Template) => { for (const id of ['Ssm', 'SsmMessages']) delete t.Resources[id]; };
const route = (target: Record<string, unknown>): Resources[string] => ({ Type: 'AWS::EC2::Route', Properties: { RouteTableId: { Ref: 'HostSubnetTable' }, DestinationCidrBlock: '10.0.0.0/8', ...target } });

/** What stands outside of the input may answer names and lead on: no `never` may rest on not seeing it. */
describe('a VPC that is joined to what the input does not show', () => {
  test.each<[string, (t: Template) => void, string[]]>([
    ['no join at all', bare, ['never', 'NatRouteMissing']],
    ['a transit gateway made elsewhere, for private addresses', (t) => { bare(t); t.Resources.Out = route({ TransitGatewayId: 'tgw-0123456789abcdef0' }); }, ['unknown']],
    ['a peering connection made elsewhere', (t) => { bare(t); t.Resources.Out = route({ VpcPeeringConnectionId: { 'Fn::ImportValue': 'pcx' } }); }, ['unknown']],
    ['a VPN gateway', (t) => { bare(t); t.Resources.Vpn = { Type: 'AWS::EC2::VPNGateway', Properties: { Type: 'ipsec.1' } }; t.Resources.Out = route({ GatewayId: { Ref: 'Vpn' } }); }, ['unknown']],
    ['a Route 53 Profile', (t) => { bare(t); t.Resources.Names = { Type: 'AWS::Route53Profiles::ProfileAssociation', Properties: { Name: 'names', ProfileId: 'rp-1', ResourceId: { Ref: 'Vpc' } } }; }, ['unknown']],
    ['a Route 53 Profile of another VPC', (t) => {
      bare(t);
      t.Resources.Other = { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.9.0.0/16' } };
      t.Resources.Names = { Type: 'AWS::Route53Profiles::ProfileAssociation', Properties: { Name: 'names', ProfileId: 'rp-1', ResourceId: { Ref: 'Other' } } };
    }, ['never', 'NatRouteMissing']],
    ['a group that lets nothing out is a fault all the same', (t) => {
      bare(t);
      t.Resources.Out = route({ TransitGatewayId: 'tgw-0123456789abcdef0' });
      props(t, 'HostGroup').SecurityGroupEgress = [{ IpProtocol: 'tcp', FromPort: 22, ToPort: 22, CidrIp: '192.0.2.1/32' }];
      props(t, 'Host').IamInstanceProfile = undefined;
    }, ['never', 'InstanceProfileMissing', 'SecurityGroupEgressBlocked']],
  ])('%s', (_, change, expected) => {
    expect(judged(isolated(), change)).toEqual(expected);
  });

  test('an attachment that no table takes, unless it is associated out of sight', () => {
    const alone = (change: (t: Template) => void = () => undefined) => judged(transitTables(), (t) => { delete t.Resources.SpokeRoutesAssociation; change(t); })[0];
    expect(alone()).toBe('never');
    expect(alone((t) => { t.Resources.Later = { Type: 'AWS::EC2::TransitGatewayRouteTableAssociation', Properties: { TransitGatewayRouteTableId: 'tgw-rtb-0123456789abcdef0', TransitGatewayAttachmentId: { 'Fn::ImportValue': 'attachment' } } }; })).toBe('unknown');
    expect(alone((t) => { t.Resources.Later = { Type: 'Custom::Associate', Properties: { ServiceToken: 'arn:aws:lambda:eu-west-1:111111111111:function:f', Attachment: { Ref: 'SpokeAttachment' } } }; })).toBe('unknown');
    expect(alone((t) => { t.Resources.Later = { Type: 'Custom::Associate', Properties: { ServiceToken: 'arn:aws:lambda:eu-west-1:111111111111:function:f', Table: { Ref: 'SpokeRoutes' } } }; })).toBe('unknown');
  });

  test('the default route table of a transit gateway, which CloudFormation has no name for', () => {
    expect(judged(transit(), (t) => { delete t.Resources.HubAttachment; })[0]).not.toBe('ready');
    expect(judged(transit(), (t) => {
      for (const id of ['Ssm', 'SsmMessages', 'SsmZone', 'SsmMessagesZone', 'SsmRecord', 'SsmMessagesRecord']) delete t.Resources[id];
      t.Resources.Default = { Type: 'AWS::EC2::Route', Properties: { RouteTableId: { Ref: 'HostSubnetTable' }, DestinationCidrBlock: '0.0.0.0/0', TransitGatewayId: { Ref: 'Transit' } } };
      props(t, 'HostGroup').SecurityGroupEgress = undefined;
    })).toEqual(['unknown']);
  });
});

describe('a NAT instance that mends itself at boot', () => {
  const boot = (text: string) => ({ 'Fn::Base64': `#!/bin/bash\nsysctl -w net.ipv4.ip_forward=1\niptables -t nat -A POSTROUTING -j MASQUERADE\n${text}\n` });
  test.each<[string, string, string[]]>([
    ['by a call that switches the check off', 'aws ec2 modify-instance-attribute --instance-id $ID --no-source-dest-check', ['unknown']],
    ['not at all', 'echo done', ['never', 'NatInstanceUnusable']],
  ])('%s', (_, text, expected) => {
    expect(judged(natInstance(), (t) => { delete props(t, 'NatHost').SourceDestCheck; props(t, 'NatHost').UserData = boot(text); })).toEqual(expected);
  });
  test('user data nobody can read', () => {
    expect(judged(natInstance(), (t) => { delete props(t, 'NatHost').SourceDestCheck; props(t, 'NatHost').UserData = { 'Fn::ImportValue': 'boot' }; })).toEqual(['unknown']);
  });
  test('an instance of which nothing says that it forwards', () => {
    expect(judged(natInstance(), (t) => { delete props(t, 'NatHost').UserData; })).toEqual(['unknown']);
  });
});

test('a peering connection that names an account rests on its acceptance', () => {
  const assumptions = (change: (t: Template) => void) => {
    const [host] = judgeTemplates({ 't.json': mutate(peered() as Template, change) }).hosts;
    return [host.verdict, host.assumptions.some((a) => a.includes('is accepted by the other account'))];
  };
  expect(assumptions(() => undefined)).toEqual(['ready', false]);
  expect(assumptions((t) => { props(t, 'Peering').PeerOwnerId = '222222222222'; })).toEqual(['ready', true]);
});

test('DNS64 makes up addresses for an endpoint\'s IPv4 ones as well', () => {
  const ipv4Names = (t: Template) => { for (const id of ['Ssm', 'SsmMessages']) props(t, id).DnsOptions = { DnsRecordIpType: 'ipv4' }; };
  expect(judged(ipv6Endpoints(), ipv4Names)).toEqual(['never', 'EndpointAddressFamily']);
  expect(judged(ipv6Endpoints(), (t) => { ipv4Names(t); props(t, 'HostSubnet').EnableDns64 = true; })).toEqual(['unknown']);
});

test('a route inside of the VPC that leads to an appliance', () => {
  expect(judged(isolated(), (t) => {
    t.Resources.Inspect = { Type: 'AWS::EC2::Route', Properties: { RouteTableId: { Ref: 'HostSubnetTable' }, DestinationCidrBlock: '10.0.1.0/24', VpcEndpointId: { Ref: 'Gwlb' } } };
    t.Resources.Gwlb = { Type: 'AWS::EC2::VPCEndpoint', Properties: { VpcId: { Ref: 'Vpc' }, VpcEndpointType: 'GatewayLoadBalancer', ServiceName: 'com.amazonaws.vpce.eu-west-1.vpce-svc-1', SubnetIds: [{ Ref: 'HostSubnet' }] } };
  })).toEqual(['unknown']);
});

test('a network firewall is named with its rule groups', () => {
  const template = mutate(natSubnet() as Template, (t) => {
    Object.assign(t.Resources, {
      Rules: { Type: 'AWS::NetworkFirewall::RuleGroup', Properties: { RuleGroupName: 'r', Type: 'STATEFUL', Capacity: 10 } },
      Policy: { Type: 'AWS::NetworkFirewall::FirewallPolicy', Properties: { FirewallPolicyName: 'p', FirewallPolicy: { StatefulRuleGroupReferences: [{ ResourceArn: { Ref: 'Rules' } }] } } },
      Firewall: { Type: 'AWS::NetworkFirewall::Firewall', Properties: { FirewallName: 'f', FirewallPolicyArn: { Ref: 'Policy' }, VpcId: { Ref: 'Vpc' }, SubnetMappings: [] } },
    });
    const endpoint = { 'Fn::Select': [1, { 'Fn::Split': [':', { 'Fn::Select': [0, { 'Fn::GetAtt': ['Firewall', 'EndpointIds'] }] }] }] };
    t.Resources.PrivateRoute = { Type: 'AWS::EC2::Route', Properties: { RouteTableId: { Ref: 'PrivateTable' }, DestinationCidrBlock: '0.0.0.0/0', VpcEndpointId: endpoint } };
  });
  const [host] = judgeTemplates({ 't.json': template }).hosts;
  expect([host.verdict, ...host.unknowns.map((u) => u.what)]).toEqual(['unknown', 'what the network firewall Firewall (rule groups Rules) lets through']);
});
