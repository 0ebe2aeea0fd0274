/** Words for every reason a proof can fail. Only this folder makes text. */
export interface Words {
  /** What is wrong, naming the thing. One sentence, no full stop. */
  readonly message: string;
  /** The smallest change that mends it, in CDK's words. */
  readonly cdk: string;
  /** The same in CloudFormation's words. */
  readonly cloudFormation: string;
}

type Data = Readonly<Record<string, string>>;
type Table = Readonly<Record<string, (d: Data) => Words>>;

/** `ssm, ssmmessages` reads as `ssm and ssmmessages`. */
function and(list: string | undefined): string {
  const items = (list ?? '').split(', ').filter((i) => i !== '');
  return items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} and ${items[items.length - 1]}`;
}

const many = (list: string | undefined) => (list ?? '').includes(', ');

const hostManagement = (d: Data) => (d.hostManagement === 'assumed-off' ? ', and Default Host Management assumed off: --default-host-management on' : ', and Default Host Management is off');

const NETWORK: Table = {
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
    cdk: `add the missing endpoint: new SsmEndpoints(this, 'Endpoints', { vpc }) makes all of them, or vpc.addInterfaceEndpoint(…) for ${and(d.service)}`,
    cloudFormation: `add an AWS::EC2::VPCEndpoint for ${and(d.service)} to ${d.vpc}: VpcEndpointType Interface, PrivateDnsEnabled true, a subnet of the VPC, a security group that admits 443`,
  }),
  endpointWithoutSubnets: (d) => ({
    message: `${and(d.endpoint)} ${many(d.endpoint) ? 'capture' : 'captures'} the name of ${and(d.service)} but ${many(d.endpoint) ? 'have' : 'has'} no subnet, so no network interface`,
    cdk: `give ${and(d.endpoint)} subnets that exist: subnets: { subnetType: … } or subnets: { subnets: […] }`,
    cloudFormation: `list at least one subnet in SubnetIds of ${and(d.endpoint)}`,
  }),
  groupsBlockOut: (d) => ({
    message: `no egress rule of ${and(d.groups)} lets TCP 443 out to ${d.target} (for ${and(d.service)})`,
    cdk: 'let the host out: endpoints.allowFrom(instance), or instance.connections.allowTo(…, ec2.Port.tcp(443))',
    cloudFormation: `add an egress rule to ${and(d.groups)}: IpProtocol tcp, FromPort 443, ToPort 443, to the endpoint's security group or, without endpoints, to 0.0.0.0/0`,
  }),
  groupsHaveNoEgress: (d) => ({
    message: `nothing lets the host out: ${and(d.groups)} ${many(d.groups) ? 'have' : 'has'} no egress rule at all (for ${and(d.service)})`,
    cdk: 'let the host out: endpoints.allowFrom(instance), or instance.connections.allowTo(…, ec2.Port.tcp(443))',
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
    cdk: 'endpoints.allowFrom(instance), or endpoint.connections.allowDefaultPortFrom(instance)',
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
    cdk: 'add endpoints: new SsmEndpoints(this, \'Endpoints\', { vpc, clients: [instance] }); or a NAT gateway: natGateways: 1 with SubnetType.PRIVATE_WITH_EGRESS',
    cloudFormation: `add interface endpoints (AWS::EC2::VPCEndpoint, PrivateDnsEnabled true) for ssm and ssmmessages, or a route 0.0.0.0/0 in ${d.table} to a NAT gateway`,
  }),
  internetGatewayDetached: (d) => ({
    message: `${d.route} leads to an internet gateway that is not attached to ${d.vpc}`,
    cdk: 'attach it: new ec2.CfnVPCGatewayAttachment(this, \'Attach\', { vpcId, internetGatewayId })',
    cloudFormation: `add an AWS::EC2::VPCGatewayAttachment with ${d.vpc} and that gateway`,
  }),
  publicAddressMissing: (d) => ({
    message: `${d.host} has no public address, and ${and(d.subnet)} leads out by the internet gateway only (for ${and(d.service)})`,
    cdk: 'set associatePublicIpAddress: true on the instance, or place it in a private subnet with endpoints or a NAT gateway',
    cloudFormation: `set AssociatePublicIpAddress on its network interface or MapPublicIpOnLaunch on ${and(d.subnet)}, or attach an Elastic IP address`,
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
};

const HOST: Table = {
  metadataDisabled: (d) => ({
    message: `the instance metadata service of ${d.host} is off (HttpEndpoint disabled), so no credentials reach the agent`,
    cdk: 'set httpEndpoint enabled in metadataOptions of its launch template (requireImdsv2: true is fine)',
    cloudFormation: 'set MetadataOptions.HttpEndpoint: enabled',
  }),
  imageLacksAgent: (d) => ({
    message: `${d.image} (${d.family}) does not carry the SSM Agent, and no user data installs it`,
    cdk: 'install it at boot: userData.addCommands(…) with the agent\'s package of the Region, or choose an image that carries it (Amazon Linux 2023)',
    cloudFormation: 'install amazon-ssm-agent in UserData, or choose an image that carries it',
  }),
  noInstanceProfile: (d) => ({
    message: `${d.host} has no instance profile${hostManagement(d)}`,
    cdk: 'give it a role: role: new SsmManagedInstanceRole(this, \'Role\').role, or ssmSessionPermissions: true',
    cloudFormation: 'set IamInstanceProfile to an AWS::IAM::InstanceProfile whose role trusts ec2.amazonaws.com and has the managed policy AmazonSSMManagedInstanceCore',
  }),
  profileWithoutRole: (d) => ({
    message: `the instance profile of ${d.host} holds no role${hostManagement(d)}`,
    cdk: 'new iam.InstanceProfile(this, \'Profile\', { role })',
    cloudFormation: 'list the role in Roles of the AWS::IAM::InstanceProfile',
  }),
  trustMissing: (d) => ({
    message: `EC2 may not assume ${d.role}: its trust policy does not let ec2.amazonaws.com do sts:AssumeRole`,
    cdk: 'assumedBy: new iam.ServicePrincipal(\'ec2.amazonaws.com\')',
    cloudFormation: `in AssumeRolePolicyDocument of ${d.role}: Effect Allow, Principal { Service: ec2.amazonaws.com }, Action sts:AssumeRole`,
  }),
  trustDenied: (d) => ({
    message: `EC2 may not assume ${d.role}: its trust policy denies it`,
    cdk: 'remove the denying statement from the role\'s assumeRolePolicy',
    cloudFormation: `remove the Deny from AssumeRolePolicyDocument of ${d.role}`,
  }),
  actionMissing: (d) => ({
    message: `${d.role} does not allow ${and(d.actions ?? d.action)}`,
    cdk: 'role.addManagedPolicy(iam.ManagedPolicy.fromAwsManagedPolicyName(\'AmazonSSMManagedInstanceCore\')), or SsmManagedInstanceRole.adopt(this, \'Ssm\', role)',
    cloudFormation: `add arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore to ManagedPolicyArns of ${d.role}, or allow these actions on Resource "*"`,
  }),
  actionDenied: (d) => ({
    message: `a Deny of ${d.role} covers ${and(d.actions ?? d.action)}`,
    cdk: 'take these actions out of the denying statement',
    cloudFormation: 'take these actions out of the denying statement',
  }),
  boundaryLacksAction: (d) => ({
    message: `the permissions boundary of ${d.role} does not allow ${and(d.actions ?? d.action)}`,
    cdk: 'allow these actions in the boundary policy too',
    cloudFormation: `allow these actions in the policy that PermissionsBoundary of ${d.role} names`,
  }),
  halfManaged: (d) => ({
    message: `${d.role} lets the agent register but not connect: it does not allow ${and(d.actions ?? d.action)}. Because it allows ssm:UpdateInstanceInformation, the agent will not try Default Host Management either`,
    cdk: 'role.addManagedPolicy(iam.ManagedPolicy.fromAwsManagedPolicyName(\'AmazonSSMManagedInstanceCore\'))',
    cloudFormation: `add arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore to ManagedPolicyArns of ${d.role}`,
  }),
  defaultHostManagementRole: (d) => ({
    message: `the Default Host Management role ${d.role} cannot do its work${d.actions || d.action ? `: it lacks ${and(d.actions ?? d.action)}` : ': it does not trust ssm.amazonaws.com'}`,
    cdk: 'let new DefaultHostManagement(this, \'HostManagement\') make the role',
    cloudFormation: `trust ssm.amazonaws.com in ${d.role} and give it the managed policy AmazonSSMManagedEC2InstanceDefaultPolicy`,
  }),
};

const TABLE: Table = { ...NETWORK, ...HOST };

/** The words for a failing step. */
export function wordsFor(reason: string, data: Data): Words {
  const make = Object.hasOwn(TABLE, reason) ? TABLE[reason] : undefined;
  if (make) return make(data);
  return { message: `${reason} (${data.host ?? ''})`, cdk: '', cloudFormation: '' };
}

/** Every reason that has words; a test compares it with the reasons that can fail. */
export const REASONS_WITH_WORDS: readonly string[] = Object.keys(TABLE);

export { and, many };
