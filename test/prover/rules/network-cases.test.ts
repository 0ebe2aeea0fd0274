import { codes, findings, judgeHost, judgeTemplates } from '../../helpers/judge';
import { acl, isolated, mutate, natSubnet, publicSubnet, Resources } from '../../helpers/templates';

type Template = { Resources: Resources };
const props = (t: Template, id: string) => t.Resources[id].Properties!;
const verdict = (t: Template, change: (t: Template) => void) => {
  const host = judgeHost(mutate(t, change));
  return [host.verdict, ...codes(host).filter((c) => !c.startsWith('HostNotProven'))];
};
const tcp = (from: number, to: number, rest: object) => ({ IpProtocol: 'tcp', FromPort: from, ToPort: to, ...rest });

describe('security groups', () => {
  test.each<[string, unknown[], string]>([
    ['protocol 6', [{ IpProtocol: '6', FromPort: 443, ToPort: 443, CidrIp: '0.0.0.0/0' }], 'ready'],
    ['protocol 6 as a number', [{ IpProtocol: 6, FromPort: '443', ToPort: '443', CidrIp: '0.0.0.0/0' }], 'ready'],
    ['all protocols; ports mean nothing', [{ IpProtocol: -1, FromPort: 22, ToPort: 22, CidrIp: '0.0.0.0/0' }], 'ready'],
    ['a range that holds 443', [tcp(1, 65535, { CidrIp: '0.0.0.0/0' })], 'ready'],
    ['only 80', [tcp(80, 80, { CidrIp: '0.0.0.0/0' })], 'never'],
    ['only UDP', [{ IpProtocol: 'udp', FromPort: 0, ToPort: 65535, CidrIp: '0.0.0.0/0' }], 'never'],
    ['only IPv6', [tcp(443, 443, { CidrIpv6: '::/0' })], 'never'],
    ['the endpoint subnet', [tcp(443, 443, { CidrIp: '10.0.1.0/24' })], 'ready'],
    ['the two halves of the endpoint subnet', [tcp(443, 443, { CidrIp: '10.0.1.0/25' }), tcp(443, 443, { CidrIp: '10.0.1.128/25' })], 'ready'],
    ['half of the endpoint subnet', [tcp(443, 443, { CidrIp: '10.0.1.0/25' })], 'unknown'],
    ['another subnet', [tcp(443, 443, { CidrIp: '10.0.2.0/24' })], 'never'],
    ['the VPC by reference', [tcp(443, 443, { CidrIp: { 'Fn::GetAtt': ['Vpc', 'CidrBlock'] } })], 'ready'],
    ['a prefix list nobody shows', [tcp(443, 443, { DestinationPrefixListId: 'pl-123' })], 'unknown'],
    ['a CIDR nobody knows', [tcp(443, 443, { CidrIp: { 'Fn::ImportValue': 'cidr' } })], 'unknown'],
    ['a malformed CIDR', [tcp(443, 443, { CidrIp: 'everywhere' })], 'never'],
  ])('egress: %s', (_, rules, expected) => {
    expect(verdict(isolated(), (t) => { props(t, 'HostGroup').SecurityGroupEgress = rules; })[0]).toBe(expected);
  });

  test.each([['EndpointGroup', 'ready'], ['HostGroup', 'never']])('egress to the group %s: %s', (group, expected) => {
    expect(verdict(isolated(), (t) => {
      delete props(t, 'HostGroup').SecurityGroupEgress;
      const rule = tcp(443, 443, { GroupId: { 'Fn::GetAtt': ['HostGroup', 'GroupId'] }, DestinationSecurityGroupId: { 'Fn::GetAtt': [group, 'GroupId'] } });
      t.Resources.Rule = { Type: 'AWS::EC2::SecurityGroupEgress', Properties: rule };
    })[0]).toBe(expected);
  });

  test('groups unite: one that lets out is enough', () => {
    expect(verdict(isolated(), (t) => {
      t.Resources.Closed = { Type: 'AWS::EC2::SecurityGroup', Properties: { VpcId: { Ref: 'Vpc' }, SecurityGroupEgress: [tcp(22, 22, { CidrIp: '0.0.0.0/0' })] } };
      props(t, 'Host').SecurityGroupIds = [{ Ref: 'Closed' }, 'sg-imported', { Ref: 'HostGroup' }];
    })).toEqual(['ready']);
  });

  test('no egress at all means everything; a separate rule replaces that', () => {
    expect(verdict(isolated(), (t) => { delete props(t, 'HostGroup').SecurityGroupEgress; })).toEqual(['ready']);
    expect(verdict(isolated(), (t) => {
      delete props(t, 'HostGroup').SecurityGroupEgress;
      t.Resources.Rule = { Type: 'AWS::EC2::SecurityGroupEgress', Properties: { GroupId: { Ref: 'HostGroup' }, ...tcp(22, 22, { CidrIp: '0.0.0.0/0' }) } };
    })[0]).toBe('never');
  });

  test('an endpoint without groups has the default group, which admits only itself', () => {
    const bare = (t: Template) => { for (const id of ['Ssm', 'SsmMessages']) delete props(t, id).SecurityGroupIds; };
    expect(verdict(isolated(), bare)).toEqual(['never', ...Array(2).fill('EndpointIngressBlocked/ENI_SG_RULES_MISMATCH')]);
    expect(verdict(isolated(), (t) => { bare(t); delete props(t, 'Host').SecurityGroupIds; })).toEqual(['ready']);
    expect(verdict(isolated(), (t) => {
      bare(t);
      delete props(t, 'Host').SecurityGroupIds;
      t.Resources.Strip = { Type: 'Custom::VpcRestrictDefaultSG', Properties: { DefaultSecurityGroupId: { 'Fn::GetAtt': ['Vpc', 'DefaultSecurityGroup'] } } };
    })[0]).toBe('never');
  });

  test('a VPC whose block comes from a pool: a rule that names it by GetAtt covers its subnets', () => {
    expect(verdict(isolated(), (t) => {
      delete props(t, 'Vpc').CidrBlock;
      for (const id of ['HostSubnet', 'EndpointSubnet']) delete props(t, id).CidrBlock;
      props(t, 'EndpointGroup').SecurityGroupIngress = [tcp(443, 443, { CidrIp: { 'Fn::GetAtt': ['Vpc', 'CidrBlock'] } })];
    })).toEqual(['ready']);
  });
});

