import { codes, judgeHost, judgeTemplates } from '../../helpers/judge';
import { acl, isolated, mutate, natSubnet, publicSubnet, Resources } from '../../helpers/templates';

type Template = { Resources: Resources };
type Change = (resources: Resources) => void;
const ref = (id: string) => ({ Ref: id });
const verdictOf = (template: Template, change: Change) => {
  const host = judgeHost(mutate(template, (t) => change(t.Resources)));
  return [host.verdict, codes(host)[0]];
};

describe('what a template hands to something whose doing it does not show', () => {
  const withoutEndpoints: Change = (r) => {
    delete r.Ssm;
    delete r.SsmMessages;
  };
  test.each<[string, string, Record<string, unknown>, string]>([
    ['a custom resource, the VPC', 'Custom::CreateEndpoints', { VpcId: ref('Vpc') }, 'unknown'],
    ['a custom resource, the subnet', 'Custom::CreateEndpoints', { SubnetIds: [ref('HostSubnet')] }, 'unknown'],
    ['a product of Service Catalog, the VPC', 'AWS::ServiceCatalog::CloudFormationProvisionedProduct', { ProvisioningParameters: [{ Key: 'Vpc', Value: ref('Vpc') }] }, 'unknown'],
    ['a stack set, the VPC', 'AWS::CloudFormation::StackSet', { Parameters: [{ ParameterKey: 'Vpc', ParameterValue: ref('Vpc') }] }, 'unknown'],
    ['a custom resource, nothing of the network', 'Custom::CreateEndpoints', { Role: ref('Profile') }, 'never'],
    ['what takes the rules of the default group away', 'Custom::VpcRestrictDefaultSG', { DefaultSecurityGroupId: { 'Fn::GetAtt': ['Vpc', 'DefaultSecurityGroup'] } }, 'never'],
  ])('%s', (_, Type, Properties, verdict) => {
    expect(verdictOf(isolated(), (r) => {
      withoutEndpoints(r);
      r.Other = { Type, Properties };
    })[0]).toBe(verdict);
  });

  const blocked = { Statement: [{ Effect: 'Allow', Principal: '*', Action: 's3:*', Resource: '*' }] };
  const updates: Change = (r) => { r.Updater = { Type: 'Custom::VpcEndpointUpdater', Properties: { VpcEndpointId: ref('Ssm') } }; };
  test('an endpoint may get another policy by it', () => {
    const blocks: Change = (r) => { r.Ssm.Properties!.PolicyDocument = blocked; };
    expect(verdictOf(isolated(), blocks)).toEqual(['never', 'EndpointPolicyBlocks/ENDPOINT_POLICY_LACKS_ACTION']);
    expect(verdictOf(isolated(), (r) => { blocks(r); updates(r); })).toEqual(['unknown', 'HostNotProven/NOT_PROVEN']);
  });

  test('and private DNS, if it is the endpoint of the service', () => {
    const off: Change = (r) => { r.Ssm.Properties!.PrivateDnsEnabled = false; };
    expect(verdictOf(isolated(), off)[0]).toBe('never');
    expect(verdictOf(isolated(), (r) => { off(r); updates(r); })[0]).toBe('unknown');
    expect(verdictOf(isolated(), (r) => { off(r); updates(r); r.Updater.Properties = { VpcEndpointId: ref('SsmMessages') }; })[0]).toBe('never');
  });

  test.each([['Custom::AWSCDK-EKS-KubernetesResource', 'never'], ['Custom::AWSCDK-EKS-HelmChart', 'never'], ['Custom::AWSCDK-EKS-Cluster', 'unknown']])('a role that %s is handed', (Type, verdict) => {
    expect(verdictOf(isolated(), (r) => {
      delete r.Role.Properties!.ManagedPolicyArns;
      r.Manifest = { Type, Properties: { Manifest: { 'Fn::Join': ['', ['[', { 'Fn::GetAtt': ['Role', 'Arn'] }, ']']] } } };
    })[0]).toBe(verdict);
  });
});

