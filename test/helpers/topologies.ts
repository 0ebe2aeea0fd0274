import { acl, host, isolated, natSubnet, publicSubnet, Resources } from './templates';

/** Ready templates of networks that take more than one VPC, an instance, or IPv6. */
export interface Template { Resources: Resources; [section: string]: unknown }

const ref = (id: string) => ({ Ref: id });
const att = (id: string, name: string) => ({ 'Fn::GetAtt': [id, name] });
const REGION = 'eu-west-1';

function vpcWith(id: string, cidr: string): Resources {
  return { [id]: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: cidr, EnableDnsHostnames: true, EnableDnsSupport: true } } };
}

function subnetIn(vpc: string, id: string, cidr: string, zone = 'eu-west-1a'): Resources {
  return {
    [id]: { Type: 'AWS::EC2::Subnet', Properties: { VpcId: ref(vpc), CidrBlock: cidr, AvailabilityZone: zone } },
    [`${id}Table`]: { Type: 'AWS::EC2::RouteTable', Properties: { VpcId: ref(vpc) } },
    [`${id}Association`]: { Type: 'AWS::EC2::SubnetRouteTableAssociation', Properties: { SubnetId: ref(id), RouteTableId: ref(`${id}Table`) } },
  };
}

function route(table: string, cidr: string, target: Record<string, unknown>): Resources[string] {
  return { Type: 'AWS::EC2::Route', Properties: { RouteTableId: ref(table), DestinationCidrBlock: cidr, ...target } };
}

/** Endpoints in a VPC of their own, without private DNS, named by private hosted zones of the host's VPC. */
function centralEndpoints(): Resources {
  const resources: Resources = {
    ...vpcWith('Spoke', '10.0.0.0/16'),
    ...vpcWith('Hub', '10.1.0.0/16'),
    ...subnetIn('Spoke', 'HostSubnet', '10.0.0.0/24'),
    ...subnetIn('Hub', 'HubSubnet', '10.1.0.0/24'),
    HostGroup: { Type: 'AWS::EC2::SecurityGroup', Properties: { GroupDescription: 'host', VpcId: ref('Spoke'), SecurityGroupEgress: [{ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIp: '10.1.0.0/16' }] } },
    EndpointGroup: {
      Type: 'AWS::EC2::SecurityGroup',
      Properties: { GroupDescription: 'endpoints', VpcId: ref('Hub'), SecurityGroupIngress: [{ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIp: '10.0.0.0/16' }] },
    },
    ...host('HostSubnet', ['HostGroup'], ['Ssm', 'SsmMessages', 'ToHub', 'ToSpoke']),
  };
  for (const [id, service] of [['Ssm', 'ssm'], ['SsmMessages', 'ssmmessages']]) {
    resources[id] = {
      Type: 'AWS::EC2::VPCEndpoint',
      Properties: {
        VpcId: ref('Hub'), VpcEndpointType: 'Interface', ServiceName: `com.amazonaws.${REGION}.${service}`, PrivateDnsEnabled: false, SubnetIds: [ref('HubSubnet')], SecurityGroupIds: [att('EndpointGroup', 'GroupId')],
      },
    };
    resources[`${id}Zone`] = { Type: 'AWS::Route53::HostedZone', Properties: { Name: `${service}.${REGION}.amazonaws.com`, VPCs: [{ VPCId: ref('Spoke'), VPCRegion: REGION }] } };
    const entry = { 'Fn::Split': [':', { 'Fn::Select': [0, att(id, 'DnsEntries')] }] };
    resources[`${id}Record`] = {
      Type: 'AWS::Route53::RecordSet',
      Properties: {
        HostedZoneId: ref(`${id}Zone`), Name: `${service}.${REGION}.amazonaws.com.`, Type: 'A', AliasTarget: { DNSName: { 'Fn::Select': [1, entry] }, HostedZoneId: { 'Fn::Select': [0, entry] } },
      },
    };
  }
  return resources;
}