describe('network ACLs', () => {
  const open = [{ egress: true, allow: true }, { egress: false, allow: true }];
  test.each<[string, Parameters<typeof acl>[1], string]>([
    ['everything', open, 'ready'],
    ['nothing', [], 'never'],
    ['the ports of requests and replies', [{ egress: true, allow: true, from: 443 }, { egress: false, allow: true, from: 32768, to: 61000 }], 'ready'],
    ['replies in part', [{ egress: true, allow: true, from: 443 }, { egress: false, allow: true, from: 49152, to: 65535 }], 'unknown'],
    ['no replies', [{ egress: true, allow: true }, { egress: false, allow: true, from: 443 }], 'never'],
    ['a deny first', [{ egress: true, allow: false, from: 443 }, ...open], 'never'],
    ['a deny afterwards', [...open, { egress: true, allow: false, from: 443 }], 'ready'],
    ['a deny for somewhere else', [{ egress: true, allow: false, cidr: '192.168.0.0/16' }, ...open], 'ready'],
    ['a deny for the endpoint subnet', [{ egress: true, allow: false, cidr: '10.0.1.0/24' }, ...open], 'never'],
    ['UDP only', [{ egress: true, allow: true, protocol: 17, from: 1, to: 65535 }, { egress: false, allow: true }], 'never'],
  ])('of the host subnet lets through %s', (_, entries, expected) => {
    expect(verdict(isolated(), (t) => Object.assign(t.Resources, acl('HostSubnet', entries)))[0]).toBe(expected);
  });

  test('a deny of private space does not touch the public service', () => {
    expect(verdict(publicSubnet(), (t) => Object.assign(t.Resources, acl('Public', [{ egress: true, allow: false, cidr: '10.0.0.0/8' }, ...open])))).toEqual(['ready']);
  });

  test('entries on the VPC\'s default network ACL count', () => {
    expect(verdict(publicSubnet(), (t) => {
      Object.assign(t.Resources, acl('Public', [{ egress: true, allow: false, from: 443 }]));
      delete t.Resources.Acl;
      delete t.Resources.AclAssociation;
      Object.assign(props(t, 'AclEntry0'), { NetworkAclId: { 'Fn::GetAtt': ['Vpc', 'DefaultNetworkAcl'] }, RuleNumber: 50 });
    })).toEqual(['never', 'NetworkAclBlocks/SUBNET_ACL_RESTRICTION']);
  });

  test('the NAT gateway\'s subnet has one too', () => {
    expect(verdict(natSubnet(), (t) => Object.assign(t.Resources, acl('Public', [{ egress: true, allow: true }, { egress: false, allow: true, from: 443 }])))).toEqual(['never', 'NetworkAclBlocks/SUBNET_ACL_RESTRICTION']);
    expect(verdict(natSubnet(), (t) => Object.assign(t.Resources, acl('Public', open)))).toEqual(['ready']);
  });
});