describe('a list of groups that is empty is none: the default group of the VPC lets everything out', () => {
  const closed: Change = (r) => { r.HostGroup.Properties!.SecurityGroupEgress = [{ IpProtocol: 'tcp', FromPort: 22, ToPort: 22, CidrIp: '0.0.0.0/0' }]; };
  test.each<[string, Change]>([
    ['of an instance', (r) => { r.Host.Properties!.SecurityGroupIds = []; }],
    ['emptied by a condition', (r) => { r.Host.Properties!.SecurityGroupIds = [ref('AWS::NoValue')]; }],
    ['of an interface', (r) => {
      const { SubnetId } = r.Host.Properties!;
      delete r.Host.Properties!.SubnetId;
      delete r.Host.Properties!.SecurityGroupIds;
      r.Host.Properties!.NetworkInterfaces = [{ DeviceIndex: '0', SubnetId, GroupSet: [] }];
    }],
    ['of an interface that is made', (r) => {
      const { SubnetId } = r.Host.Properties!;
      delete r.Host.Properties!.SubnetId;
      delete r.Host.Properties!.SecurityGroupIds;
      r.Interface = { Type: 'AWS::EC2::NetworkInterface', Properties: { SubnetId } };
      r.Host.Properties!.NetworkInterfaces = [{ DeviceIndex: '0', NetworkInterfaceId: ref('Interface') }];
    }],
  ])('%s', (_, change) => {
    const admit: Change = (r) => { r.EndpointGroup.Properties!.SecurityGroupIngress = [{ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIp: '10.0.0.0/8' }]; };
    expect(verdictOf(isolated(), (r) => { admit(r); closed(r); })[0]).toBe('never');
    expect(verdictOf(isolated(), (r) => { admit(r); closed(r); change(r); })[0]).toBe('ready');
  });
});

describe('routes', () => {
  test('an egress-only gateway takes no IPv4 packets', () => {
    expect(verdictOf(publicSubnet(), () => {})[0]).toBe('ready');
    const way = Object.entries(publicSubnet().Resources).find(([, r]) => r.Type === 'AWS::EC2::Route')![0];
    expect(verdictOf(publicSubnet(), (r) => {
      delete r[way].Properties!.GatewayId;
      r.Egress = { Type: 'AWS::EC2::EgressOnlyInternetGateway', Properties: { VpcId: ref('Vpc') } };
      r[way].Properties!.EgressOnlyInternetGatewayId = ref('Egress');
    })[0]).toBe('never');
  });

  test('a route server may put any into a table', () => {
    const cut: Change = (r) => { for (const id in r) if (r[id].Type === 'AWS::EC2::Route' && r[id].Properties!.NatGatewayId) delete r[id]; };
    const table = Object.entries(natSubnet().Resources).find(([, r]) => r.Type === 'AWS::EC2::Route' && r.Properties!.NatGatewayId)![1].Properties!.RouteTableId;
    expect(verdictOf(natSubnet(), cut)[0]).toBe('never');
    expect(verdictOf(natSubnet(), (r) => { cut(r); r.Served = { Type: 'AWS::EC2::RouteServerPropagation', Properties: { RouteServerId: 'rs-0123456789abcdef0', RouteTableId: table } }; })[0]).toBe('unknown');
  });
});

test('the subnets of a Spot fleet are listed with blanks behind the commas, as AWS writes them', () => {
  const fleet = (between: string) => verdictOf(isolated(), (r) => {
    const { ImageId, SubnetId, SecurityGroupIds, IamInstanceProfile } = r.Host.Properties as Record<string, { Ref: string }>;
    r.Host = {
      Type: 'AWS::EC2::SpotFleet',
      Properties: { SpotFleetRequestConfigData: { IamFleetRole: 'arn:aws:iam::111111111111:role/fleet', TargetCapacity: 1, LaunchSpecifications: [{
        ImageId, SubnetId: { 'Fn::Sub': `\${${SubnetId.Ref}}${between}\${${SubnetId.Ref}}` }, SecurityGroups: (SecurityGroupIds as unknown as unknown[]).map((GroupId) => ({ GroupId })),
        IamInstanceProfile: { Arn: { 'Fn::GetAtt': [IamInstanceProfile.Ref, 'Arn'] } },
      }] } },
    };
  });
  expect([fleet(','), fleet(', ')]).toEqual([['ready', undefined], ['ready', undefined]]);
});