/** Two peered VPCs: the host in one, the endpoints in the other. */
export function peered(): Template {
  return {
    Resources: {
      ...centralEndpoints(),
      Peering: { Type: 'AWS::EC2::VPCPeeringConnection', Properties: { VpcId: ref('Spoke'), PeerVpcId: ref('Hub') } },
      ToHub: route('HostSubnetTable', '10.1.0.0/16', { VpcPeeringConnectionId: ref('Peering') }),
      ToSpoke: route('HubSubnetTable', '10.0.0.0/16', { VpcPeeringConnectionId: ref('Peering') }),
    },
  };
}

function transitGateway(): Resources {
  return {
    Transit: { Type: 'AWS::EC2::TransitGateway', Properties: {} },
    SpokeAttachment: { Type: 'AWS::EC2::TransitGatewayAttachment', Properties: { TransitGatewayId: ref('Transit'), VpcId: ref('Spoke'), SubnetIds: [ref('HostSubnet')] } },
    HubAttachment: { Type: 'AWS::EC2::TransitGatewayAttachment', Properties: { TransitGatewayId: ref('Transit'), VpcId: ref('Hub'), SubnetIds: [ref('HubSubnet')] } },
  };
}

/** The same over a transit gateway with its default route table. */
export function transit(): Template {
  return {
    Resources: {
      ...centralEndpoints(),
      ...transitGateway(),
      ToHub: route('HostSubnetTable', '10.1.0.0/16', { TransitGatewayId: ref('Transit') }),
      ToSpoke: route('HubSubnetTable', '10.0.0.0/16', { TransitGatewayId: ref('Transit') }),
    },
  };
}

/** A transit gateway with a route table of its own for each side, by route and by propagation. */
export function transitTables(): Template {
  const { Resources: base } = transit();
  const table = (id: string, attachment: string): Resources => ({
    [id]: { Type: 'AWS::EC2::TransitGatewayRouteTable', Properties: { TransitGatewayId: ref('Transit') } },
    [`${id}Association`]: { Type: 'AWS::EC2::TransitGatewayRouteTableAssociation', Properties: { TransitGatewayRouteTableId: ref(id), TransitGatewayAttachmentId: ref(attachment) } },
  });
  return {
    Resources: {
      ...base,
      Transit: { Type: 'AWS::EC2::TransitGateway', Properties: { DefaultRouteTableAssociation: 'disable', DefaultRouteTablePropagation: 'disable' } },
      ...table('SpokeRoutes', 'SpokeAttachment'),
      ...table('HubRoutes', 'HubAttachment'),
      SpokeToHub: { Type: 'AWS::EC2::TransitGatewayRoute', Properties: { TransitGatewayRouteTableId: ref('SpokeRoutes'), DestinationCidrBlock: '10.1.0.0/16', TransitGatewayAttachmentId: ref('HubAttachment') } },
      HubLearns: { Type: 'AWS::EC2::TransitGatewayRouteTablePropagation', Properties: { TransitGatewayRouteTableId: ref('HubRoutes'), TransitGatewayAttachmentId: ref('SpokeAttachment') } },
    },
  };
}

