import { isolated, mutate, Resources, TRUST } from '../../helpers/templates';

const ref = (id: string) => ({ Ref: id });
const att = (id: string, name: string) => ({ 'Fn::GetAtt': [id, name] });
const AL2023 = '{{resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64}}';

function vpc(id: string, cidr: string): Resources {
  return { [id]: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: cidr, EnableDnsHostnames: true, EnableDnsSupport: true } } };
}

function subnet(id: string, vpcId: string, cidr: string, zone: string, isPublic = false): Resources {
  return {
    [id]: { Type: 'AWS::EC2::Subnet', Properties: { VpcId: ref(vpcId), CidrBlock: cidr, AvailabilityZone: zone, MapPublicIpOnLaunch: isPublic } },
    [`${id}Table`]: { Type: 'AWS::EC2::RouteTable', Properties: { VpcId: ref(vpcId) } },
    [`${id}Association`]: { Type: 'AWS::EC2::SubnetRouteTableAssociation', Properties: { SubnetId: ref(id), RouteTableId: ref(`${id}Table`) } },
  };
}

function route(id: string, target: Record<string, unknown>): Resources {
  return { [`${id}Route`]: { Type: 'AWS::EC2::Route', Properties: { RouteTableId: ref(`${id}Table`), DestinationCidrBlock: '0.0.0.0/0', ...target } } };
}

function group(id: string, vpcId: string, properties: Record<string, unknown> = {}): Resources {
  return { [id]: { Type: 'AWS::EC2::SecurityGroup', Properties: { GroupDescription: id, VpcId: ref(vpcId), ...properties } } };
}

function endpoint(id: string, service: string, vpcId: string, subnets: string[]): Resources {
  return {
    [id]: {
      Type: 'AWS::EC2::VPCEndpoint',
      Properties: {
        VpcId: ref(vpcId), VpcEndpointType: 'Interface', ServiceName: `com.amazonaws.us-east-1.${service}`, PrivateDnsEnabled: true, SubnetIds: subnets.map(ref), SecurityGroupIds: [att('EndpointGroup', 'GroupId')],
      },
    },
  };
}

function instance(id: string, subnetId: unknown, groupId: string, profile = true): Resources {
  return {
    [id]: {
      Type: 'AWS::EC2::Instance',
      Properties: { ImageId: AL2023, SubnetId: typeof subnetId === 'string' ? ref(subnetId) : subnetId, SecurityGroupIds: [att(groupId, 'GroupId')], ...(profile ? { IamInstanceProfile: ref('Profile') } : {}) },
    },
  };
}

const role: Resources = {
  Role: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: TRUST, ManagedPolicyArns: ['arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore'] } },
  Profile: { Type: 'AWS::IAM::InstanceProfile', Properties: { Roles: [ref('Role')] } },
};