describe('what user data says of the agent', () => {
  const told = (template: Template, lines: string[], change: Change = () => {}) => verdictOf(template, (r) => {
    change(r);
    r.Host.Properties!.UserData = { 'Fn::Base64': ['#!/bin/bash', ...lines].join('\n') };
  })[0];
  const ACTIVATION = ['amazon-ssm-agent -register -code x -id y -region eu-west-1'];
  test('a hybrid activation stands in for the profile and the metadata service, and for no way out', () => {
    const bare: Change = (r) => { delete r.Host.Properties!.IamInstanceProfile; };
    const deaf: Change = (r) => { r.Host.Properties!.MetadataOptions = { HttpEndpoint: 'disabled' }; };
    expect([told(isolated(), [], bare), told(isolated(), ACTIVATION, bare)]).toEqual(['never', 'unknown']);
    expect([told(isolated(), [], deaf), told(isolated(), ACTIVATION, deaf)]).toEqual(['never', 'unknown']);
    expect(told(isolated(), ACTIVATION, (r) => { delete r.Ssm; })).toBe('never');
    expect(told(isolated(), ACTIVATION)).toBe('ready');
  });

  test('other endpoints may lead where the names do not', () => {
    const OTHER = ['cat > /etc/amazon/ssm/amazon-ssm-agent.json <<EOF', '{"Ssm":{"Endpoint":"x"},"Mgs":{"Endpoint":"y"}}', 'EOF'];
    const off: Change = (r) => { r.Ssm.Properties!.PrivateDnsEnabled = false; };
    expect([told(isolated(), [], off), told(isolated(), OTHER, off), told(isolated(), OTHER)]).toEqual(['never', 'unknown', 'ready']);
  });
});

describe('an entry of a mapping that the Region chooses', () => {
  const chosen = (entries: unknown[], put: (r: Resources, value: unknown) => void) => verdictOf({
    Mappings: { Regions: Object.fromEntries(entries.map((entry, i) => [`xx-test-${i}`, { It: entry }])) },
    ...mutate(isolated(), (t) => put(t.Resources, { 'Fn::FindInMap': ['Regions', ref('AWS::Region'), 'It'] })),
  } as Template, () => {})[0];

  test.each<[string, unknown[], string]>([
    ['EC2 by the names of two partitions', ['ec2.amazonaws.com', 'ec2.amazonaws.com.cn'], 'ready'],
    ['lists with EC2 among others', [['ssm.amazonaws.com', 'ec2.amazonaws.com'], 'ec2.amazonaws.com.cn'], 'ready'],
    ['another service in one Region', ['ec2.amazonaws.com', 'lambda.amazonaws.com'], 'unknown'],
    ['another service everywhere', ['lambda.amazonaws.com', 'ecs.amazonaws.com'], 'never'],
  ])('who may assume the role: %s', (_, entries, verdict) => {
    expect(chosen(entries, (r, Service) => {
      r.Role.Properties!.AssumeRolePolicyDocument = { Statement: [{ Effect: 'Allow', Principal: { Service }, Action: 'sts:AssumeRole' }] };
    })).toBe(verdict);
  });

  test('or none of them, where a default stands in for a Region that the mapping does not have', () => {
    const template = mutate(isolated(), (t) => {
      const Service = { 'Fn::FindInMap': ['Regions', ref('AWS::Region'), 'It', { DefaultValue: 'lambda.amazonaws.com' }] };
      t.Resources.Role.Properties!.AssumeRolePolicyDocument = { Statement: [{ Effect: 'Allow', Principal: { Service }, Action: 'sts:AssumeRole' }] };
    });
    const Mappings = { Regions: { 'us-east-1': { It: 'ec2.amazonaws.com' }, 'cn-north-1': { It: 'ec2.amazonaws.com' } } };
    expect(judgeHost({ Transform: 'AWS::LanguageExtensions', Mappings, ...template }).verdict).toBe('unknown');
  });

  test.each<[string, unknown[], string]>([
    ['one policy by its ARNs of two partitions', ['arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore', 'arn:aws-cn:iam::aws:policy/AmazonSSMManagedInstanceCore'], 'ready'],
    ['another policy in one Region', ['arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore', 'arn:aws-cn:iam::aws:policy/AmazonS3FullAccess'], 'unknown'],
  ])('what it may do: %s', (_, entries, verdict) => {
    expect(chosen(entries, (r, arn) => { r.Role.Properties!.ManagedPolicyArns = [arn]; })).toBe(verdict);
  });
});

