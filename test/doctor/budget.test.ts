import { examineLive } from '../../src/doctor';
import { LiveScope, SavedAnswer } from '../../src/prover/sources/live';
import { account, ACCOUNT, instance, REGION } from './account';
import { FakeAccount } from './fake-caller';

const answer = (service: string, operation: string, data: Record<string, unknown>, parameters: Record<string, unknown> = {}): SavedAnswer => ({ service, operation, parameters, outcome: 'complete', data });
const hex = (n: number) => n.toString(16).padStart(8, '0');

/** An account of its own: private VPCs with endpoints, instances that are online but for some, several roles. */
function generated({ vpcs, hosts, lost, profiles }: { vpcs: number; hosts: number; lost: number; profiles: number }): LiveScope {
  const base = account();
  const of = (operation: string, key: string) => (base.answers.find((a) => a.operation === operation)!.data[key] as Record<string, unknown>[]);
  const first = 'vpc-0aaaaaaaaaaaaaaa1';
  // A copy of the first VPC for each, with ids of its own.
  const copy = (items: readonly Record<string, unknown>[], n: number) => items.filter((item) => JSON.stringify(item).includes(first)).map((item) => JSON.parse(JSON.stringify(item)
    .replace(/"(vpc|subnet|rtb|acl|sg|vpce|eni)-0[0-9a-f]+"/g, (id) => `${id.slice(0, -1)}${hex(n)}"`)) as Record<string, unknown>);
  const lists = [['describe-vpcs', 'Vpcs'], ['describe-subnets', 'Subnets'], ['describe-route-tables', 'RouteTables'], ['describe-network-acls', 'NetworkAcls'], ['describe-security-groups', 'SecurityGroups'], ['describe-vpc-endpoints', 'VpcEndpoints'], ['describe-network-interfaces', 'NetworkInterfaces']] as const;
  const numbers = Array.from({ length: vpcs }, (_, n) => n);
  const instances = Array.from({ length: hosts }, (_, n) => {
    const suffix = hex(n % vpcs);
    return instance({ id: `i-00000000${hex(n)}`, name: `host-${n}`, vpc: `${first}${suffix}`, subnet: `subnet-0ccc1${suffix}`, group: `sg-0000000000000bbb1${suffix}`, address: `10.0.1.${10 + (n % 200)}`, profile: `Profile${n % profiles}` });
  });
  const role = (n: number) => ({
    RoleName: `Role${n}`, Path: '/', AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }] },
    InstanceProfileList: [{ InstanceProfileName: `Profile${n}`, Roles: [{ RoleName: `Role${n}` }] }], RolePolicyList: [],
    AttachedManagedPolicies: [{ PolicyName: 'AmazonSSMManagedInstanceCore', PolicyArn: 'arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore' }],
  });
  const online = instances.slice(lost);
  return {
    account: ACCOUNT,
    region: REGION,
    answers: [
      answer('sts', 'get-caller-identity', { Account: ACCOUNT, Arn: `arn:aws:iam::${ACCOUNT}:user/a` }),
      answer('ec2', 'describe-instances', { Reservations: instances.map((i) => ({ Instances: [i] })) }),
      ...lists.map(([operation, key]) => answer('ec2', operation, { [key]: numbers.flatMap((n) => copy(of(operation, key), n)) })),
      ...numbers.flatMap((n) => ['enableDnsSupport', 'enableDnsHostnames'].map((Attribute) => answer('ec2', 'describe-vpc-attribute', { VpcId: `${first}${hex(n)}`, [Attribute.replace('e', 'E')]: { Value: true } }, { VpcId: `${first}${hex(n)}`, Attribute }))),
      ...numbers.map((n) => answer('route53', 'list-hosted-zones-by-vpc', { HostedZoneSummaries: [] }, { VPCId: `${first}${hex(n)}` })),
      ...base.answers.filter((a) => ['describe-dhcp-options', 'describe-images', 'describe-vpc-block-public-access-options'].includes(a.operation)),
      answer('ssm', 'get-service-setting', { ServiceSetting: { SettingId: '/ssm/managed-instance/default-ec2-instance-management-role', SettingValue: '$None' } }, { SettingId: '/ssm/managed-instance/default-ec2-instance-management-role' }),
      answer('ssm', 'describe-instance-information', { InstanceInformationList: online.map((i) => ({ InstanceId: i.InstanceId, PingStatus: 'Online', AgentVersion: '3.3.2299.0' })) }),
      answer('iam', 'get-account-authorization-details', { RoleDetailList: Array.from({ length: profiles }, (_, n) => role(n)), Policies: [] }, {}),
      ...Array.from({ length: profiles }, (_, n) => [
        answer('iam', 'get-instance-profile', { InstanceProfile: { InstanceProfileName: `Profile${n}`, Roles: [role(n)] } }, { InstanceProfileName: `Profile${n}` }),
        answer('iam', 'get-role', { Role: role(n) }, { RoleName: `Role${n}` }),
        answer('iam', 'list-role-policies', { PolicyNames: [] }, { RoleName: `Role${n}` }),
        answer('iam', 'list-attached-role-policies', { AttachedPolicies: role(n).AttachedManagedPolicies }, { RoleName: `Role${n}` }),
      ]).flat(),
      ...instances.map(({ InstanceId }) => answer('ec2', 'describe-instance-attribute', { InstanceId, UserData: {} }, { InstanceId, Attribute: 'userData' })),
    ],
  };
}

