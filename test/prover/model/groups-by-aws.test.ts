import { codes, judgeHost } from '../../helpers/judge';
import { isolated, mutate, publicSubnet, Resources } from '../../helpers/templates';

/** Security groups that AWS makes. */
describe('the cluster security group of EKS', () => {
  const nodes = (type: string) => mutate(isolated(), (t) => {
    delete t.Resources.Host;
    Object.assign(t.Resources, {
      Cluster: { Type: type, Properties: { ServiceToken: 'arn:aws:lambda:eu-west-1:111111111111:function:f', Config: { resourcesVpcConfig: { subnetIds: [{ Ref: 'HostSubnet' }] } } } },
      Nodes: { Type: 'AWS::EKS::Nodegroup', Properties: { ClusterName: { Ref: 'Cluster' }, NodeRole: { 'Fn::GetAtt': ['Role', 'Arn'] }, Subnets: [{ Ref: 'HostSubnet' }], AmiType: 'AL2023_x86_64_STANDARD' } },
    } satisfies Resources);
    t.Resources.EndpointGroup.Properties!.SecurityGroupIngress = [{ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, SourceSecurityGroupId: { 'Fn::GetAtt': ['Cluster', 'ClusterSecurityGroupId'] } }];
  });

  test.each(['AWS::EKS::Cluster', 'Custom::AWSCDK-EKS-Cluster'])('of %s lets all out, and is known by its attribute', (type) => {
    expect(judgeHost(nodes(type))).toMatchObject({ verdict: 'ready' });
    expect(codes(judgeHost(mutate(nodes(type), (t) => { t.Resources.EndpointGroup.Properties!.SecurityGroupIngress = []; })))).toEqual(['EndpointIngressBlocked/ENI_SG_RULES_MISMATCH']);
  });

  test('of another custom resource nobody knows', () => {
    expect(judgeHost(nodes('Custom::Cluster')).verdict).toBe('unknown');
  });
});

describe('the default security group of a VPC', () => {
  /** Out by IPv6 alone, the agent told so. */
  const overIpv6 = (change: (t: { Resources: Resources }) => void = () => undefined) => mutate(publicSubnet(), (t) => {
    const [vpc, subnet] = [Object.keys(t.Resources).find((id) => t.Resources[id].Type === 'AWS::EC2::VPC')!, Object.keys(t.Resources).find((id) => t.Resources[id].Type === 'AWS::EC2::Subnet')!];
    const route = Object.values(t.Resources).find((r) => r.Type === 'AWS::EC2::Route')!;
    t.Resources.Block = { Type: 'AWS::EC2::VPCCidrBlock', Properties: { VpcId: { Ref: vpc }, AmazonProvidedIpv6CidrBlock: true } };
    t.Resources.EgressOnly = { Type: 'AWS::EC2::EgressOnlyInternetGateway', Properties: { VpcId: { Ref: vpc } } };
    route.Properties = { RouteTableId: route.Properties!.RouteTableId, DestinationIpv6CidrBlock: '::/0', EgressOnlyInternetGatewayId: { Ref: 'EgressOnly' } };
    Object.assign(t.Resources[subnet].Properties!, { Ipv6CidrBlock: { 'Fn::Select': [2, { 'Fn::Cidr': [{ 'Fn::Select': [0, { 'Fn::GetAtt': [vpc, 'Ipv6CidrBlocks'] }] }, 256, 64] }] }, AssignIpv6AddressOnCreation: true, MapPublicIpOnLaunch: false });
    const host = t.Resources.Host.Properties!;
    delete host.SecurityGroupIds;
    delete host.NetworkInterfaces;
    Object.assign(host, { SubnetId: { Ref: subnet }, UserData: { 'Fn::Base64': '#!/bin/bash\necho \'{"Agent":{"UseDualStackEndpoint":true}}\' > /etc/amazon/ssm/amazon-ssm-agent.json\nsystemctl restart amazon-ssm-agent\n' } });
    change(t);
  });

  test('lets IPv6 out where the VPC has a block of it', () => {
    expect(judgeHost(overIpv6()).verdict).toBe('ready');
    // Unless CDK takes its rules away; and what a group does that CloudFormation makes without rules is not documented.
    const vpc = Object.keys(publicSubnet().Resources).find((id) => publicSubnet().Resources[id].Type === 'AWS::EC2::VPC')!;
    expect(judgeHost(overIpv6((t) => { t.Resources.Strip = { Type: 'Custom::VpcRestrictDefaultSG', Properties: { ServiceToken: 'arn', DefaultSecurityGroupId: { 'Fn::GetAtt': [vpc, 'DefaultSecurityGroup'] } } }; })).verdict).toBe('never');
    expect(judgeHost(overIpv6((t) => {
      t.Resources.Own = { Type: 'AWS::EC2::SecurityGroup', Properties: { GroupDescription: 'own', VpcId: { Ref: vpc } } };
      t.Resources.Host.Properties!.SecurityGroupIds = [{ 'Fn::GetAtt': ['Own', 'GroupId'] }];
    })).verdict).toBe('unknown');
  });
});