describe('what the hosts of a subnet share is that of no one host', () => {
  /** The first stands in either of two subnets, the second in one of them, in the worlds where the first does not. */
  const two = (subnet: string, second: string): Record<string, unknown> => ({
    Parameters: { A: { Type: 'String' } },
    Conditions: { IsA: { 'Fn::Equals': [ref('A'), 'a'] }, NotA: { 'Fn::Not': [{ Condition: 'IsA' }] } },
    ...mutate(natSubnet(), (t) => {
      const r = t.Resources;
      const { SubnetId, SecurityGroupIds, ...rest } = r.Host.Properties!;
      const [id] = Object.entries(r).find(([, { Type, Properties }]) => Type === 'AWS::EC2::SubnetRouteTableAssociation' && JSON.stringify(Properties!.SubnetId) === JSON.stringify(SubnetId))!;
      r.Barred = { Type: 'AWS::EC2::Subnet', Properties: { VpcId: ref('Vpc'), CidrBlock: '10.0.77.0/24', AvailabilityZone: 'eu-west-1a' } };
      r.BarredAssociation = { ...r[id], Properties: { ...r[id].Properties, SubnetId: ref('Barred') } };
      Object.assign(r, acl('Barred', [{ egress: true, allow: false }, { egress: false, allow: true }]));
      const places = { open: SubnetId, barred: ref('Barred') } as Record<string, unknown>;
      const other = subnet === 'open' ? 'barred' : 'open';
      r.Host = { Type: 'AWS::EC2::Instance', Properties: { ...rest, NetworkInterfaces: [{ DeviceIndex: '0', SubnetId: { 'Fn::If': ['IsA', places[subnet], places[other]] }, GroupSet: SecurityGroupIds }] } };
      r.Second = { Type: 'AWS::EC2::Instance', Condition: 'NotA', Properties: { ...rest, SubnetId: places[second], SecurityGroupIds } };
    }),
  });
  test.each([['open', 'open', 'ready'], ['barred', 'barred', 'never'], ['open', 'barred', 'never'], ['barred', 'open', 'ready']])('%s first, then %s: the second is %s', (first, second, verdict) => {
    const { hosts } = judgeTemplates({ 'template.json': two(first, second) });
    expect(hosts.map((h) => [h.logicalId, h.verdict])).toEqual([['Host', 'unknown'], ['Second', verdict]]);
  });
});