/** Two VPCs and most of what can go wrong in them. */
export function faults(): Record<string, unknown> {
  return {
    Parameters: { PartnerSubnet: { Type: 'AWS::EC2::Subnet::Id' } },
    Resources: {
      ...role,
      ...vpc('Shop', '10.0.0.0/16'),
      ...subnet('AppA', 'Shop', '10.0.0.0/24', 'us-east-1a'),
      ...subnet('AppB', 'Shop', '10.0.1.0/24', 'us-east-1b'),
      ...subnet('EndpointsA', 'Shop', '10.0.2.0/24', 'us-east-1a'),
      ...subnet('EndpointsB', 'Shop', '10.0.3.0/24', 'us-east-1b'),
      ...group('AppGroup', 'Shop'),
      ...group('BatchGroup', 'Shop', { SecurityGroupEgress: [{ IpProtocol: 'tcp', FromPort: 5432, ToPort: 5432, CidrIp: '10.0.0.0/16' }] }),
      ...group('OfficeGroup', 'Shop'),
      ...group('EndpointGroup', 'Shop', { SecurityGroupIngress: ['AppGroup', 'BatchGroup'].map((id) => ({ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, SourceSecurityGroupId: att(id, 'GroupId') })) }),
      ...endpoint('SsmEndpoint', 'ssm', 'Shop', ['EndpointsA', 'EndpointsB']),
      ...endpoint('MessagesEndpoint', 'ssmmessages', 'Shop', ['EndpointsA', 'EndpointsB']),
      WebTemplate: { Type: 'AWS::EC2::LaunchTemplate', Properties: { LaunchTemplateData: { ImageId: AL2023, IamInstanceProfile: { Arn: att('Profile', 'Arn') }, SecurityGroupIds: [att('AppGroup', 'GroupId')] } } },
      Web: {
        Type: 'AWS::AutoScaling::AutoScalingGroup',
        Properties: { VPCZoneIdentifier: [ref('AppA'), ref('AppB')], MinSize: '2', MaxSize: '4', LaunchTemplate: { LaunchTemplateId: ref('WebTemplate'), Version: att('WebTemplate', 'LatestVersionNumber') } },
      },
      ...instance('Batch', 'AppA', 'BatchGroup'),
      ...instance('Office', 'AppB', 'OfficeGroup'),
      ...instance('Import', 'AppB', 'AppGroup', false),
      ...vpc('Legacy', '10.1.0.0/16'),
      Internet: { Type: 'AWS::EC2::InternetGateway' },
      Attachment: { Type: 'AWS::EC2::VPCGatewayAttachment', Properties: { VpcId: ref('Legacy'), InternetGatewayId: ref('Internet') } },
      ...subnet('Public', 'Legacy', '10.1.0.0/24', 'us-east-1a', true),
      ...route('Public', { GatewayId: ref('Internet') }),
      Address: { Type: 'AWS::EC2::EIP', Properties: { Domain: 'vpc' } },
      Nat: { Type: 'AWS::EC2::NatGateway', Properties: { SubnetId: ref('Public'), AllocationId: att('Address', 'AllocationId') } },
      ...subnet('Private', 'Legacy', '10.1.1.0/24', 'us-east-1a'),
      ...route('Private', { NatGatewayId: ref('Nat') }),
      ...subnet('Lost', 'Legacy', '10.1.2.0/24', 'us-east-1b'),
      ...group('LegacyGroup', 'Legacy'),
      ...instance('Jump', 'Public', 'LegacyGroup'),
      ...instance('Worker1', 'Private', 'LegacyGroup'),
      ...instance('Worker2', 'Private', 'LegacyGroup'),
      ...instance('Worker3', 'Private', 'LegacyGroup'),
      ...instance('Stranded', 'Lost', 'LegacyGroup'),
      ...instance('Partner', { Ref: 'PartnerSubnet' }, 'LegacyGroup'),
    },
  };
}

export const allWell = (): Record<string, unknown> => isolated();

export const noHosts = (): Record<string, unknown> => ({ Resources: { Topic: { Type: 'AWS::SNS::Topic' } } });

/** Names that try to be markup, terminal commands, Markdown, mentions or the other way around. */
export const HOSTILE = [
  '</script><script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  'a\'b`c${d}\\',
  '\u001b[31mred\u0007',
  'line\nbreak\r\u2028x',
  '\u202egnp.exe\u2066',
  '| a | [b](http://evil.example) | @everyone #1 |',
  ']]><!--&lt;&#0;',
];

export function hostile(): Record<string, unknown> {
  return mutate(isolated(), (t) => {
    const { Host } = t.Resources;
    delete t.Resources.Host;
    HOSTILE.forEach((name, i) => {
      t.Resources[name] = structuredClone(Host);
      if (i % 2 === 0) delete t.Resources[name].Properties!.IamInstanceProfile;
      else t.Resources[name].Properties!.SecurityGroupIds = [{ 'Fn::GetAtt': [`Group ${name}`, 'GroupId'] }];
      if (i % 2 === 1) t.Resources[`Group ${name}`] = { Type: 'AWS::EC2::SecurityGroup', Properties: { GroupDescription: name, VpcId: { Ref: 'Vpc' } } };
    });
  });
}

/** So many hosts in a few subnets. */
export function fleet(count: number): Record<string, unknown> {
  const template = faults() as { Resources: Resources };
  for (let i = 0; i < count; i++) {
    Object.assign(template.Resources, i % 50 === 7 ? instance(`Node${i}`, 'Lost', 'LegacyGroup') : instance(`Node${i}`, ['AppA', 'AppB', 'Private'][i % 3], i % 3 === 2 ? 'LegacyGroup' : i % 20 === 1 ? 'OfficeGroup' : 'AppGroup'));
  }
  return template;
}
