/** One call whose answer is read: as the command line spells it, where its answer keeps what it lists, and what its file is named by. */
export interface Operation {
  readonly service: string;
  readonly operation: string;
  /** The members of an answer; an answer has the first one. */
  readonly keys: readonly string[];
  /** Parameters that tell one answer from another, in the order of the file's name. */
  readonly parameters?: readonly string[];
  /** The answer itself says what it is about, so that it is recognised by its key alone. */
  readonly selfDescribing?: boolean;
}

const list = (service: string, operation: string, ...keys: string[]): Operation => ({ service, operation, keys });
const about = (service: string, operation: string, parameters: readonly string[], keys: readonly string[], selfDescribing = false): Operation =>
  ({ service, operation, keys, parameters, ...selfDescribing ? { selfDescribing } : {} });

/** Every call whose answer means something here. The order decides between calls that answer with the same member. */
export const OPERATIONS: readonly Operation[] = [
  list('sts', 'get-caller-identity', 'Arn', 'Account', 'UserId'),
  list('ec2', 'describe-regions', 'Regions'),
  list('ec2', 'describe-instances', 'Reservations'),
  list('ec2', 'describe-instance-status', 'InstanceStatuses'),
  list('ec2', 'describe-vpcs', 'Vpcs'),
  about('ec2', 'describe-vpc-attribute', ['VpcId', 'Attribute'], ['EnableDnsSupport', 'EnableDnsHostnames', 'EnableNetworkAddressUsageMetrics'], true),
  list('ec2', 'describe-subnets', 'Subnets'),
  list('ec2', 'describe-route-tables', 'RouteTables'),
  list('ec2', 'describe-network-acls', 'NetworkAcls'),
  list('ec2', 'describe-security-groups', 'SecurityGroups'),
  list('ec2', 'describe-vpc-endpoints', 'VpcEndpoints'),
  list('ec2', 'describe-network-interfaces', 'NetworkInterfaces'),
  list('ec2', 'describe-internet-gateways', 'InternetGateways'),
  list('ec2', 'describe-egress-only-internet-gateways', 'EgressOnlyInternetGateways'),
  list('ec2', 'describe-nat-gateways', 'NatGateways'),
  list('ec2', 'describe-dhcp-options', 'DhcpOptions'),
  list('ec2', 'describe-managed-prefix-lists', 'PrefixLists'),
  list('ec2', 'describe-prefix-lists', 'PrefixLists'),
  about('ec2', 'get-managed-prefix-list-entries', ['PrefixListId'], ['Entries']),
  list('ec2', 'describe-vpc-peering-connections', 'VpcPeeringConnections'),
  list('ec2', 'describe-transit-gateways', 'TransitGateways'),
  list('ec2', 'describe-transit-gateway-vpc-attachments', 'TransitGatewayVpcAttachments'),
  list('ec2', 'describe-transit-gateway-attachments', 'TransitGatewayAttachments'),
  list('ec2', 'describe-transit-gateway-route-tables', 'TransitGatewayRouteTables'),
  about('ec2', 'get-transit-gateway-route-table-associations', ['TransitGatewayRouteTableId'], ['Associations']),
  about('ec2', 'get-transit-gateway-route-table-propagations', ['TransitGatewayRouteTableId'], ['TransitGatewayRouteTablePropagations']),
  about('ec2', 'search-transit-gateway-routes', ['TransitGatewayRouteTableId'], ['Routes']),
  list('ec2', 'describe-vpc-block-public-access-options', 'VpcBlockPublicAccessOptions'),
  list('ec2', 'describe-vpc-block-public-access-exclusions', 'VpcBlockPublicAccessExclusions'),
  list('ec2', 'describe-images', 'Images'),
  list('ec2', 'describe-instance-image-metadata', 'InstanceImageMetadata'),
  about('ec2', 'describe-instance-attribute', ['InstanceId', 'Attribute'], ['UserData'], true),
  list('ssm', 'describe-instance-information', 'InstanceInformationList'),
  list('ssm', 'describe-activations', 'ActivationList'),
  about('ssm', 'get-connection-status', ['Target'], ['Target'], true),
  about('ssm', 'get-service-setting', ['SettingId'], ['ServiceSetting'], true),
  about('ssm', 'get-document', ['Name'], ['DocumentFormat', 'Content'], true),
  about('ssm', 'describe-instance-associations-status', ['InstanceId'], ['InstanceAssociationStatusInfos']),
  about('iam', 'get-instance-profile', ['InstanceProfileName'], ['InstanceProfile'], true),
  about('iam', 'get-role', ['RoleName'], ['Role'], true),
  about('iam', 'list-role-policies', ['RoleName'], ['PolicyNames']),
  about('iam', 'get-role-policy', ['RoleName', 'PolicyName'], ['PolicyDocument'], true),
  about('iam', 'list-attached-role-policies', ['RoleName'], ['AttachedPolicies']),
  about('iam', 'get-policy', ['PolicyName'], ['Policy']),
  about('iam', 'get-policy-version', ['PolicyName', 'VersionId'], ['PolicyVersion']),
  list('iam', 'get-account-authorization-details', 'RoleDetailList'),
  about('route53', 'list-hosted-zones-by-vpc', ['VPCId'], ['HostedZoneSummaries']),
  about('route53', 'list-resource-record-sets', ['HostedZoneId'], ['ResourceRecordSets']),
  list('route53resolver', 'list-resolver-rules', 'ResolverRules'),
  list('route53resolver', 'list-resolver-rule-associations', 'ResolverRuleAssociations'),
  list('route53resolver', 'list-firewall-rule-group-associations', 'FirewallRuleGroupAssociations'),
  list('route53profiles', 'list-profile-associations', 'ProfileAssociations'),
];