/** Out to the internet by the NAT gateway of a VPC that others share. */
export function centralEgress(): Template {
  return {
    Resources: {
      ...vpcWith('Spoke', '10.0.0.0/16'),
      ...vpcWith('Hub', '10.1.0.0/16'),
      ...subnetIn('Spoke', 'HostSubnet', '10.0.0.0/24'),
      ...subnetIn('Hub', 'HubSubnet', '10.1.0.0/24'),
      ...subnetIn('Hub', 'PublicSubnet', '10.1.1.0/24'),
      HostGroup: { Type: 'AWS::EC2::SecurityGroup', Properties: { GroupDescription: 'host', VpcId: ref('Spoke') } },
      ...host('HostSubnet', ['HostGroup'], ['ToTransit', 'ToNat']),
      Transit: { Type: 'AWS::EC2::TransitGateway', Properties: { DefaultRouteTableAssociation: 'disable', DefaultRouteTablePropagation: 'disable' } },
      SpokeAttachment: { Type: 'AWS::EC2::TransitGatewayVpcAttachment', Properties: { TransitGatewayId: ref('Transit'), VpcId: ref('Spoke'), SubnetIds: [ref('HostSubnet')] } },
      HubAttachment: { Type: 'AWS::EC2::TransitGatewayVpcAttachment', Properties: { TransitGatewayId: ref('Transit'), VpcId: ref('Hub'), SubnetIds: [ref('HubSubnet')] } },
      SpokeRoutes: { Type: 'AWS::EC2::TransitGatewayRouteTable', Properties: { TransitGatewayId: ref('Transit') } },
      SpokeRoutesAssociation: { Type: 'AWS::EC2::TransitGatewayRouteTableAssociation', Properties: { TransitGatewayRouteTableId: ref('SpokeRoutes'), TransitGatewayAttachmentId: ref('SpokeAttachment') } },
      HubRoutes: { Type: 'AWS::EC2::TransitGatewayRouteTable', Properties: { TransitGatewayId: ref('Transit') } },
      HubRoutesAssociation: { Type: 'AWS::EC2::TransitGatewayRouteTableAssociation', Properties: { TransitGatewayRouteTableId: ref('HubRoutes'), TransitGatewayAttachmentId: ref('HubAttachment') } },
      Default: { Type: 'AWS::EC2::TransitGatewayRoute', Properties: { TransitGatewayRouteTableId: ref('SpokeRoutes'), DestinationCidrBlock: '0.0.0.0/0', TransitGatewayAttachmentId: ref('HubAttachment') } },
      HubLearns: { Type: 'AWS::EC2::TransitGatewayRouteTablePropagation', Properties: { TransitGatewayRouteTableId: ref('HubRoutes'), TransitGatewayAttachmentId: ref('SpokeAttachment') } },
      ToTransit: route('HostSubnetTable', '0.0.0.0/0', { TransitGatewayId: ref('Transit') }),
      ToNat: route('HubSubnetTable', '0.0.0.0/0', { NatGatewayId: ref('Nat') }),
      Gateway: { Type: 'AWS::EC2::InternetGateway' },
      Attachment: { Type: 'AWS::EC2::VPCGatewayAttachment', Properties: { VpcId: ref('Hub'), InternetGatewayId: ref('Gateway') } },
      ToInternet: route('PublicSubnetTable', '0.0.0.0/0', { GatewayId: ref('Gateway') }),
      Back: route('PublicSubnetTable', '10.0.0.0/16', { TransitGatewayId: ref('Transit') }),
      Address: { Type: 'AWS::EC2::EIP', Properties: { Domain: 'vpc' } },
      Nat: { Type: 'AWS::EC2::NatGateway', Properties: { SubnetId: ref('PublicSubnet'), AllocationId: att('Address', 'AllocationId') } },
    },
  };
}

/** A default route to an instance that translates addresses. */
export function natInstance(): Template {
  const { Resources: nat } = natSubnet();
  for (const id of ['Nat', 'Address', 'PrivateRoute']) delete nat[id];
  return {
    Resources: {
      ...nat,
      NatGroup: {
        Type: 'AWS::EC2::SecurityGroup',
        Properties: { GroupDescription: 'nat', VpcId: ref('Vpc'), SecurityGroupIngress: [{ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIp: '10.0.1.0/24' }] },
      },
      NatHost: {
        Type: 'AWS::EC2::Instance',
        Properties: {
          ImageId: '{{resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64}}',
          SubnetId: ref('Public'), SecurityGroupIds: [ref('NatGroup')], SourceDestCheck: false, IamInstanceProfile: ref('Profile'),
          UserData: { 'Fn::Base64': '#!/bin/bash\nsysctl -w net.ipv4.ip_forward=1\niptables -t nat -A POSTROUTING -o eth0 -j MASQUERADE\n' },
        },
      },
      PrivateRoute: route('PrivateTable', '0.0.0.0/0', { InstanceId: ref('NatHost') }),
    },
  };
}