describe('routes', () => {
  test('only private space: never; public in part: unknown', () => {
    expect(verdict(publicSubnet(), (t) => { props(t, 'PublicRoute').DestinationCidrBlock = '10.0.0.0/8'; })).toEqual(['never', 'InternetRouteMissing/NO_ROUTE_TO_DESTINATION']);
    expect(verdict(publicSubnet(), (t) => { props(t, 'PublicRoute').DestinationCidrBlock = '52.0.0.0/8'; })[0]).toBe('unknown');
  });

  test('a destination nobody knows: unknown', () => {
    expect(verdict(publicSubnet(), (t) => { props(t, 'PublicRoute').DestinationCidrBlock = { 'Fn::ImportValue': 'x' }; })[0]).toBe('unknown');
  });

  test('the longest prefix wins', () => {
    expect(verdict(natSubnet(), (t) => {
      t.Resources.Special = { Type: 'AWS::EC2::Route', Properties: { RouteTableId: { Ref: 'PrivateTable' }, DestinationCidrBlock: '10.9.0.0/16', TransitGatewayId: 'tgw-1' } };
    })).toEqual(['ready']);
    expect(verdict(natSubnet(), (t) => {
      t.Resources.Special = { Type: 'AWS::EC2::Route', Properties: { RouteTableId: { Ref: 'PrivateTable' }, DestinationCidrBlock: '52.0.0.0/8', TransitGatewayId: 'tgw-1' } };
    })[0]).toBe('unknown');
  });

  test.each(['TransitGatewayId', 'VpcPeeringConnectionId', 'NetworkInterfaceId', 'InstanceId', 'VpcEndpointId', 'CoreNetworkArn'])('a default route to %s is unknown', (target) => {
    expect(verdict(publicSubnet(), (t) => {
      delete props(t, 'PublicRoute').GatewayId;
      props(t, 'PublicRoute')[target] = 'x-1';
    })[0]).toBe('unknown');
  });

  test('a subnet without association has the main table, which holds no route', () => {
    expect(verdict(publicSubnet(), (t) => { delete t.Resources.PublicAssociation; })).toEqual(['never', 'InternetRouteMissing/NO_ROUTE_TO_DESTINATION']);
  });

  test('a route into a table that a custom resource looked up may be in the main table', () => {
    expect(verdict(publicSubnet(), (t) => {
      delete t.Resources.PublicAssociation;
      t.Resources.Lookup = { Type: 'Custom::MainTable' };
      props(t, 'PublicRoute').RouteTableId = { 'Fn::GetAtt': ['Lookup', 'Id'] };
    })[0]).toBe('unknown');
  });

  test('a route table on the gateway\'s edge may take the replies', () => {
    expect(verdict(publicSubnet(), (t) => {
      t.Resources.Edge = { Type: 'AWS::EC2::GatewayRouteTableAssociation', Properties: { GatewayId: { Ref: 'Gateway' }, RouteTableId: { Ref: 'PublicTable' } } };
    })[0]).toBe('unknown');
  });

  test('a public address does not hurt behind a NAT gateway; an Elastic IP address serves in a public subnet', () => {
    expect(verdict(natSubnet(), (t) => { props(t, 'Private').MapPublicIpOnLaunch = true; })).toEqual(['ready']);
    expect(verdict(publicSubnet(), (t) => {
      props(t, 'Public').MapPublicIpOnLaunch = false;
      t.Resources.Address = { Type: 'AWS::EC2::EIP', Properties: { InstanceId: { Ref: 'Host' } } };
    })).toEqual(['ready']);
  });

  test('the launch\'s own wish overrides the subnet\'s', () => {
    const withInterface = (associate: boolean) => (t: Template) => {
      const { SubnetId, SecurityGroupIds, ...rest } = props(t, 'Host');
      t.Resources.Host.Properties = { ...rest, NetworkInterfaces: [{ DeviceIndex: '0', AssociatePublicIpAddress: associate, SubnetId, GroupSet: SecurityGroupIds }] };
    };
    expect(verdict(publicSubnet(), withInterface(false))).toEqual(['never', 'PublicAddressMissing/IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS']);
    expect(verdict(publicSubnet(), (t) => { props(t, 'Public').MapPublicIpOnLaunch = false; withInterface(true)(t); })).toEqual(['ready']);
  });

  test('a network interface made beforehand surely gets no automatic address where the subnet maps none', () => {
    const attached = (t: Template) => {
      const { SubnetId, SecurityGroupIds, ...rest } = props(t, 'Host');
      t.Resources.Eni = { Type: 'AWS::EC2::NetworkInterface', Properties: { SubnetId, GroupSet: SecurityGroupIds } };
      t.Resources.Host.Properties = { ...rest, NetworkInterfaces: [{ DeviceIndex: '0', NetworkInterfaceId: { Ref: 'Eni' } }] };
    };
    expect(verdict(publicSubnet(), attached)[0]).toBe('unknown');
    expect(verdict(publicSubnet(), (t) => {
      attached(t);
      props(t, 'Public').MapPublicIpOnLaunch = false;
    })).toEqual(['never', 'PublicAddressMissing/IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS']);
    expect(verdict(publicSubnet(), (t) => {
      attached(t);
      t.Resources.Join = { Type: 'AWS::EC2::EIPAssociation', Properties: { NetworkInterfaceId: { Ref: 'Eni' }, AllocationId: 'eipalloc-1' } };
    })).toEqual(['ready']);
  });
});

