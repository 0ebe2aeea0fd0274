import { existsSync, readdirSync } from 'fs';
import { dirname, join, resolve } from 'path';
import { skip } from '../../scripts/skip';
import { readFolder, scopesOf } from '../../src/doctor';
import { LiveScope, SavedAnswer } from '../../src/prover/sources/live';

/** Recorded answers of real accounts stand beside the checkout (of a worktree: beside its main one), and are never copied into it. */
export const RECORDINGS = ['../../../shared/recordings', '../../../../shared/recordings'].map((path) => resolve(__dirname, path)).find((path) => existsSync(path));

/** Tests over recordings: skipped, visibly, where these are not there; a failure in CI. */
export function withRecordings(name: string, tests: (folder: string) => void): void {
  if (RECORDINGS !== undefined) {
    describe(name, () => tests(RECORDINGS!));
    return;
  }
  const failed = skip(`${name}: no recordings beside the checkout (${dirname(resolve(__dirname, '../../../shared/recordings'))})`);
  (failed ? test : test.skip)(name, () => expect(RECORDINGS).toBeDefined());
}

export const estatesOf = (folder: string) => readdirSync(join(folder, 'batfish')).sort();

export function scopesIn(folder: string): LiveScope[] {
  const found = readFolder(folder);
  expect(found.errors.map((e) => `${e.template}: ${e.message}`)).toEqual([]);
  return scopesOf(found);
}

const answer = (service: string, operation: string, data: Record<string, unknown>, parameters: Record<string, unknown> = {}): SavedAnswer => ({ service, operation, parameters, outcome: 'complete', data });

const items = (scope: LiveScope, operation: string, key: string) => scope.answers.filter((a) => a.operation === operation).flatMap((a) => a.data[key] as Record<string, unknown>[]);

const CORE = 'arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore';

/** What a recording lacks, so that its verdicts are decided by what it holds: a role that may, an image that carries the agent, nothing else that answers for names. */
export function completed(scope: LiveScope): LiveScope {
  const reservations = items(scope, 'describe-instances', 'Reservations').map((reservation) => ({
    ...reservation,
    Instances: (reservation.Instances as Record<string, unknown>[]).map((instance) => ({
      ...instance,
      ImageId: 'ami-00000000000000001',
      MetadataOptions: { HttpEndpoint: 'enabled', State: 'applied' },
      IamInstanceProfile: { Arn: 'arn:aws:iam::123456789012:instance-profile/Managed' },
    })),
  }));
  const vpcs = items(scope, 'describe-vpcs', 'Vpcs').map((v) => v.VpcId as string);
  const ids = reservations.flatMap((r) => r.Instances).map((i) => (i as unknown as { InstanceId: string }).InstanceId);
  const has = (operation: string) => scope.answers.some((a) => a.operation === operation);
  const empty = (service: string, operation: string, key: string) => (has(operation) ? [] : [answer(service, operation, { [key]: [] })]);
  return {
    ...scope,
    answers: [
      ...scope.answers.filter((a) => a.operation !== 'describe-instances'),
      answer('ec2', 'describe-instances', { Reservations: reservations }),
      ...vpcs.flatMap((VpcId) => [
        answer('ec2', 'describe-vpc-attribute', { VpcId, EnableDnsSupport: { Value: true } }, { VpcId, Attribute: 'enableDnsSupport' }),
        answer('ec2', 'describe-vpc-attribute', { VpcId, EnableDnsHostnames: { Value: true } }, { VpcId, Attribute: 'enableDnsHostnames' }),
        answer('route53', 'list-hosted-zones-by-vpc', { HostedZoneSummaries: [] }, { VPCId: VpcId }),
      ]),
      answer('ec2', 'describe-dhcp-options', { DhcpOptions: [...new Set(items(scope, 'describe-vpcs', 'Vpcs').map((v) => v.DhcpOptionsId))].map((DhcpOptionsId) => ({ DhcpOptionsId, DhcpConfigurations: [{ Key: 'domain-name-servers', Values: [{ Value: 'AmazonProvidedDNS' }] }] })) }),
      answer('ec2', 'describe-images', { Images: [{ ImageId: 'ami-00000000000000001', Name: 'al2023-ami-2023.6.20241010.0-kernel-6.1-x86_64', OwnerId: '137112412989' }] }),
      ...ids.map((InstanceId) => answer('ec2', 'describe-instance-attribute', { InstanceId, UserData: {} }, { InstanceId, Attribute: 'userData' })),
      answer('ec2', 'describe-vpc-block-public-access-options', { VpcBlockPublicAccessOptions: { InternetGatewayBlockMode: 'off', State: 'default-state' } }),
      ...[['describe-vpc-endpoints', 'VpcEndpoints'], ['describe-internet-gateways', 'InternetGateways'], ['describe-nat-gateways', 'NatGateways'], ['describe-vpc-peering-connections', 'VpcPeeringConnections'],
        ['describe-transit-gateways', 'TransitGateways'], ['describe-managed-prefix-lists', 'PrefixLists']].flatMap(([operation, key]) => empty('ec2', operation, key)),
      answer('route53resolver', 'list-resolver-rule-associations', { ResolverRuleAssociations: [] }),
      answer('route53resolver', 'list-resolver-rules', { ResolverRules: [] }),
      answer('route53resolver', 'list-firewall-rule-group-associations', { FirewallRuleGroupAssociations: [] }),
      answer('route53profiles', 'list-profile-associations', { ProfileAssociations: [] }),
      answer('ssm', 'get-service-setting', { ServiceSetting: { SettingId: '/ssm/managed-instance/default-ec2-instance-management-role', SettingValue: '$None', Status: 'Default' } }, { SettingId: '/ssm/managed-instance/default-ec2-instance-management-role' }),
      answer('iam', 'get-instance-profile', { InstanceProfile: { InstanceProfileName: 'Managed', Roles: [{ RoleName: 'Managed' }] } }, { InstanceProfileName: 'Managed' }),
      answer('iam', 'get-role', { Role: { RoleName: 'Managed', Path: '/', AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }] } } }, { RoleName: 'Managed' }),
      answer('iam', 'list-role-policies', { PolicyNames: [] }, { RoleName: 'Managed' }),
      answer('iam', 'list-attached-role-policies', { AttachedPolicies: [{ PolicyName: 'AmazonSSMManagedInstanceCore', PolicyArn: CORE }] }, { RoleName: 'Managed' }),
    ],
  };
}