/** The block of a VPC with IPv6, and of a subnet in it that has nothing else. */
function ipv6Only(vpc: Resources, subnet: string, block: string): Resources {
  const { CidrBlock: _, MapPublicIpOnLaunch: __, ...rest } = vpc[subnet].Properties!;
  return {
    ...vpc,
    Block: { Type: 'AWS::EC2::VPCCidrBlock', Properties: { VpcId: ref('Vpc'), Ipv6CidrBlock: '2600:1f18:1:100::/56', Ipv6Pool: 'pool' } },
    [subnet]: { Type: 'AWS::EC2::Subnet', Properties: { ...rest, Ipv6Native: true, AssignIpv6AddressOnCreation: true, Ipv6CidrBlock: block } },
  };
}

/** A host with IPv6 addresses only, and endpoints that answer with them. */
export function ipv6Endpoints(): Template {
  const { Resources: base } = isolated();
  const resources = ipv6Only(base, 'HostSubnet', '2600:1f18:1:100::/64');
  Object.assign(resources.EndpointSubnet.Properties!, { Ipv6CidrBlock: '2600:1f18:1:101::/64' });
  for (const id of ['Ssm', 'SsmMessages']) Object.assign(resources[id].Properties!, { IpAddressType: 'dualstack', DnsOptions: { DnsRecordIpType: 'dualstack' } });
  resources.HostGroup.Properties!.SecurityGroupEgress = [{ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIpv6: '2600:1f18:1:101::/64' }];
  return { Resources: resources };
}

/** A host with IPv6 addresses only behind an egress-only internet gateway; the agent is told to use dual-stack names. */
export function ipv6Egress(): Template {
  const { Resources: base } = isolated();
  for (const id of ['Ssm', 'SsmMessages', 'EndpointGroup', 'EndpointSubnet', 'EndpointSubnetTable', 'EndpointSubnetAssociation']) delete base[id];
  const resources = ipv6Only(base, 'HostSubnet', '2600:1f18:1:100::/64');
  resources.HostGroup.Properties!.SecurityGroupEgress = [{ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIpv6: '::/0' }];
  resources.Host.Properties!.UserData = { 'Fn::Base64': '#!/bin/bash\necho \'{"Agent":{"UseDualStackEndpoint":true}}\' > /etc/amazon/ssm/amazon-ssm-agent.json\nsystemctl restart amazon-ssm-agent\n' };
  return {
    Resources: {
      ...resources,
      Out: { Type: 'AWS::EC2::EgressOnlyInternetGateway', Properties: { VpcId: ref('Vpc') } },
      Host: { ...resources.Host, DependsOn: ['Ipv6Route'] },
      Ipv6Route: { Type: 'AWS::EC2::Route', Properties: { RouteTableId: ref('HostSubnetTable'), DestinationIpv6CidrBlock: '::/0', EgressOnlyInternetGatewayId: ref('Out') } },
    },
  };
}

/** A host with IPv6 addresses only, made-up addresses by DNS64, translated by a NAT gateway. */
export function nat64(): Template {
  const resources = ipv6Only(natSubnet().Resources, 'Private', '2600:1f18:1:100::/64');
  resources.Private.Properties!.EnableDns64 = true;
  resources.PrivateRoute = { Type: 'AWS::EC2::Route', Properties: { RouteTableId: ref('PrivateTable'), DestinationIpv6CidrBlock: '64:ff9b::/96', NatGatewayId: ref('Nat') } };
  resources.HostGroup.Properties!.SecurityGroupEgress = [{ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIpv6: '64:ff9b::/96' }];
  return { Resources: resources };
}

/** Groups and routes that name their blocks by customer-managed prefix lists. */
export function prefixLists(): Template {
  const { Resources: base } = publicSubnet();
  const list = (...cidrs: string[]) => ({ Type: 'AWS::EC2::PrefixList', Properties: { PrefixListName: 'list', AddressFamily: 'IPv4', MaxEntries: 5, Entries: cidrs.map((Cidr) => ({ Cidr })) } });
  base.HostGroup.Properties!.SecurityGroupEgress = [{ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, DestinationPrefixListId: ref('Everywhere') }];
  base.PublicRoute.Properties = { RouteTableId: ref('PublicTable'), DestinationPrefixListId: ref('Everywhere'), GatewayId: ref('Gateway') };
  return { Resources: { ...base, Everywhere: list('0.0.0.0/1', '128.0.0.0/1') } };
}

export { acl };
