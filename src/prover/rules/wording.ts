/** `ssm, ssmmessages` reads as `ssm and ssmmessages`. */
export function and(list: string | undefined): string {
  const items = itemsOf(list);
  return items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} and ${items[items.length - 1]}`;
}

export const many = (list: string | undefined) => (list ?? '').includes(', ');

/** A thing with its kind, unless its name says it: `route table Rt`, but `the main route table of Vpc`. */
export const a = (kind: string, name = '') => (/^(?:the|a|an) /.test(name) ? name : `${kind}${/ and /.test(name) ? 's' : ''} ${name}`);

/** Security groups by name. */
export const groupsOf = (names: string | undefined) => a('security group', and(names));

/** The first of a long list, and how many more there are. */
export function firstOf(list: string | undefined): string {
  const items = itemsOf(list);
  return items.length > 2 ? `${items[0]} and ${items.length - 1} more actions` : and(list);
}

const itemsOf = (list: string | undefined) => (list ?? '').split(', ').filter((item) => item !== '');

/** What has the connections of a host, by its type. */
const CLIENTS: Readonly<Record<string, string>> = {
  'AWS::AutoScaling::AutoScalingGroup': 'autoScalingGroup',
  'AWS::EC2::LaunchTemplate': 'launchTemplate',
  // Managed nodes have the security group of their cluster.
  'AWS::EKS::Nodegroup': 'cluster',
};

export const client = (d: { readonly hostType?: string }) => CLIENTS[d.hostType ?? ''] ?? 'instance';

const SOURCES: Readonly<Record<string, string>> = { 'repository': 'the package repositories', 'snap': 'the Snap store', 'elsewhere': 'the location it is copied from', 's3': 'Amazon S3', 'own-repository': 'the package repositories it adds' };

/** Where user data fetches the agent from. */
export const sourceWords = (sources: string) => sources.split(', ').map((source) => SOURCES[source] ?? source).join(', ');

/** A gateway endpoint has no security group: a rule names it by AWS's prefix list. */
export const egressToS3 = (groups: string | undefined) => ({
  cdk: `allow egress on TCP 443 from ${and(groups)} to Amazon S3: endpoints.allowFrom(instance) of an SsmEndpoints with an S3 gateway endpoint, or ec2.Peer.prefixList(…) with the list com.amazonaws.REGION.s3`,
  cloudFormation: `add an egress rule to ${and(groups)}: IpProtocol tcp, FromPort 443, ToPort 443, DestinationPrefixListId of the list com.amazonaws.REGION.s3`,
});

/** Without a role of its own a host can still have Default Host Management's. */
export const hostManagement = (d: { readonly hostManagement: string }) => (d.hostManagement === 'assumed-off'
  ? ', and Default Host Management is assumed to be disabled (if it is enabled, set defaultHostManagement)' : ', and Default Host Management is disabled');

/** The route that is to lead elsewhere; words in capitals are for the reader to fill in. */
export const replaceRoute = (table: string, destination: string | undefined) => `aws ec2 replace-route --route-table-id ${table} --destination-cidr-block ${destination ?? ''} --nat-gateway-id NAT_GATEWAY`;
