import { and, many, Table } from './wording';
import { egressToS3 } from './words-boot';

/** What an exclusion must allow: all, or what leaves by a NAT gateway only. */
const exclusionMode = (d: Record<string, string>) => (d.direct ? 'allow-bidirectional' : 'allow-egress');

/** What has the connections of a host, by its type. */
const CLIENTS: Readonly<Record<string, string>> = {
  'AWS::AutoScaling::AutoScalingGroup': 'autoScalingGroup',
  'AWS::EC2::LaunchTemplate': 'launchTemplate',
  // Managed nodes have the security group of their cluster.
  'AWS::EKS::Nodegroup': 'cluster',
};

const client = (d: Record<string, string>) => CLIENTS[d.hostType] ?? 'instance';

/** A launch template has connections only where it has a security group. */
const letOut = (d: Record<string, string>) => `let the host out: endpoints.allowFrom(${client(d)}), or ${client(d)}.connections.allowTo(…, ec2.Port.tcp(443))${client(d) === 'launchTemplate' ? ' (set securityGroup on the LaunchTemplate)' : ''}`;

/** The way of a packet. */
export const NETWORK_WORDS: Table = {
  dnsSupportOff: (d) => ({
    message: `no name resolves in ${d.vpc}: its EnableDnsSupport is false`,
    cdk: `set enableDnsSupport: true on the Vpc ${d.vpc}`,
    cloudFormation: `set EnableDnsSupport: true on ${d.vpc}`,
  }),
  dnsHostnamesOff: (d) => ({
    message: `the name of ${and(d.service)} does not resolve to ${and(d.endpoint)}: EnableDnsHostnames of ${d.vpc} is not true, so private DNS cannot work`,
    cdk: `set enableDnsHostnames: true on the Vpc ${d.vpc}`,
    cloudFormation: `set EnableDnsHostnames: true on ${d.vpc}`,
  }),
  privateDnsOff: (d) => ({
    message: `the name of ${and(d.service)} does not resolve to ${and(d.endpoint)}: private DNS of the endpoint is off, and no public path leads out of ${and(d.subnet)}`,
    cdk: `set privateDnsEnabled: true on ${and(d.endpoint)}`,
    cloudFormation: `set PrivateDnsEnabled: true on ${and(d.endpoint)}`,
  }),
  endpointMissing: (d) => ({
    message: `${d.vpc} has no interface endpoint for ${and(d.service)} (it has ${and(d.others)}), and no public path leads out of ${and(d.subnet)}`,
    cdk: d.service === 's3' ? 'add a gateway endpoint: \'s3: S3EndpointMode.GATEWAY\' of SsmEndpoints, or vpc.addGatewayEndpoint(…)'
      : `add the missing endpoint: new SsmEndpoints(this, 'Endpoints', { vpc }) makes all of them, or vpc.addInterfaceEndpoint(…) for ${and(d.service)}`,
    cloudFormation: d.service === 's3' ? `add an AWS::EC2::VPCEndpoint for s3 to ${d.vpc}: VpcEndpointType Gateway, RouteTableIds with the route table of ${and(d.subnet)}`
      : `add an AWS::EC2::VPCEndpoint for ${and(d.service)} to ${d.vpc}: VpcEndpointType Interface, PrivateDnsEnabled true, a subnet of the VPC, a security group that admits 443`,
  }),
  endpointNotAvailable: (d) => ({
    message: `${and(d.endpoint)} is ${d.state}${d.said ? ` (${d.said})` : ''}, so it serves nothing for ${and(d.service)}`,
    cdk: `remove ${and(d.endpoint)} and make the endpoint again`,
    cloudFormation: `remove ${and(d.endpoint)} and make the endpoint again`,
  }),
  routeBlackhole: (d) => ({
    message: `${d.route} (${d.destination ?? ''}) is a blackhole: its target ${d.target} does not exist any more or is not attached (for ${and(d.service)})`,
    cdk: `replace the target of the route in ${d.table} by one that exists`,
    cloudFormation: `replace the target of ${d.route} in ${d.table} by one that exists`,
  }),
  natNotAvailable: (d) => ({
    message: `${d.route} leads to ${d.nat}, which is ${d.state}${d.said ? ` (${d.said})` : ''}`,
    cdk: `make a new NAT gateway and route ${and(d.subnet)} to it: a failed one does not recover`,
    cloudFormation: `make a new AWS::EC2::NatGateway and let the route of ${d.table} lead to it: a failed one does not recover`,
  }),
  peeringNotActive: (d) => ({
    message: `the peering connection ${d.peering} is ${d.state}, so it carries nothing to ${d.target}`,
    cdk: `accept the peering connection ${d.peering}, or make it again`,
    cloudFormation: `accept the peering connection ${d.peering}, or make it again`,
  }),
  transitAttachmentNotAvailable: (d) => ({
    message: `the attachment ${d.attachment} of ${d.transit} is ${d.state}, so it carries nothing`,
    cdk: `accept the attachment ${d.attachment}, or make it again`,
    cloudFormation: `accept the attachment ${d.attachment}, or make it again`,
  }),
  endpointWithoutSubnets: (d) => ({
    message: `${and(d.endpoint)} ${many(d.endpoint) ? 'capture' : 'captures'} the name of ${and(d.service)} but ${many(d.endpoint) ? 'have' : 'has'} no subnet, so no network interface`,
    cdk: `give ${and(d.endpoint)} subnets that exist: subnets: { subnetType: … } or subnets: { subnets: […] }`,
    cloudFormation: `list at least one subnet in SubnetIds of ${and(d.endpoint)}`,
  }),
  groupsBlockOut: (d) => ({
    message: `no egress rule of ${and(d.groups)} lets TCP 443 out to ${d.target} (for ${and(d.service)})`,
    cdk: d.target === 'Amazon S3' ? egressToS3(d.groups).cdk : letOut(d),
    cloudFormation: d.target === 'Amazon S3' ? egressToS3(d.groups).cloudFormation
      : `add an egress rule to ${and(d.groups)}: IpProtocol tcp, FromPort 443, ToPort 443, to the endpoint's security group or, without endpoints, to 0.0.0.0/0`,
  }),
  groupsHaveNoEgress: (d) => ({
    message: `nothing lets the host out: ${and(d.groups)} ${many(d.groups) ? 'have' : 'has'} no egress rule at all (for ${and(d.service)})`,
    cdk: letOut(d),
    cloudFormation: `add an egress rule to ${and(d.groups)}: IpProtocol tcp, FromPort 443, ToPort 443, to the endpoint's security group or, without endpoints, to 0.0.0.0/0`,
  }),
  aclBlocks: (d) => ({
    message: `the network ACL ${d.acl} of ${d.aclSubnet} denies ${d.direction} TCP ${d.ports} (${d.direction === 'outbound' ? 'to' : 'from'} ${d.remote})`,
    cdk: `${d.acl}.addEntry(…) with ruleAction ALLOW, direction ${d.direction === 'outbound' ? 'EGRESS' : 'INGRESS'}, AclTraffic.tcpPort(443), numbered before the rule that denies`,
    cloudFormation: `add an AWS::EC2::NetworkAclEntry to ${d.acl}: Egress ${d.direction === 'outbound'}, RuleAction allow, Protocol 6, PortRange 443-443, numbered before the rule that denies`,
  }),
  aclBlocksReply: (d) => ({
    message: `the network ACL ${d.acl} of ${d.aclSubnet} denies the replies: ${d.direction} TCP ${d.ports} (${d.direction === 'outbound' ? 'to' : 'from'} ${d.remote})`,
    cdk: `${d.acl}.addEntry(…) with ruleAction ALLOW, direction ${d.direction === 'outbound' ? 'EGRESS' : 'INGRESS'}, AclTraffic.tcpPortRange(1024, 65535), numbered before the rule that denies`,
    cloudFormation: `add an AWS::EC2::NetworkAclEntry to ${d.acl}: Egress ${d.direction === 'outbound'}, RuleAction allow, Protocol 6, PortRange 1024-65535, numbered before the rule that denies`,
  }),
  endpointBlocksIn: (d) => ({
    message: `${and(d.endpoint)} ${many(d.endpoint) ? 'do' : 'does'} not let the host in: no ingress rule of ${and(d.endpointGroups)} admits TCP 443 from ${and(d.groups)}`,
    cdk: `endpoints.allowFrom(${client(d)}), or endpoint.connections.allowDefaultPortFrom(${client(d)})`,
    cloudFormation: `add an ingress rule to ${and(d.endpointGroups)}: IpProtocol tcp, FromPort 443, ToPort 443, SourceSecurityGroupId ${and(d.groups)}`,
  }),
  endpointPolicyBlocks: (d) => ({
    message: `the policy of ${and(d.endpoint)} does not let ${and(d.actions)} through`,
    cdk: 'endpoint.addToPolicy(…) with Effect ALLOW for these actions, or leave the default policy',
    cloudFormation: `allow these actions in PolicyDocument of ${and(d.endpoint)}, or remove the property`,
  }),
  internetRouteMissing: (d) => ({
    message: `${and(d.subnet)} gives public addresses, but ${d.table} has no route to an internet gateway (for ${and(d.service)})`,
    cdk: 'use a subnet of type SubnetType.PUBLIC, or add a route: subnet.addRoute(\'Internet\', { routerType: ec2.RouterType.GATEWAY, … })',
    cloudFormation: `add an AWS::EC2::Route to ${d.table}: DestinationCidrBlock 0.0.0.0/0, GatewayId of an internet gateway attached to ${d.vpc}`,
  }),
  natRouteMissing: (d) => ({
    message: `nothing leads out of ${and(d.subnet)}: ${d.table} has no default route, and ${d.vpc || 'its VPC'} has no endpoint for ${and(d.service)}`,
    cdk: `add endpoints: new SsmEndpoints(this, 'Endpoints', { vpc, clients: [${client(d)}] }); or a NAT gateway: natGateways: 1 with SubnetType.PRIVATE_WITH_EGRESS`,
    cloudFormation: `add interface endpoints (AWS::EC2::VPCEndpoint, PrivateDnsEnabled true) for ssm and ssmmessages, or a route 0.0.0.0/0 in ${d.table} to a NAT gateway`,
  }),
  internetGatewayDetached: (d) => ({
    message: `${d.route} leads to an internet gateway that is not attached to ${d.vpc}`,
    cdk: 'attach it: new ec2.CfnVPCGatewayAttachment(this, \'Attach\', { vpcId, internetGatewayId })',
    cloudFormation: `add an AWS::EC2::VPCGatewayAttachment with ${d.vpc} and that gateway`,
  }),
  publicAccessBlocked: (d) => ({
    message: d.exclusion === undefined ? `VPC Block Public Access (${d.mode}) of the account and Region keeps ${d.blockedSubnet} from its internet gateway`
      : `VPC Block Public Access of the account and Region keeps ${d.blockedSubnet} from its internet gateway: the exclusion ${d.exclusion} lets out only what leaves by a NAT gateway or an egress-only internet gateway`,
    cdk: d.exclusion === undefined ? `add SsmEndpoints, or exclude the subnet: new ec2.CfnVPCBlockPublicAccessExclusion(this, 'Exclude', { subnetId, internetGatewayExclusionMode: '${exclusionMode(d)}' })`
      : 'add SsmEndpoints, or set internetGatewayExclusionMode: \'allow-bidirectional\' on the exclusion',
    cloudFormation: d.exclusion === undefined ? `add interface endpoints, or an AWS::EC2::VPCBlockPublicAccessExclusion for ${d.blockedSubnet} with InternetGatewayExclusionMode: ${exclusionMode(d)}`
      : `add interface endpoints, or set InternetGatewayExclusionMode: allow-bidirectional on ${d.exclusion}`,
  }),
  publicAddressMissing: (d) => ({
    message: `${d.host} has no public address, and ${and(d.subnet)} leads out by the internet gateway only (for ${and(d.service)})`,
    cdk: d.interface ? 'give its network interface an Elastic IP address: new ec2.CfnEIPAssociation(this, \'Address\', { allocationId, networkInterfaceId })'
      : 'set associatePublicIpAddress: true on the instance, or place it in a private subnet with endpoints or a NAT gateway',
    cloudFormation: d.interface ? 'attach an Elastic IP address to its network interface: an AWS::EC2::EIPAssociation with NetworkInterfaceId'
      : `set AssociatePublicIpAddress on its network interface or MapPublicIpOnLaunch on ${and(d.subnet)}, or attach an Elastic IP address`,
  }),
  natPrivate: (d) => ({
    message: `${d.nat} is a private NAT gateway: it never leads to the internet (for ${and(d.service)})`,
    cdk: 'make the NAT gateway public (connectivityType: \'public\', with an Elastic IP address), or add SsmEndpoints',
    cloudFormation: `set ConnectivityType: public and AllocationId on ${d.nat}`,
  }),
  natWithoutAddress: (d) => ({
    message: `${d.nat} has no Elastic IP address (AllocationId), which a public NAT gateway needs`,
    cdk: 'give the NAT gateway an allocationId of a CfnEIP',
    cloudFormation: `set AllocationId of ${d.nat} to the AllocationId of an AWS::EC2::EIP`,
  }),
  natInClientSubnet: (d) => ({
    message: `${d.nat} stands in ${and(d.subnet)}, the subnet whose default route leads to it: its own packets come back to it`,
    cdk: 'put the NAT gateway into a public subnet',
    cloudFormation: `set SubnetId of ${d.nat} to a subnet whose default route leads to an internet gateway`,
  }),
  natWithoutInternetRoute: (d) => ({
    message: `${d.nat} stands in ${d.natSubnet}, which has no route to an internet gateway`,
    cdk: 'put the NAT gateway into a public subnet',
    cloudFormation: `route 0.0.0.0/0 of ${d.natSubnet} to an internet gateway, or set SubnetId of ${d.nat} to a subnet that has this route`,
  }),
  endpointOtherFamily: (d) => ({
    message: `the name of ${and(d.service)} has no ${d.family} address: ${and(d.endpoint)} ${many(d.endpoint) ? 'do' : 'does'} not answer with any, and ${d.host} has no other`,
    cdk: `give ${and(d.endpoint)} ipAddressType: ec2.VpcEndpointIpAddressType.DUALSTACK and dnsRecordIpType: ec2.VpcEndpointDnsRecordIpType.DUALSTACK, in subnets with IPv4 and IPv6 addresses`,
    cloudFormation: `set IpAddressType: dualstack and DnsOptions.DnsRecordIpType: dualstack on ${and(d.endpoint)}, in subnets with IPv4 and IPv6 addresses`,
  }),
  zoneLeadsElsewhere: (d) => ({
    message: `the private hosted zone ${d.zone} sends the name of ${and(d.service)} to ${d.endpoint}, an endpoint of another service`,
    cdk: `let the record of ${d.zone} point at the endpoint for ${and(d.service)}: RecordTarget.fromAlias(new InterfaceVpcEndpointTarget(endpoint))`,
    cloudFormation: `let AliasTarget of the record in ${d.zone} name the endpoint for ${and(d.service)}`,
  }),
  subnetSaidIsolated: (d) => ({
    message: `hosts in ${and(d.subnet)} do not reach ${and(d.service)}, as you say`,
    cdk: 'place the host elsewhere, give the VPC endpoints, or correct what assume says of the subnet',
    cloudFormation: 'place the host elsewhere, give the VPC endpoints, or correct what is said of the subnet',
  }),
  peerRouteMissing: (d) => ({
    message: `nothing leads from ${and(d.subnet)} to ${d.target} in ${d.vpc}, where the name of ${and(d.service)} resolves to: ${d.table} has no route there`,
    cdk: `add a route to the other VPC: new ec2.CfnRoute(this, 'ToEndpoints', { routeTableId, destinationCidrBlock: <CIDR of ${d.vpc}>, vpcPeeringConnectionId })`,
    cloudFormation: `add an AWS::EC2::Route to ${d.table}: DestinationCidrBlock the CIDR block of ${d.vpc}, VpcPeeringConnectionId or TransitGatewayId`,
  }),
  returnRouteMissing: (d) => ({
    message: `replies do not find back: ${d.table} has no route to ${d.target} (for ${and(d.service)})`,
    cdk: `add a route back: new ec2.CfnRoute(this, 'Back', { routeTableId, destinationCidrBlock: <CIDR of the host's VPC>, vpcPeeringConnectionId or transitGatewayId })`,
    cloudFormation: `add an AWS::EC2::Route to ${d.table}: DestinationCidrBlock the CIDR block of the host's VPC, VpcPeeringConnectionId or TransitGatewayId`,
  }),
  peeringLeadsElsewhere: (d) => ({
    message: `${d.route} leads to ${d.peering}, which does not join the host's VPC with ${d.vpc} (for ${and(d.service)})`,
    cdk: `let the route use a peering connection between the host's VPC and ${d.vpc}; peering is not transitive`,
    cloudFormation: `set VpcPeeringConnectionId of ${d.route} to a connection between the host's VPC and ${d.vpc}; peering is not transitive`,
  }),
  peeringLeadsNoFurther: (d) => ({
    message: `${d.route} sends packets for ${and(d.service)} to ${d.peering}, but nobody may use the gateways of a peer VPC`,
    cdk: 'add SsmEndpoints to the host\'s own VPC, or a NAT gateway; peering does not lead to the internet',
    cloudFormation: 'add interface endpoints for ssm and ssmmessages to the host\'s own VPC, or a route to a NAT gateway of its own',
  }),
  transitNotAttached: (d) => ({
    message: `${d.transit} is not attached to ${d.vpc} (for ${and(d.service)})`,
    cdk: `attach it: new ec2.CfnTransitGatewayVpcAttachment(this, 'Attach', { transitGatewayId, vpcId, subnetIds })`,
    cloudFormation: `add an AWS::EC2::TransitGatewayVpcAttachment of ${d.transit} and ${d.vpc}`,
  }),
  transitZoneMissing: (d) => ({
    message: `${d.transit} has no network interface in the zone of ${and(d.subnet)} (for ${and(d.service)})`,
    cdk: `list a subnet of that zone in subnetIds of the attachment`,
    cloudFormation: `list a subnet of the zone of ${and(d.subnet)} in SubnetIds of the attachment to ${d.transit}`,
  }),
  transitNotAssociated: (d) => ({
    message: `${d.attachment} is associated with no route table of ${d.transit}, so packets for ${and(d.service)} are dropped`,
    cdk: `associate it: new ec2.CfnTransitGatewayRouteTableAssociation(this, 'Associate', { transitGatewayRouteTableId, transitGatewayAttachmentId })`,
    cloudFormation: `add an AWS::EC2::TransitGatewayRouteTableAssociation of ${d.attachment} with a route table of ${d.transit}`,
  }),
  transitRouteMissing: (d) => ({
    message: `the route table of ${d.transit} does not lead to ${d.target ?? 'a VPC with a way to the internet'} (for ${and(d.service)})`,
    cdk: `add a CfnTransitGatewayRoute, or propagate the VPC: new ec2.CfnTransitGatewayRouteTablePropagation(this, 'Propagate', { transitGatewayRouteTableId, transitGatewayAttachmentId })`,
    cloudFormation: `add an AWS::EC2::TransitGatewayRoute or AWS::EC2::TransitGatewayRouteTablePropagation to the table that the attachment is associated with`,
  }),
  transitExitMissing: (d) => ({
    message: `${d.table} of ${d.natSubnet}, where packets leave the transit gateway, has no route to a NAT gateway (for ${and(d.service)})`,
    cdk: 'route 0.0.0.0/0 of the attachment\'s subnets to a NAT gateway of that VPC',
    cloudFormation: `add an AWS::EC2::Route to ${d.table}: DestinationCidrBlock 0.0.0.0/0, NatGatewayId`,
  }),
  sourceDestCheck: (d) => ({
    message: `${d.nat} drops packets that are not meant for itself: its SourceDestCheck is not false (for ${and(d.service)})`,
    cdk: `set sourceDestCheck: false on the instance ${d.nat}`,
    cloudFormation: `set SourceDestCheck: false on ${d.nat}`,
  }),
  natInstanceInClientSubnet: (d) => ({
    message: `${d.nat} stands in ${and(d.subnet)}, the subnet whose default route leads to it: its own packets come back to it`,
    cdk: 'put the NAT instance into a public subnet',
    cloudFormation: `set SubnetId of ${d.nat} to a subnet whose default route leads to an internet gateway`,
  }),
  natInstanceWithoutAddress: (d) => ({
    message: `${d.nat} has no public address, so nothing it translates reaches the internet (for ${and(d.service)})`,
    cdk: `set associatePublicIpAddress: true on the instance ${d.nat}`,
    cloudFormation: `set AssociatePublicIpAddress on the network interface of ${d.nat}, or attach an Elastic IP address`,
  }),
  natInstanceWithoutInternetRoute: (d) => ({
    message: `${d.nat} stands in ${d.natSubnet}, which has no route to an internet gateway`,
    cdk: 'put the NAT instance into a public subnet',
    cloudFormation: `route 0.0.0.0/0 of ${d.natSubnet} to an internet gateway, or set SubnetId of ${d.nat} to a subnet that has this route`,
  }),
  natInstanceGroupsBlock: (d) => ({
    message: `the security groups of ${d.nat} (${and(d.natGroups)}) do not let TCP 443 ${d.direction === 'in' ? `in from ${and(d.subnet)}` : 'out'} (for ${and(d.service)})`,
    cdk: d.direction === 'in' ? `nat.connections.allowFrom(instance, ec2.Port.tcp(443))` : 'nat.connections.allowToAnyIpv4(ec2.Port.tcp(443))',
    cloudFormation: d.direction === 'in' ? `add an ingress rule to ${and(d.natGroups)}: IpProtocol tcp, FromPort 443, ToPort 443, from ${and(d.subnet)}`
      : `add an egress rule to ${and(d.natGroups)}: IpProtocol tcp, FromPort 443, ToPort 443, CidrIp 0.0.0.0/0`,
  }),
};
