/** Attributes that are the same thing as `Ref`: the physical id under another name. */
export const SAME_AS_REF: Readonly<Record<string, readonly string[]>> = {
  'AWS::AutoScaling::LaunchConfiguration': ['LaunchConfigurationName'],
  'AWS::EC2::DHCPOptions': ['DhcpOptionsId'],
  'AWS::EC2::EgressOnlyInternetGateway': ['Id'],
  'AWS::EC2::Instance': ['InstanceId'],
  'AWS::EC2::InternetGateway': ['InternetGatewayId'],
  'AWS::EC2::LaunchTemplate': ['LaunchTemplateId'],
  'AWS::EC2::NatGateway': ['NatGatewayId'],
  'AWS::EC2::NetworkAcl': ['Id'],
  'AWS::EC2::NetworkInterface': ['Id'],
  'AWS::EC2::PrefixList': ['PrefixListId'],
  'AWS::EC2::RouteTable': ['RouteTableId'],
  'AWS::EC2::SecurityGroup': ['GroupId', 'Id'],
  'AWS::EC2::Subnet': ['SubnetId'],
  'AWS::EC2::TransitGateway': ['Id'],
  'AWS::EC2::VPC': ['VpcId'],
  'AWS::EC2::VPCEndpoint': ['Id'],
  'AWS::EC2::TransitGatewayAttachment': ['Id'],
  'AWS::EC2::TransitGatewayRouteTable': ['TransitGatewayRouteTableId'],
  'AWS::EC2::TransitGatewayVpcAttachment': ['Id'],
  'AWS::EC2::VPCPeeringConnection': ['Id'],
  'AWS::IAM::ManagedPolicy': ['PolicyArn'],
};

/** Attributes that repeat one of the resource's own properties. */
export const SAME_AS_PROPERTY: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'AWS::EC2::VPC': { CidrBlock: 'CidrBlock' },
  'AWS::EC2::Subnet': { CidrBlock: 'CidrBlock', AvailabilityZone: 'AvailabilityZone', VpcId: 'VpcId', OutpostArn: 'OutpostArn' },
  'AWS::EC2::Instance': { AvailabilityZone: 'AvailabilityZone' },
  'AWS::EC2::SecurityGroup': { VpcId: 'VpcId' },
  'AWS::EC2::NetworkInterface': { VpcId: 'VpcId', SubnetId: 'SubnetId' },
};
