import { and, many, Table } from './wording';

const SOURCES: Readonly<Record<string, string>> = { 'repository': 'the package repositories', 'snap': 'the Snap store', 'elsewhere': 'where it is copied from', 's3': 'Amazon S3', 'own-repository': 'the package repositories that it adds' };
const sourceWords = (sources: string) => sources.split(', ').map((source) => SOURCES[source] ?? source).join(', ');

/** A gateway endpoint has no security group: a rule names it by AWS's prefix list. */
export const egressToS3 = (groups: string) => ({
  cdk: `allow egress on TCP 443 from ${and(groups)} to Amazon S3: endpoints.allowFrom(instance) of an SsmEndpoints with an S3 gateway endpoint, or ec2.Peer.prefixList(…) with the list com.amazonaws.REGION.s3`,
  cloudFormation: `add an egress rule to ${and(groups)}: IpProtocol tcp, FromPort 443, ToPort 443, DestinationPrefixListId of the list com.amazonaws.REGION.s3`,
});

/** What user data does to the agent and to its way out. */
export const BOOT_WORDS: Table = {
  agentInstallUnreachable: (d) => ({
    message: `${d.image} (${d.family}) does not carry the SSM Agent, and ${d.host} cannot reach ${sourceWords(d.source)}, where its user data fetches it`,
    cdk: d.groups !== undefined ? `fetch it from the bucket of the instance\'s own Region (AgentUserData does) and ${egressToS3(d.groups).cdk}`
      : 'fetch it from the bucket of the host\'s own Region (AgentUserData does) and add an S3 gateway endpoint for its subnet: vpc.addGatewayEndpoint(\'S3\', { service: ec2.GatewayVpcEndpointAwsService.S3 })',
    cloudFormation: d.groups !== undefined ? `fetch it from https://s3.REGION.amazonaws.com/amazon-ssm-REGION/… and ${egressToS3(d.groups).cloudFormation}`
      : 'fetch it from https://s3.REGION.amazonaws.com/amazon-ssm-REGION/… and add a gateway AWS::EC2::VPCEndpoint for S3 to the route table of its subnet',
  }),
  agentDownloadUnreachable: (d) => ({
    message: `the user data of ${d.host} fetches the SSM Agent from ${sourceWords(d.source)}, which it cannot reach; ${d.image} is taken to carry the agent`,
    cdk: 'fetch it from the bucket of the host\'s own Region and add an S3 gateway endpoint for its subnet, or leave the installation out',
    cloudFormation: 'fetch it from https://s3.REGION.amazonaws.com/amazon-ssm-REGION/… and add a gateway AWS::EC2::VPCEndpoint for S3, or leave the installation out',
  }),
  agentInstallRaces: (d) => ({
    message: `the user data of ${d.host} installs the SSM Agent once, at first boot, and ${d.way} may not be there by then`,
    cdk: 'add a dependency: instance.node.addDependency(…) on the route, NAT gateway or endpoint',
    cloudFormation: `add DependsOn: [${d.way}] to ${d.host}`,
  }),
  agentStopped: (d) => ({
    message: `the user data of ${d.host} stops and disables the SSM Agent (${d.command}) and nothing starts it again`,
    cdk: 'take the command out, or start and enable the agent afterwards',
    cloudFormation: 'take the command out of UserData, or start and enable the agent afterwards',
  }),
  agentRemoved: (d) => ({
    message: `the user data of ${d.host} removes the SSM Agent (${d.command}) and ${d.source ? `cannot reach ${sourceWords(d.source)}, where it fetches it again` : 'nothing installs it again'}`,
    cdk: d.source ? 'leave the agent in place, or add an S3 gateway endpoint for the subnet: vpc.addGatewayEndpoint(\'S3\', { service: ec2.GatewayVpcEndpointAwsService.S3 })' : 'take the command out, or install the agent afterwards',
    cloudFormation: d.source ? 'leave the agent in place, or add a gateway AWS::EC2::VPCEndpoint for S3 to the route table of its subnet, and fetch it from the bucket of its Region' : 'take the command out of UserData, or install the agent afterwards',
  }),
  agentMaybeStopped: (d) => ({
    message: `the user data of ${d.host} stops or disables the SSM Agent (${d.command}), and no later command is seen to start it`,
    cdk: 'start and enable the agent afterwards',
    cloudFormation: 'start and enable the agent afterwards in UserData',
  }),
  agentMaybeRemoved: (d) => ({
    message: `the user data of ${d.host} may remove the SSM Agent (${d.command}), and no later command is seen to install it`,
    cdk: 'install the agent afterwards',
    cloudFormation: 'install the agent afterwards in UserData',
  }),
  proxyWithoutNoProxy: (d) => ({
    message: `the SSM Agent of ${d.host} gets a proxy (${d.proxy}) without no_proxy=169.254.169.254, so its calls to the metadata service go to the proxy`,
    cdk: 'set no_proxy=169.254.169.254 beside the proxy (AgentUserData does)',
    cloudFormation: 'set no_proxy=169.254.169.254 beside the proxy in UserData',
  }),
  bootsBeforeWay: (d) => ({
    message: `${d.host} may boot before ${and(d.way)} ${many(d.way) ? 'are' : 'is'} there: the SSM Agent tries again, at growing intervals`,
    cdk: `let the instance wait: instance.node.addDependency(…) on ${and(d.way)}`,
    cloudFormation: `add DependsOn: [${d.way}] to ${d.host}`,
  }),
  endpointZoneMissing: (d) => ({
    message: `${and(d.endpoint)} ${many(d.endpoint) ? 'have' : 'has'} no network interface in the Availability Zone of ${and(d.subnet)}: it works, until the other zone fails`,
    cdk: 'give the endpoints a subnet in each zone that has hosts',
    cloudFormation: `list a subnet of that zone in SubnetIds of ${and(d.endpoint)}`,
  }),
  serialConsoleUnavailable: (d) => ({
    message: `${d.host} is a ${d.type}, which is not built on Nitro and has no EC2 serial console`,
    cdk: 'choose an instance type built on Nitro (t3, m5 and later)',
    cloudFormation: 'set InstanceType to one built on Nitro (t3, m5 and later)',
  }),
  stoppedIsReplaced: (d) => ({
    message: `the user data of ${d.host} wants a stop and a start to run again, and Auto Scaling replaces an instance that is stopped`,
    cdk: 'detach the instance from the group, or suspend the HealthCheck process, before you stop it',
    cloudFormation: 'detach the instance from the group, or suspend the HealthCheck process, before you stop it',
  }),
  scriptsEveryBoot: (d) => ({
    message: `the user data of ${d.host} runs at every boot, not only at the first`,
    cdk: 'remove [scripts-user, always] (on Windows <persist>true</persist>) once it has done its work',
    cloudFormation: 'remove [scripts-user, always] (on Windows <persist>true</persist>) from UserData once it has done its work',
  }),
  firewallDropsHttps: (d) => ({
    message: `the user data of ${d.host} makes the system's own firewall drop outgoing TCP 443, which the SSM Agent needs`,
    cdk: 'let TCP 443 out in front of that rule',
    cloudFormation: 'let TCP 443 out in front of that rule',
  }),
  firewallDropsMetadata: (d) => ({
    message: `the user data of ${d.host} makes the system drop packets to the metadata service (169.254.169.254), where the SSM Agent gets its credentials`,
    cdk: 'except root from that rule (-m owner ! --uid-owner root)',
    cloudFormation: 'except root from that rule (-m owner ! --uid-owner root)',
  }),
};