/** Pages as large as AWS's, for the lists that matter here. */
async function examined(scope: LiveScope, ids: readonly string[] = []) {
  const fake = new FakeAccount(scope, { pageSizes: { 'describe-instance-information': 50, 'describe-route-tables': 100 } });
  return { fake, ...await examineLive([fake], { ids, regions: [], tags: [], judge: { tier: 'connect', hostManagement: 'unknown' }, callerOf: () => fake }) };
}

test('500 instances in 20 VPCs: at most 250 requests, and none for an instance that is proved and online', async () => {
  const { fake, collected, examined: { hosts, errors } } = await examined(generated({ vpcs: 20, hosts: 500, lost: 12, profiles: 8 }));
  expect(errors).toEqual([]);
  expect(hosts.filter(({ verdict }) => verdict.verdict === 'ready').length).toBe(500);
  expect(collected[0].requests).toBe(fake.pages);
  expect(fake.pages).toBeLessThanOrEqual(250);
  // So that a change of the plan is seen: 12 instances are lost, each for one call.
  expect(fake.pages).toBe(103);
  expect(fake.count('describe-instance-attribute')).toBe(12);
  expect(fake.most).toBe(8);
});

test('the number of instances that are online does not change the number of calls, apart from pages', async () => {
  const few = await examined(generated({ vpcs: 20, hosts: 100, lost: 5, profiles: 8 }));
  const many = await examined(generated({ vpcs: 20, hosts: 400, lost: 5, profiles: 8 }));
  expect(many.fake.requests.length).toBe(few.fake.requests.length);
});

test('one of 500: at most 35', async () => {
  const { fake, examined: { hosts } } = await examined(generated({ vpcs: 20, hosts: 500, lost: 12, profiles: 8 }), ['i-0000000000000003']);
  expect(hosts.map(({ verdict }) => verdict.verdict)).toEqual(['ready']);
  expect(fake.pages).toBeLessThanOrEqual(35);
  expect(fake.pages).toBe(30);
});

test('300 pages of one list are put together', async () => {
  const scope = generated({ vpcs: 1, hosts: 300, lost: 0, profiles: 1 });
  const fake = new FakeAccount(scope, { pageSizes: { 'describe-instances': 1 } });
  const { examined: { hosts } } = await examineLive([fake], { ids: [], regions: [], tags: [], judge: { tier: 'connect', hostManagement: 'unknown' }, callerOf: () => fake });
  expect(hosts.length).toBe(300);
  expect(fake.pages).toBe(fake.requests.length + 299);
});
