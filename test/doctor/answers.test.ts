import { prove } from '../../src/doctor';
import { Answers, because, LiveScope, OPERATIONS, permissionOf, SavedAnswer } from '../../src/prover/sources/live';
import { account, ACCOUNT } from './account';

const answer = (operation: string, parameters: Record<string, unknown>, outcome: SavedAnswer['outcome'] = 'complete', data: Record<string, unknown> = {}): SavedAnswer => ({ service: 'ec2', operation, parameters, outcome, data });
const filter = (Name: string, ...Values: string[]) => ({ Filters: [{ Name, Values }] });
const stateOf = (answers: readonly SavedAnswer[], vpc?: string) => new Answers(answers).list('ec2', 'describe-route-tables', vpc).state;
const tables = (parameters: Record<string, unknown>, outcome?: SavedAnswer['outcome'], data: Record<string, unknown> = { RouteTables: [] }) => answer('describe-route-tables', parameters, outcome, data);

test.each([
  ['never asked', [], 'vpc-1', 'not asked'],
  ['all of it', [tables({ MaxResults: 100 })], 'vpc-1', 'complete'],
  ['of this VPC', [tables(filter('vpc-id', 'vpc-1', 'vpc-2'))], 'vpc-1', 'complete'],
  ['of another VPC', [tables(filter('vpc-id', 'vpc-2'))], 'vpc-1', 'not asked'],
  ['of another VPC too', [tables(filter('vpc-id', 'vpc-2')), tables(filter('vpc-id', 'vpc-1'))], 'vpc-1', 'complete'],
  ['of some VPC', [tables(filter('vpc-id', 'vpc-2'))], undefined, 'not asked'],
  ['those with a tag', [tables(filter('tag:Name', 'x'))], 'vpc-1', 'partial'],
  ['some by id', [tables({ RouteTableIds: ['rtb-1'] })], 'vpc-1', 'partial'],
  ['two pages, the first of which says that there is more', [tables({}, 'partial'), tables({})], 'vpc-1', 'partial'],
  ['whose answer has no list', [tables({}, 'complete', {})], 'vpc-1', 'failed'],
  ['whose list holds something else', [tables({}, 'complete', { RouteTables: [null] })], 'vpc-1', 'failed'],
  ['denied once', [tables({}), tables({}, 'denied')], 'vpc-1', 'denied'],
] as const)('a list that was asked for %s', (_, answers, vpc, state) => {
  expect(stateOf(answers, vpc)).toBe(state);
});

test('each call names the permission it needs as IAM spells it', () => {
  const named = Object.fromEntries(OPERATIONS.map(({ service, operation }) => [`${service} ${operation}`, permissionOf(service, operation)]));
  expect(named).toMatchObject({
    'ec2 describe-vpcs': 'ec2:DescribeVpcs', 'ec2 search-transit-gateway-routes': 'ec2:SearchTransitGatewayRoutes', 'route53 list-hosted-zones-by-vpc': 'route53:ListHostedZonesByVPC',
    'ec2 describe-vpc-block-public-access-options': 'ec2:DescribeVpcBlockPublicAccessOptions', 'iam get-account-authorization-details': 'iam:GetAccountAuthorizationDetails',
  });
  for (const permission of Object.values(named)) expect(permission).toMatch(/^[a-z0-9-]+:[A-Z][A-Za-z0-9]+$/);
  expect(because({ state: 'denied', service: 'ec2', operation: 'describe-vpcs' })).toBe('ec2 describe-vpcs was denied: ec2:DescribeVpcs is needed');
});

const verdicts = (scopes: readonly LiveScope[]) => Object.fromEntries(prove(scopes, { tier: 'connect', hostManagement: 'unknown' }).judgement.hosts.map((h) => [h.name, h.verdict]));

test('one sweep of IAM says the same as its calls one by one', () => {
  const scope = account();
  const iam = scope.answers.filter((a) => a.service === 'iam');
  const of = (operation: string, RoleName: string) => iam.find((a) => a.operation === operation && a.parameters.RoleName === RoleName)?.data as Record<string, unknown[]>;
  const roles = iam.filter((a) => a.operation === 'get-role').map((a) => a.data.Role as Record<string, unknown>);
  const policies = iam.filter((a) => a.operation === 'get-policy').map((a) => a.data.Policy as Record<string, string>);
  const sweep = {
    RoleDetailList: roles.map((role) => {
      const name = role.RoleName as string;
      return {
        ...role,
        AttachedManagedPolicies: of('list-attached-role-policies', name).AttachedPolicies,
        RolePolicyList: iam.filter((a) => a.operation === 'get-role-policy' && a.parameters.RoleName === name).map((a) => ({ PolicyName: a.parameters.PolicyName, PolicyDocument: encodeURIComponent(JSON.stringify(a.data.PolicyDocument)) })),
        InstanceProfileList: name === 'HostManagement' ? [] : [{ InstanceProfileName: name, Roles: [{ RoleName: name }] }],
      };
    }),
    Policies: policies.map((policy) => ({ ...policy, PolicyVersionList: iam.filter((a) => a.operation === 'get-policy-version' && a.parameters.PolicyName === policy.PolicyName).map((a) => a.data.PolicyVersion) })),
  };
  const swept: LiveScope = { ...scope, answers: [...scope.answers.filter((a) => a.service !== 'iam'), { service: 'iam', operation: 'get-account-authorization-details', parameters: {}, outcome: 'complete', data: sweep }] };
  expect(verdicts([swept])).toEqual(verdicts([scope]));
  // Both together say nothing else.
  expect(verdicts([{ ...swept, answers: [...swept.answers, ...iam] }])).toEqual(verdicts([scope]));
});