/** Calls that answer at once: the others have pages. */
const AT_ONCE: ReadonlySet<string> = new Set([
  'get-caller-identity', 'describe-vpc-attribute', 'describe-instance-attribute', 'describe-vpc-block-public-access-options', 'describe-regions', 'get-connection-status', 'get-service-setting', 'get-document',
  'get-instance-profile', 'get-role', 'get-role-policy', 'get-policy', 'get-policy-version',
]);

/** The most that a page may hold, by call or else by service: a call that names a size draws from the larger budget of requests. */
const PAGE_SIZES: Readonly<Record<string, number>> = {
  'ec2': 1000, 'ssm': 50, 'iam': 1000, 'route53': 100, 'route53resolver': 100, 'route53profiles': 100,
  'describe-route-tables': 100, 'describe-egress-only-internet-gateways': 255, 'describe-managed-prefix-lists': 100, 'get-managed-prefix-list-entries': 100,
};

/** The size of the pages to ask for. Undefined: the call has no pages, or none for these parameters. */
export function pageSizeOf(service: string, operation: string, parameters: Readonly<Record<string, unknown>>): number | undefined {
  if (AT_ONCE.has(operation) || parameters.InstanceIds !== undefined) return undefined;
  return PAGE_SIZES[operation] ?? PAGE_SIZES[service];
}

const BY_NAME = new Map(OPERATIONS.map((operation) => [`${operation.service} ${operation.operation}`, operation]));

export function operationNamed(service: string, operation: string): Operation | undefined {
  return BY_NAME.get(`${service} ${operation}`);
}

const SHORT_WORDS: Readonly<Record<string, string>> = { vpc: 'Vpc', vpcs: 'Vpcs' };

/** The permission a call needs, as a policy names it. */
export function permissionOf(service: string, operation: string): string {
  const name = operation.split('-').map((word) => SHORT_WORDS[word] ?? `${word.charAt(0).toUpperCase()}${word.slice(1)}`).join('');
  return `${service}:${name.replace(/^ListHostedZonesByVpc$/, 'ListHostedZonesByVPC')}`;
}