test('a host with addresses of both kinds, and endpoints that answer with one or both, one with a policy', () => {
  const template = mutate(isolated(), (t) => {
    const r = t.Resources;
    r.Block = { Type: 'AWS::EC2::VPCCidrBlock', Properties: { VpcId: ref('Vpc'), AmazonProvidedIpv6CidrBlock: true } };
    r.HostSubnet.Properties!.Ipv6CidrBlock = '2001:db8:0:1::/64';
    r.EndpointSubnet.Properties!.Ipv6CidrBlock = '2001:db8:0:2::/64';
    r.Host.Properties!.Ipv6AddressCount = 1;
    r.Both = { ...r.Ssm, Properties: { ...r.Ssm.Properties, IpAddressType: 'dualstack', PolicyDocument: { Statement: [{ Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' }] } } };
    r.HostGroup.Properties!.SecurityGroupEgress = [{ IpProtocol: '-1', CidrIpv6: '::/0' }];
    r.EndpointGroup.Properties!.SecurityGroupIngress = [{ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIpv6: '2001:db8::/32' }];
    r.SsmMessages.Properties!.IpAddressType = 'dualstack';
  });
  expect(judgeHost(template).verdict).toBe('ready');
});

describe('a route that is missing may be written while the stack runs', () => {
  const withoutRoute: Change = (r) => { delete r.PrivateRoute; delete r.Host.DependsOn; };
  const sub = (text: string) => ({ 'Fn::Base64': { 'Fn::Sub': text } });
  const launch = (UserData: unknown) => ({ Type: 'AWS::EC2::LaunchTemplate', Properties: { LaunchTemplateData: { ImageId: 'ami-12345678', UserData } } });
  const nat = (r: Resources, UserData: unknown) => {
    r.NatLaunch = launch(UserData);
    r.NatGroup = { Type: 'AWS::AutoScaling::AutoScalingGroup', Properties: { MinSize: '1', MaxSize: '1', LaunchTemplate: { LaunchTemplateId: ref('NatLaunch'), Version: '1' }, VPCZoneIdentifier: [ref('Public')] } };
  };
  const of = (change: Change) => judgeTemplates({ t: mutate(natSubnet(), (t) => { withoutRoute(t.Resources); change(t.Resources); }) }).hosts.find((h) => h.logicalId === 'Host')?.verdict;

  test.each<[string, Change, string]>([
    ['nothing', () => {}, 'never'],
    ['user data that names its table', (r) => nat(r, sub('#!/bin/bash\naws ec2 replace-route --route-table-id ${PrivateTable}')), 'unknown'],
    ['user data that finds it by a tag', (r) => nat(r, sub('#!/bin/bash\nT=$(aws ec2 describe-route-tables)\naws ec2 create-route --route-table-id $T')), 'unknown'],
    ['user data that names another table', (r) => nat(r, sub('#!/bin/bash\necho ${PublicTable}')), 'never'],
    ['user data that only looks', (r) => nat(r, sub('#!/bin/bash\naws ec2 describe-route-tables; aws ec2 create-route-table')), 'never'],
    ['a function', (r) => { r.Writer = { Type: 'AWS::Lambda::Function', Properties: { Environment: { Variables: { TABLE: ref('PrivateTable') } } } }; }, 'unknown'],
    ['a function with its code', (r) => { r.Writer = { Type: 'AWS::Lambda::Function', Properties: { Code: { ZipFile: 'ec2.create_route(RouteTableId=t)' } } }; }, 'unknown'],
    ['a function that does something else', (r) => { r.Writer = { Type: 'AWS::Lambda::Function', Properties: { Code: { ZipFile: 'ec2.create_route_table()' }, VpcConfig: { SubnetIds: [ref('Private')] } } }; }, 'never'],
    ['a document that an association runs', (r) => { r.Runs = { Type: 'AWS::SSM::Association', Properties: { Name: 'Mine', Parameters: { Table: [ref('PrivateTable')] } } }; }, 'unknown'],
  ])('%s', (_, change, verdict) => expect(of(change)).toBe(verdict));
});

describe('resources that are made out of sight', () => {
  const loop = (body: Record<string, unknown>): Change => (r) => { (r as Record<string, unknown>)['Fn::ForEach::Each'] = ['X', { Ref: 'Which' }, body]; };
  const withLoop = (template: Template, change: Change) => judgeTemplates({ t: { Transform: 'AWS::LanguageExtensions', Parameters: { Which: { Type: 'CommaDelimitedList' } }, ...mutate(template, (t) => change(t.Resources)) } }).hosts[0].verdict;
  const withoutRoute: Change = (r) => { delete r.PrivateRoute; delete r.Host.DependsOn; };

  test('a loop that cannot be written out may make what is missing', () => {
    expect(withLoop(natSubnet(), (r) => { withoutRoute(r); loop({ 'Route${X}': { Type: 'AWS::EC2::Route', Properties: {} } })(r); })).toBe('unknown');
    expect(withLoop(isolated(), (r) => { delete r.Ssm; delete r.Host.DependsOn; loop({ 'Endpoint${X}': { Type: 'AWS::EC2::VPCEndpoint', Properties: {} } })(r); })).toBe('unknown');
    expect(withLoop(isolated(), (r) => { delete r.Role.Properties!.ManagedPolicyArns; loop({ 'Fn::ForEach::Inner': ['Y', ['a'], { 'Policy${X}${Y}': { Type: 'AWS::IAM::Policy', Properties: {} } }] })(r); })).toBe('unknown');
    expect(withLoop(natSubnet(), (r) => { withoutRoute(r); loop({ 'Any${X}': { Type: 'AWS::${X}::Y' } })(r); })).toBe('unknown');
  });

  test('one that makes nothing of a network or role does not', () => {
    expect(withLoop(natSubnet(), (r) => { withoutRoute(r); loop({ 'Bucket${X}': { Type: 'AWS::S3::Bucket' } })(r); })).toBe('never');
  });

  test('an included template may', () => {
    const include = { Name: 'AWS::Include', Parameters: { Location: 's3://mine/x.yaml' } };
    const bare = mutate(natSubnet(), (t) => withoutRoute(t.Resources));
    const verdict = (data: unknown) => judgeTemplates({ t: data }).hosts[0].verdict;
    expect(verdict(bare)).toBe('never');
    expect(verdict({ ...bare, Resources: { ...bare.Resources, 'Fn::Transform': include } })).toBe('unknown');
    expect(verdict({ ...bare, Transform: include })).toBe('unknown');
    expect(verdict({ ...natSubnet(), Transform: include })).toBe('ready');
  });
});
