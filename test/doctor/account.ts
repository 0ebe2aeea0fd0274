import { LiveScope, SavedAnswer } from '../../src/prover/sources/live';

/** A whole account, made by hand, each of whose hosts rests on other answers. */

export const ACCOUNT = '111122223333';
export const REGION = 'eu-central-1';
const VPC = 'vpc-0aaaaaaaaaaaaaaa1';
const OUTER = 'vpc-0aaaaaaaaaaaaaaa2';
const TRUST = (service = 'ec2.amazonaws.com') => ({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' }] });
const CORE = { PolicyName: 'AmazonSSMManagedInstanceCore', PolicyArn: 'arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore' };
const SETTING = '/ssm/managed-instance/default-ec2-instance-management-role';
const AL2023 = { ImageId: 'ami-0000000000000a123', Name: 'al2023-ami-2023.6.20241010.0-kernel-6.1-x86_64', OwnerId: '137112412989', ImageOwnerAlias: 'amazon' };
const DEBIAN = { ImageId: 'ami-0000000000000deb1', Name: 'debian-12-amd64-20240717-1811', OwnerId: '136693071363' };

const answer = (service: string, operation: string, data: Record<string, unknown>, parameters: Record<string, unknown> = {}): SavedAnswer => ({ service, operation, parameters, outcome: 'complete', data });
const tags = (Name: string) => [{ Key: 'Name', Value: Name }];
const everywhere = [{ IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }], Ipv6Ranges: [], PrefixListIds: [], UserIdGroupPairs: [] }];
const https = (more: Record<string, unknown>) => ({ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, IpRanges: [], Ipv6Ranges: [], PrefixListIds: [], UserIdGroupPairs: [], ...more });

interface HostInit {
  readonly id: string;
  readonly name: string;
  readonly subnet: string;
  readonly vpc?: string;
  readonly address: string;
  readonly group?: string;
  readonly profile?: string;
  readonly image?: string;
  readonly publicAddress?: boolean;
  readonly state?: string;
}

export function instance({ id, name, subnet, vpc = VPC, address, group = 'sg-0000000000000bbb1', profile = 'Managed', image = AL2023.ImageId, publicAddress = false, state = 'running' }: HostInit) {
  return {
    InstanceId: id, ImageId: image, InstanceType: 't3.micro', State: { Name: state }, LaunchTime: '2026-11-29T10:00:00+00:00', PlatformDetails: 'Linux/UNIX', PrivateIpAddress: address, SubnetId: subnet, VpcId: vpc,
    ...profile === '' ? {} : { IamInstanceProfile: { Arn: `arn:aws:iam::${ACCOUNT}:instance-profile/${profile}`, Id: 'AIPA' } },
    MetadataOptions: { State: 'applied', HttpEndpoint: 'enabled' }, SourceDestCheck: true, Tags: tags(name),
    NetworkInterfaces: [{
      NetworkInterfaceId: `eni-${id.slice(2)}`, Attachment: { DeviceIndex: 0, Status: 'attached' }, SubnetId: subnet, VpcId: vpc, PrivateIpAddress: address, Groups: [{ GroupId: group }], Ipv6Addresses: [], SourceDestCheck: true,
      ...publicAddress ? { Association: { PublicIp: '203.0.113.10', IpOwnerId: 'amazon' } } : {},
    }],
  };
}

