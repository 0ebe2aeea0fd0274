/** Small ready templates to break one thing in. */

export type Resources = Record<string, { Type: string; Properties?: Record<string, unknown>; [key: string]: unknown }>;

const ref = (id: string) => ({ Ref: id });
const att = (id: string, name: string) => ({ 'Fn::GetAtt': [id, name] });

export const TRUST = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }] };

/** Role, profile and instance in a subnet. */
export function host(subnetId: string, groups: string[] = ['HostGroup'], after: string[] = []): Resources {
  return {
    Role: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: TRUST, ManagedPolicyArns: ['arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore'] } },
    Profile: { Type: 'AWS::IAM::InstanceProfile', Properties: { Roles: [ref('Role')] } },
    Host: {
      Type: 'AWS::EC2::Instance',
      ...after.length > 0 ? { DependsOn: after } : {},
      Properties: {
        ImageId: '{{resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64}}',
        SubnetId: ref(subnetId),
        SecurityGroupIds: groups.map((g) => att(g, 'GroupId')),
        IamInstanceProfile: ref('Profile'),
      },
    },
  };
}

function endpoint(service: string, subnets: string[]): Resources[string] {
  return {
    Type: 'AWS::EC2::VPCEndpoint',
    Properties: {
      VpcId: ref('Vpc'),
      VpcEndpointType: 'Interface',
      ServiceName: { 'Fn::Sub': `com.amazonaws.\${AWS::Region}.${service}` },
      PrivateDnsEnabled: true,
      SubnetIds: subnets.map(ref),
      SecurityGroupIds: [att('EndpointGroup', 'GroupId')],
    },
  };
}

function vpc(): Resources {
  return { Vpc: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.0.0.0/16', EnableDnsHostnames: true, EnableDnsSupport: true } } };
}

function subnet(id: string, cidr: string, isPublic = false): Resources {
  return {
    [id]: { Type: 'AWS::EC2::Subnet', Properties: { VpcId: ref('Vpc'), CidrBlock: cidr, MapPublicIpOnLaunch: isPublic } },
    [`${id}Table`]: { Type: 'AWS::EC2::RouteTable', Properties: { VpcId: ref('Vpc') } },
    [`${id}Association`]: { Type: 'AWS::EC2::SubnetRouteTableAssociation', Properties: { SubnetId: ref(id), RouteTableId: ref(`${id}Table`) } },
  };
}

/** Isolated: host and endpoints each in a subnet of their own, groups paired both ways. */
export function isolated(endpointSubnets: string[] = ['EndpointSubnet']): { Resources: Resources } {
  return {
    Resources: {
      ...vpc(),
      ...subnet('HostSubnet', '10.0.0.0/24'),
      ...subnet('EndpointSubnet', '10.0.1.0/24'),
      HostGroup: { Type: 'AWS::EC2::SecurityGroup', Properties: { GroupDescription: 'host', VpcId: ref('Vpc'), SecurityGroupEgress: [{ IpProtocol: '-1', CidrIp: '0.0.0.0/0' }] } },
      EndpointGroup: {
        Type: 'AWS::EC2::SecurityGroup',
        Properties: { GroupDescription: 'endpoints', VpcId: ref('Vpc'), SecurityGroupIngress: [{ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, SourceSecurityGroupId: att('HostGroup', 'GroupId') }] },
      },
      Ssm: endpoint('ssm', endpointSubnets),
      SsmMessages: endpoint('ssmmessages', endpointSubnets),
      ...host('HostSubnet', ['HostGroup'], ['Ssm', 'SsmMessages']),
    },
  };
}

function internet(): Resources {
  return {
    Gateway: { Type: 'AWS::EC2::InternetGateway' },
    Attachment: { Type: 'AWS::EC2::VPCGatewayAttachment', Properties: { VpcId: ref('Vpc'), InternetGatewayId: ref('Gateway') } },
  };
}

/** Public: address on launch, route to the internet gateway. */
export function publicSubnet(): { Resources: Resources } {
  return {
    Resources: {
      ...vpc(),
      ...internet(),
      ...subnet('Public', '10.0.0.0/24', true),
      PublicRoute: { Type: 'AWS::EC2::Route', Properties: { RouteTableId: ref('PublicTable'), DestinationCidrBlock: '0.0.0.0/0', GatewayId: ref('Gateway') } },
      HostGroup: { Type: 'AWS::EC2::SecurityGroup', Properties: { GroupDescription: 'host', VpcId: ref('Vpc') } },
      ...host('Public', ['HostGroup'], ['PublicRoute']),
    },
  };
}

/** Private: default route to a NAT gateway in a public subnet. */
export function natSubnet(): { Resources: Resources } {
  return {
    Resources: {
      ...publicSubnet().Resources,
      ...subnet('Private', '10.0.1.0/24'),
      Address: { Type: 'AWS::EC2::EIP', Properties: { Domain: 'vpc' } },
      Nat: { Type: 'AWS::EC2::NatGateway', Properties: { SubnetId: ref('Public'), AllocationId: att('Address', 'AllocationId') } },
      PrivateRoute: { Type: 'AWS::EC2::Route', Properties: { RouteTableId: ref('PrivateTable'), DestinationCidrBlock: '0.0.0.0/0', NatGatewayId: ref('Nat') } },
      ...host('Private', ['HostGroup'], ['PrivateRoute']),
    },
  };
}

/** A network ACL on `subnetId` with numbered entries; `*` is everything. */
export function acl(subnetId: string, entries: { egress: boolean; allow: boolean; from?: number; to?: number; cidr?: string; protocol?: number }[]): Resources {
  const result: Resources = {
    Acl: { Type: 'AWS::EC2::NetworkAcl', Properties: { VpcId: ref('Vpc') } },
    AclAssociation: { Type: 'AWS::EC2::SubnetNetworkAclAssociation', Properties: { SubnetId: ref(subnetId), NetworkAclId: ref('Acl') } },
  };
  entries.forEach((e, i) => {
    result[`AclEntry${i}`] = {
      Type: 'AWS::EC2::NetworkAclEntry',
      Properties: {
        NetworkAclId: ref('Acl'),
        RuleNumber: 100 + i,
        Egress: e.egress,
        RuleAction: e.allow ? 'allow' : 'deny',
        CidrBlock: e.cidr ?? '0.0.0.0/0',
        Protocol: e.protocol ?? (e.from === undefined ? -1 : 6),
        ...(e.from === undefined ? {} : { PortRange: { From: e.from, To: e.to ?? e.from } }),
      },
    };
  });
  return result;
}

/** A deep copy to break something in. */
export function mutate<T>(template: T, change: (copy: T) => void): T {
  const copy = structuredClone(template);
  change(copy);
  return copy;
}