test('a network ACL that lets a part of the replies through: the reason of the unknown is told', () => {
  const host = judgeHost(mutate(natSubnet(), (t) => {
    const rule = (egress: boolean, number: number, action: string, ports: object) => ({ Type: 'AWS::EC2::NetworkAclEntry', Properties: { NetworkAclId: { Ref: 'Acl' }, RuleNumber: number, Protocol: 6, RuleAction: action, Egress: egress, CidrBlock: '0.0.0.0/0', ...ports } });
    Object.assign(t.Resources, {
      Acl: { Type: 'AWS::EC2::NetworkAcl', Properties: { VpcId: { Ref: 'Vpc' } } },
      AclOfPublic: { Type: 'AWS::EC2::SubnetNetworkAclAssociation', Properties: { SubnetId: { Ref: 'Public' }, NetworkAclId: { Ref: 'Acl' } } },
      Out: rule(true, 100, 'allow', { PortRange: { From: 0, To: 65535 } }),
      NoRdp: rule(false, 90, 'deny', { PortRange: { From: 3389, To: 3389 } }),
      In: rule(false, 100, 'allow', { PortRange: { From: 0, To: 65535 } }),
    } satisfies Resources);
  }));
  expect(host.verdict).toBe('unknown');
  expect(host.unknowns.map((point) => `${point.what}: ${point.why}`)).toEqual(
    ['which of the ports 1024-65535 and of the addresses of the public service the packets have: network ACL Acl of subnet Public allows only part of inbound TCP 1024-65535']);
  expect(findings(host).map((f) => f.message)).toEqual([expect.not.stringContaining('in some of the places')]);
});