const subnet = (SubnetId: string, CidrBlock: string, zone: string, VpcId = VPC, MapPublicIpOnLaunch = false) => ({
  SubnetId, VpcId, CidrBlock, AvailabilityZone: `${REGION}${zone}`, OwnerId: ACCOUNT, MapPublicIpOnLaunch, Ipv6Native: false, EnableDns64: false, AssignIpv6AddressOnCreation: false, Ipv6CidrBlockAssociationSet: [],
});
const local = (DestinationCidrBlock: string) => ({ DestinationCidrBlock, GatewayId: 'local', Origin: 'CreateRouteTable', State: 'active' });
const associated = (...subnets: string[]) => subnets.map((SubnetId) => ({ Main: false, SubnetId, AssociationState: { State: 'associated' } }));
const open = [
  { RuleNumber: 100, Egress: true, RuleAction: 'allow', Protocol: '-1', CidrBlock: '0.0.0.0/0' }, { RuleNumber: 32767, Egress: true, RuleAction: 'deny', Protocol: '-1', CidrBlock: '0.0.0.0/0' },
  { RuleNumber: 100, Egress: false, RuleAction: 'allow', Protocol: '-1', CidrBlock: '0.0.0.0/0' }, { RuleNumber: 32767, Egress: false, RuleAction: 'deny', Protocol: '-1', CidrBlock: '0.0.0.0/0' },
];
const endpoint = (service: string, VpcEndpointId: string, NetworkInterfaceId: string) => ({
  VpcEndpointId, VpcId: VPC, VpcEndpointType: 'Interface', ServiceName: `com.amazonaws.${REGION}.${service}`, State: 'available', PrivateDnsEnabled: true, SubnetIds: ['subnet-0ccc1'], Groups: [{ GroupId: 'sg-0000000000000eee1' }],
  RouteTableIds: [], NetworkInterfaceIds: [NetworkInterfaceId], IpAddressType: 'ipv4', OwnerId: ACCOUNT, RequesterManaged: false,
  PolicyDocument: JSON.stringify({ Statement: [{ Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' }] }), DnsEntries: [{ DnsName: `${service}.${REGION}.amazonaws.com` }],
});
const endpointInterface = (NetworkInterfaceId: string, PrivateIpAddress: string) => ({ NetworkInterfaceId, InterfaceType: 'vpc_endpoint', SubnetId: 'subnet-0ccc1', VpcId: VPC, PrivateIpAddress, Ipv6Addresses: [], Groups: [{ GroupId: 'sg-0000000000000eee1' }] });
const role = (RoleName: string, service?: string, more: Record<string, unknown> = {}) => ({ RoleName, Path: '/', Arn: `arn:aws:iam::${ACCOUNT}:role/${RoleName}`, AssumeRolePolicyDocument: encodeURIComponent(JSON.stringify(TRUST(service))), ...more });
const profile = (InstanceProfileName: string, RoleName: string) => answer('iam', 'get-instance-profile', { InstanceProfile: { InstanceProfileName, Arn: `arn:aws:iam::${ACCOUNT}:instance-profile/${InstanceProfileName}`, Roles: [role(RoleName)] } }, { InstanceProfileName });

const HOSTS = [
  instance({ id: 'i-0000000000000001', name: 'by-endpoints', subnet: 'subnet-0ccc1', address: '10.0.1.10' }),
  instance({ id: 'i-0000000000000002', name: 'only-to-the-interfaces', subnet: 'subnet-0ccc2', address: '10.0.2.10', group: 'sg-0000000000000bbb2' }),
  instance({ id: 'i-0000000000000003', name: 'half-managed-role', subnet: 'subnet-0ccc1', address: '10.0.1.11', profile: 'Half' }),
  instance({ id: 'i-0000000000000004', name: 'denied-by-inline-policy', subnet: 'subnet-0ccc1', address: '10.0.1.12', profile: 'Denied' }),
  instance({ id: 'i-0000000000000005', name: 'acl-in-the-way', subnet: 'subnet-0ccc3', address: '10.0.3.10' }),
  instance({ id: 'i-0000000000000006', name: 'debian', subnet: 'subnet-0ccc1', address: '10.0.1.13', image: DEBIAN.ImageId }),
  instance({ id: 'i-0000000000000007', name: 'stopped-by-user-data', subnet: 'subnet-0ccc1', address: '10.0.1.14' }),
  instance({ id: 'i-0000000000000008', name: 'by-host-management', subnet: 'subnet-0ccc1', address: '10.0.1.15', profile: '' }),
  instance({ id: 'i-0000000000000009', name: 'public', subnet: 'subnet-0ddd1', vpc: OUTER, address: '10.9.1.10', group: 'sg-0000000000000ddd1', publicAddress: true }),
  instance({ id: 'i-000000000000000a', name: 'by-nat-gateway', subnet: 'subnet-0ddd2', vpc: OUTER, address: '10.9.2.10', group: 'sg-0000000000000ddd1' }),
  instance({ id: 'i-000000000000000b', name: 'failed-nat-gateway', subnet: 'subnet-0ddd3', vpc: OUTER, address: '10.9.3.10', group: 'sg-0000000000000ddd1' }),
  instance({ id: 'i-000000000000000c', name: 'blackhole', subnet: 'subnet-0ddd4', vpc: OUTER, address: '10.9.4.10', group: 'sg-0000000000000ddd1' }),
  instance({ id: 'i-000000000000000d', name: 'main-table', subnet: 'subnet-0ddd5', vpc: OUTER, address: '10.9.5.10', group: 'sg-0000000000000ddd1' }),
  instance({ id: 'i-000000000000000e', name: 'only-to-the-list', subnet: 'subnet-0ddd1', vpc: OUTER, address: '10.9.1.11', group: 'sg-0000000000000ddd2', publicAddress: true }),
  instance({ id: 'i-000000000000000f', name: 'bounded', subnet: 'subnet-0ccc1', address: '10.0.1.16', profile: 'Bounded' }),
  instance({ id: 'i-0000000000000010', name: 'no-outbound-rule', subnet: 'subnet-0ccc1', address: '10.0.1.17', group: 'sg-0000000000000bbb3' }),
  instance({ id: 'i-0000000000000011', name: 'no-such-profile', subnet: 'subnet-0ccc1', address: '10.0.1.18', profile: 'WrongTrust' }),
];

const group = (GroupId: string, VpcId: string, egress: unknown[], ingress: unknown[] = []) => ({ GroupId, GroupName: GroupId, VpcId, OwnerId: ACCOUNT, IpPermissions: ingress, IpPermissionsEgress: egress });

/** The whole account; every list is complete. */
export function account(): LiveScope {
  const roles = [
    role('Managed'), role('Half'), role('Denied'), role('WrongTrust', 'lambda.amazonaws.com'), role('HostManagement', 'ssm.amazonaws.com'),
    role('Bounded', undefined, { PermissionsBoundary: { PermissionsBoundaryType: 'Policy', PermissionsBoundaryArn: `arn:aws:iam::${ACCOUNT}:policy/NoMessages` } }),
  ];
  return {
    account: ACCOUNT,
    region: REGION,
    partition: 'aws',
    answers: [
      answer('ec2', 'describe-instances', { Reservations: [{ Instances: HOSTS }] }),
      answer('ec2', 'describe-vpcs', { Vpcs: [
        { VpcId: VPC, CidrBlock: '10.0.0.0/16', DhcpOptionsId: 'dopt-1', OwnerId: ACCOUNT, CidrBlockAssociationSet: [{ CidrBlock: '10.0.0.0/16', CidrBlockState: { State: 'associated' } }] },
        { VpcId: OUTER, CidrBlock: '10.9.0.0/16', DhcpOptionsId: 'dopt-1', OwnerId: ACCOUNT, CidrBlockAssociationSet: [{ CidrBlock: '10.9.0.0/16', CidrBlockState: { State: 'associated' } }] },
      ] }),
      ...[VPC, OUTER].flatMap((VpcId) => [
        answer('ec2', 'describe-vpc-attribute', { VpcId, EnableDnsSupport: { Value: true } }, { VpcId, Attribute: 'enableDnsSupport' }),
        answer('ec2', 'describe-vpc-attribute', { VpcId, EnableDnsHostnames: { Value: true } }, { VpcId, Attribute: 'enableDnsHostnames' }),
        answer('route53', 'list-hosted-zones-by-vpc', { HostedZoneSummaries: [] }, { VPCId: VpcId }),
      ]),
      answer('ec2', 'describe-dhcp-options', { DhcpOptions: [{ DhcpOptionsId: 'dopt-1', DhcpConfigurations: [{ Key: 'domain-name-servers', Values: [{ Value: 'AmazonProvidedDNS' }] }] }] }),
      answer('ec2', 'describe-subnets', { Subnets: [
        subnet('subnet-0ccc1', '10.0.1.0/24', 'a'), subnet('subnet-0ccc2', '10.0.2.0/24', 'a'), subnet('subnet-0ccc3', '10.0.3.0/24', 'b'), subnet('subnet-0ddd1', '10.9.1.0/24', 'a', OUTER, true),
        subnet('subnet-0ddd2', '10.9.2.0/24', 'a', OUTER), subnet('subnet-0ddd3', '10.9.3.0/24', 'a', OUTER), subnet('subnet-0ddd4', '10.9.4.0/24', 'a', OUTER), subnet('subnet-0ddd5', '10.9.5.0/24', 'a', OUTER),
      ] }),
      answer('ec2', 'describe-route-tables', { RouteTables: [
        { RouteTableId: 'rtb-0aaa1', VpcId: VPC, OwnerId: ACCOUNT, Associations: [{ Main: true, AssociationState: { State: 'associated' } }], Routes: [local('10.0.0.0/16')] },
        { RouteTableId: 'rtb-0ddd0', VpcId: OUTER, OwnerId: ACCOUNT, Associations: [{ Main: true, AssociationState: { State: 'associated' } }], Routes: [local('10.9.0.0/16')] },
        { RouteTableId: 'rtb-0ddd1', VpcId: OUTER, OwnerId: ACCOUNT, Associations: associated('subnet-0ddd1'), Routes: [local('10.9.0.0/16'), { DestinationCidrBlock: '0.0.0.0/0', GatewayId: 'igw-0ddd1', State: 'active' }] },
        { RouteTableId: 'rtb-0ddd2', VpcId: OUTER, OwnerId: ACCOUNT, Associations: associated('subnet-0ddd2'), Routes: [local('10.9.0.0/16'), { DestinationCidrBlock: '0.0.0.0/0', NatGatewayId: 'nat-0ddd1', State: 'active' }] },
        { RouteTableId: 'rtb-0ddd3', VpcId: OUTER, OwnerId: ACCOUNT, Associations: associated('subnet-0ddd3'), Routes: [local('10.9.0.0/16'), { DestinationCidrBlock: '0.0.0.0/0', NatGatewayId: 'nat-0ddd2', State: 'active' }] },
        { RouteTableId: 'rtb-0ddd4', VpcId: OUTER, OwnerId: ACCOUNT, Associations: associated('subnet-0ddd4'), Routes: [local('10.9.0.0/16'), { DestinationCidrBlock: '0.0.0.0/0', NatGatewayId: 'nat-0gone', State: 'blackhole' }] },
      ] }),
      answer('ec2', 'describe-network-acls', { NetworkAcls: [
        { NetworkAclId: 'acl-0aaa1', VpcId: VPC, IsDefault: true, Entries: open, Associations: [{ SubnetId: 'subnet-0ccc1' }, { SubnetId: 'subnet-0ccc2' }] },
        { NetworkAclId: 'acl-0aaa2', VpcId: VPC, IsDefault: false, Entries: open.filter((e) => e.Egress), Associations: [{ SubnetId: 'subnet-0ccc3' }] },
        { NetworkAclId: 'acl-0ddd1', VpcId: OUTER, IsDefault: true, Entries: open, Associations: ['1', '2', '3', '4', '5'].map((n) => ({ SubnetId: `subnet-0ddd${n}` })) },
      ] }),
      answer('ec2', 'describe-security-groups', { SecurityGroups: [
        group('sg-0000000000000bbb1', VPC, everywhere),
        group('sg-0000000000000bbb2', VPC, [https({ IpRanges: [{ CidrIp: '10.0.1.101/32' }, { CidrIp: '10.0.1.102/32' }] })]),
        group('sg-0000000000000bbb3', VPC, []),
        group('sg-0000000000000eee1', VPC, everywhere, [https({ UserIdGroupPairs: [{ GroupId: 'sg-0000000000000bbb1' }, { GroupId: 'sg-0000000000000bbb2' }] })]),
        group('sg-0000000000000ddd1', OUTER, everywhere),
        group('sg-0000000000000ddd2', OUTER, [https({ PrefixListIds: [{ PrefixListId: 'pl-0ddd1' }] })]),
      ] }),
      answer('ec2', 'describe-vpc-endpoints', { VpcEndpoints: [endpoint('ssm', 'vpce-0eee1', 'eni-0eee1'), endpoint('ssmmessages', 'vpce-0eee2', 'eni-0eee2')] }),
      answer('ec2', 'describe-network-interfaces', { NetworkInterfaces: [endpointInterface('eni-0eee1', '10.0.1.101'), endpointInterface('eni-0eee2', '10.0.1.102')] }),
      answer('ec2', 'describe-internet-gateways', { InternetGateways: [{ InternetGatewayId: 'igw-0ddd1', OwnerId: ACCOUNT, Attachments: [{ VpcId: OUTER, State: 'available' }] }] }),
      answer('ec2', 'describe-nat-gateways', { NatGateways: [
        { NatGatewayId: 'nat-0ddd1', State: 'available', SubnetId: 'subnet-0ddd1', VpcId: OUTER, ConnectivityType: 'public', NatGatewayAddresses: [{ AllocationId: 'eipalloc-1', PublicIp: '203.0.113.20', Status: 'succeeded' }] },
        { NatGatewayId: 'nat-0ddd2', State: 'failed', FailureCode: 'InsufficientFreeAddressesInSubnet', FailureMessage: 'Subnet has insufficient free addresses', SubnetId: 'subnet-0ddd1', VpcId: OUTER, ConnectivityType: 'public', NatGatewayAddresses: [] },
      ] }),
      answer('ec2', 'describe-managed-prefix-lists', { PrefixLists: [{ PrefixListId: 'pl-0ddd1', PrefixListName: 'everywhere', OwnerId: ACCOUNT }] }),
      answer('ec2', 'get-managed-prefix-list-entries', { Entries: [{ Cidr: '0.0.0.0/0' }] }, { PrefixListId: 'pl-0ddd1' }),
      answer('ec2', 'describe-images', { Images: [AL2023, DEBIAN] }),
      ...HOSTS.map(({ InstanceId }) => answer('ec2', 'describe-instance-attribute', {
        InstanceId, UserData: InstanceId === 'i-0000000000000007' ? { Value: Buffer.from('#!/bin/bash\nsystemctl disable --now amazon-ssm-agent\n').toString('base64') } : {},
      }, { InstanceId, Attribute: 'userData' })),
      answer('ec2', 'describe-vpc-block-public-access-options', { VpcBlockPublicAccessOptions: { InternetGatewayBlockMode: 'off', State: 'default-state' } }),
      answer('route53resolver', 'list-resolver-rule-associations', { ResolverRuleAssociations: [] }),
      answer('route53resolver', 'list-firewall-rule-group-associations', { FirewallRuleGroupAssociations: [] }),
      answer('route53profiles', 'list-profile-associations', { ProfileAssociations: [] }),
      answer('ssm', 'get-service-setting', { ServiceSetting: { SettingId: SETTING, SettingValue: 'HostManagement', Status: 'Customized' } }, { SettingId: SETTING }),
      answer('ssm', 'describe-instance-information', { InstanceInformationList: [{ InstanceId: 'i-0000000000000001', PingStatus: 'Online', LastPingDateTime: '2026-11-30T10:00:00+00:00', AgentVersion: '3.3.2299.0', PlatformType: 'Linux' }] }),
      ...['Managed', 'Half', 'Denied', 'WrongTrust', 'Bounded'].map((name) => profile(name, name)),
      ...roles.map((r) => answer('iam', 'get-role', { Role: r }, { RoleName: r.RoleName })),
      ...roles.map(({ RoleName }) => answer('iam', 'list-role-policies', { PolicyNames: RoleName === 'Denied' ? ['NoUpdates'] : RoleName === 'Half' ? ['Register'] : [] }, { RoleName })),
      answer('iam', 'get-role-policy', { RoleName: 'Denied', PolicyName: 'NoUpdates', PolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Deny', Action: 'ssmmessages:*', Resource: '*' }] } }, { RoleName: 'Denied', PolicyName: 'NoUpdates' }),
      answer('iam', 'get-role-policy', { RoleName: 'Half', PolicyName: 'Register', PolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'ssm:UpdateInstanceInformation', Resource: '*' }] } }, { RoleName: 'Half', PolicyName: 'Register' }),
      ...roles.map(({ RoleName }) => answer('iam', 'list-attached-role-policies', { AttachedPolicies: RoleName === 'Half' ? [] : [CORE, ...RoleName === 'Managed' ? [{ PolicyName: 'Own', PolicyArn: `arn:aws:iam::${ACCOUNT}:policy/Own` }] : []] }, { RoleName })),
      answer('iam', 'get-policy', { Policy: { PolicyName: 'Own', Arn: `arn:aws:iam::${ACCOUNT}:policy/Own`, DefaultVersionId: 'v2' } }, { PolicyName: 'Own' }),
      answer('iam', 'get-policy-version', { PolicyVersion: { VersionId: 'v2', IsDefaultVersion: true, Document: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'logs:*', Resource: '*' }] } } }, { PolicyName: 'Own', VersionId: 'v2' }),
      answer('iam', 'get-policy', { Policy: { PolicyName: 'NoMessages', Arn: `arn:aws:iam::${ACCOUNT}:policy/NoMessages`, DefaultVersionId: 'v1' } }, { PolicyName: 'NoMessages' }),
      answer('iam', 'get-policy-version', { PolicyVersion: { VersionId: 'v1', IsDefaultVersion: true, Document: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'ssm:*', Resource: '*' }] } } }, { PolicyName: 'NoMessages', VersionId: 'v1' }),
    ],
  };
}