test('the same names in another account, and another Region, change nothing', () => {
  const other = (scope: LiveScope, id: string): LiveScope => JSON.parse(JSON.stringify(scope).replaceAll(ACCOUNT, id).replace(/\b(i|vpc|subnet|rtb|acl|sg|igw|nat|vpce|eni|pl|dopt)-/g, '$1-f')) as LiveScope;
  const alone = verdicts([account()]);
  // There the role of Default Host Management, which has the same name, may do nothing.
  const stranger = other(account(), '999988887777');
  const weak: LiveScope = { ...stranger, answers: stranger.answers.map((a) => (a.operation === 'list-attached-role-policies' ? { ...a, data: { AttachedPolicies: [] } } : a)) };
  for (const scopes of [[account(), weak], [weak, account()], [account(), { ...account(), region: 'us-east-1', answers: other(account(), ACCOUNT).answers }]]) expect(verdicts(scopes)).toMatchObject(alone);
});

test('a VPC that only a peering connection names is known by its addresses, and by nothing else', () => {
  const scope = account();
  const peering = {
    VpcPeeringConnectionId: 'pcx-0abc', Status: { Code: 'active' },
    RequesterVpcInfo: { VpcId: 'vpc-0aaaaaaaaaaaaaaa2', OwnerId: ACCOUNT, CidrBlock: '10.9.0.0/16', Region: 'eu-central-1' },
    AccepterVpcInfo: { VpcId: 'vpc-0bbb', OwnerId: '222233334444', CidrBlock: '10.77.0.0/16', Region: 'eu-central-1' },
  };
  const joined: LiveScope = { ...scope, answers: [...scope.answers, answer('describe-vpc-peering-connections', {}, 'complete', { VpcPeeringConnections: [peering] })] };
  const { loaded } = prove([joined], { tier: 'connect', hostManagement: 'unknown' });
  const stub = loaded.estate.ofType('AWS::EC2::VPC').find((r) => r.logicalId === 'vpc-0bbb');
  expect(JSON.stringify(stub?.raw)).toContain('"CidrBlock":"10.77.0.0/16"');
  expect(JSON.stringify(stub?.raw)).toContain('describe-vpc-attribute was not asked');
  expect(verdicts([joined])).toEqual(verdicts([scope]));
});

/** One member of an answer, put out of shape: nothing crashes, and no host is ready for want of what was there. */
test.each([
  ['list-role-policies', ['PolicyNames'], 'x', 2],
  ['list-attached-role-policies', ['AttachedPolicies', 0], {}, 5],
  ['get-instance-profile', ['InstanceProfile', 'Roles', 0], { Ref: 'x' }, 2],
  ['describe-instance-attribute', ['UserData'], { 'Fn::If': [1] }, 6],
  ['get-role-policy', ['PolicyDocument', 'Statement', 0], { 'Fn::If': [1] }, 0],
  ['describe-images', ['Images', 1, 'Name'], -1, 0],
  ['describe-network-acls', ['NetworkAcls', 1, 'Entries'], [null], 0],
  ['describe-network-acls', ['NetworkAcls', 0, 'Entries', 0, 'RuleNumber'], {}, 0],
  ['describe-security-groups', ['SecurityGroups', 0, 'IpPermissionsEgress'], {}, 0],
  ['describe-route-tables', ['RouteTables', 1, 'Routes'], 'none', 0],
] as const)('%s with %j out of shape', (operation, path, value, index) => {
  const scope = account();
  const found = scope.answers.filter((a) => a.operation === operation)[index];
  const data = JSON.parse(JSON.stringify(found.data)) as Record<string, unknown>;
  let at = data as Record<string | number, unknown>;
  for (const step of path.slice(0, -1)) at = at[step] as Record<string | number, unknown>;
  at[path[path.length - 1]] = value;
  const before = verdicts([scope]);
  const after = prove([{ ...scope, answers: scope.answers.map((a) => (a === found ? { ...a, data } : a)) }], { tier: 'connect', hostManagement: 'unknown' }).judgement;
  expect(after.errors).toEqual([]);
  const changed = after.hosts.filter((h) => before[h.name] !== h.verdict);
  expect(changed.length).toBeGreaterThan(0);
  expect(changed.map((h) => h.verdict)).toEqual(changed.map(() => 'unknown'));
});