describe('VPC Block Public Access', () => {
  const block = (mode: string) => (t: Template) => { t.Resources.Block = { Type: 'AWS::EC2::VPCBlockPublicAccessOptions', Properties: { InternetGatewayBlockMode: mode } }; };
  test.each<[string, () => Template, string, string]>([
    ['bidirectional', publicSubnet, 'block-bidirectional', 'never'],
    ['bidirectional behind a NAT gateway', natSubnet, 'block-bidirectional', 'never'],
    ['ingress only', publicSubnet, 'block-ingress', 'never'],
    ['ingress only behind a NAT gateway', natSubnet, 'block-ingress', 'ready'],
    ['by endpoints', isolated, 'block-bidirectional', 'ready'],
  ])('%s', (_, make, mode, expected) => {
    expect(verdict(make(), block(mode))[0]).toBe(expected);
  });

  // The last two columns: allow-bidirectional, allow-egress (https://docs.aws.amazon.com/vpc/latest/userguide/security-vpc-bpa-example.html).
  test.each<[string, () => Template, string, string, string]>([
    ['bidirectional', publicSubnet, 'block-bidirectional', 'ready', 'never'],
    ['bidirectional behind a NAT gateway', natSubnet, 'block-bidirectional', 'ready', 'ready'],
    ['ingress only', publicSubnet, 'block-ingress', 'ready', 'never'],
    ['ingress only behind a NAT gateway', natSubnet, 'block-ingress', 'ready', 'ready'],
  ])('an exclusion of the VPC: %s', (_, make, mode, both, egress) => {
    const exclude = (exclusionMode: unknown) => (t: Template) => {
      block(mode)(t);
      t.Resources.Exclude = { Type: 'AWS::EC2::VPCBlockPublicAccessExclusion', Properties: { VpcId: { Ref: 'Vpc' }, InternetGatewayExclusionMode: exclusionMode } };
    };
    expect(verdict(make(), exclude('allow-bidirectional'))).toEqual(['ready']);
    expect(verdict(make(), exclude('allow-egress'))[0]).toBe(egress);
    expect(verdict(make(), exclude({ 'Fn::ImportValue': 'mode' }))[0]).toBe(egress === both ? both : 'unknown');
  });
});

describe('names', () => {
  const zone = (name: unknown, vpc: unknown) => ({ Type: 'AWS::Route53::HostedZone', Properties: { Name: name, VPCs: [{ VPCId: vpc, VPCRegion: 'us-east-1' }] } });
  test.each<[string, Resources, string]>([
    ['a private hosted zone for the service', { Zone: zone({ 'Fn::Sub': 'ssm.${AWS::Region}.amazonaws.com' }, { Ref: 'Vpc' }) }, 'unknown'],
    ['one for all of AWS', { Zone: zone('amazonaws.com.', { Ref: 'Vpc' }) }, 'unknown'],
    ['one for another service', { Zone: zone('s3.us-east-1.amazonaws.com', { Ref: 'Vpc' }) }, 'ready'],
    ['one of another VPC', { Other: { Type: 'AWS::EC2::VPC' }, Zone: zone('ssm.us-east-1.amazonaws.com', { Ref: 'Other' }) }, 'ready'],
    ['a company\'s own zone', { Zone: zone('corp.example.com', { Ref: 'Vpc' }) }, 'ready'],
    ['a DNS firewall', { Wall: { Type: 'AWS::Route53Resolver::FirewallRuleGroupAssociation', Properties: { VpcId: { Ref: 'Vpc' } } } }, 'unknown'],
    ['name servers of one\'s own', {
      Options: { Type: 'AWS::EC2::DHCPOptions', Properties: { DomainNameServers: ['10.0.0.9'] } },
      Use: { Type: 'AWS::EC2::VPCDHCPOptionsAssociation', Properties: { VpcId: { Ref: 'Vpc' }, DhcpOptionsId: { Ref: 'Options' } } },
    }, 'unknown'],
    ['Amazon\'s name server by DHCP options', {
      Options: { Type: 'AWS::EC2::DHCPOptions', Properties: { DomainNameServers: ['AmazonProvidedDNS'] } },
      Use: { Type: 'AWS::EC2::VPCDHCPOptionsAssociation', Properties: { VpcId: { Ref: 'Vpc' }, DhcpOptionsId: { Ref: 'Options' } } },
    }, 'ready'],
  ])('%s', (_, more, expected) => {
    expect(verdict(publicSubnet(), (t) => Object.assign(t.Resources, more))[0]).toBe(expected);
  });
});

describe('groups of hosts', () => {
  const group = (subnets: string[]) => (t: Template) => {
    const { SubnetId, SecurityGroupIds, IamInstanceProfile, ImageId } = props(t, 'Host');
    void SubnetId;
    t.Resources.Template = { Type: 'AWS::EC2::LaunchTemplate', Properties: { LaunchTemplateData: { ImageId, SecurityGroupIds, IamInstanceProfile: { Arn: { 'Fn::GetAtt': [(IamInstanceProfile as { Ref: string }).Ref, 'Arn'] } } } } };
    t.Resources.Host = { Type: 'AWS::AutoScaling::AutoScalingGroup', Properties: { LaunchTemplate: { LaunchTemplateId: { Ref: 'Template' }, Version: '1' }, VPCZoneIdentifier: subnets.map((Ref) => ({ Ref })) } };
  };

  test('all subnets work: ready; none: never; some: unknown with a finding that names the fault', () => {
    expect(verdict(natSubnet(), group(['Private', 'Public']))).toEqual(['ready']);
    expect(verdict(natSubnet(), (t) => { group(['Private'])(t); delete t.Resources.PrivateRoute; })[0]).toBe('never');
    const mixed = judgeHost(mutate(natSubnet(), (t) => { group(['Private', 'Public'])(t); delete t.Resources.PrivateRoute; }));
    expect(mixed.verdict).toBe('unknown');
    const [finding] = findings(mixed);
    expect([finding.id, finding.code, finding.message.includes('Private')]).toEqual(['PlacementsDiffer', 'NO_ROUTE_TO_DESTINATION', true]);
  });

  test.each([
    ['a joined text in a list', [{ 'Fn::Join': [',', [{ Ref: 'Private' }, { Ref: 'Public' }]] }]],
    ['a text with blanks', [{ 'Fn::Sub': '${Private}, ${Public}' }]],
    ['a text by itself', { 'Fn::Join': [',', [{ Ref: 'Private' }, { Ref: 'Public' }]] }],
  ])('subnets may be listed in %s', (_what, zones) => {
    const listed = (change: (t: Template) => void = () => {}) => judgeHost(mutate(natSubnet(), (t) => { group([])(t); props(t, 'Host').VPCZoneIdentifier = zones; change(t); }));
    expect(listed().verdict).toBe('ready');
    expect(findings(listed((t) => { delete t.Resources.PrivateRoute; }))[0].id).toBe('PlacementsDiffer');
    expect(findings(listed((t) => { delete t.Resources.PublicRoute; }))[0].message).toContain('Public');
  });

  test('a launch template in use is no host, an unused one is, and never more than unknown', () => {
    const used = judgeTemplates({ t: mutate(natSubnet(), group(['Private'])) });
    expect(used.hosts.map((h) => h.type)).toEqual(['AWS::AutoScaling::AutoScalingGroup']);
    const unused = judgeTemplates({ t: mutate(natSubnet(), (t) => { group(['Private'])(t); delete t.Resources.Host; delete (props(t, 'Template').LaunchTemplateData as Record<string, unknown>).IamInstanceProfile; }) });
    expect(unused.hosts.map((h) => [h.type, h.verdict])).toEqual([['AWS::EC2::LaunchTemplate', 'unknown']]);
  });
});
