import { prove } from '../../src/doctor';
import { LiveScope } from '../../src/prover/sources/live';
import { account, instance } from './account';

/** Runtime states, and everything else that no template can state: one change of the whole account at a time. */

type Data = Record<string, any>;

const copy = <T>(value: T) => JSON.parse(JSON.stringify(value)) as T;

/** The account with the answer of one call changed. */
function changed(operation: string, change: (data: Data) => void, index = 0): LiveScope {
  const scope = account();
  const found = scope.answers.filter((a) => a.operation === operation)[index];
  const data = copy(found.data) as Data;
  change(data);
  return { ...scope, answers: scope.answers.map((a) => (a === found ? { ...a, data } : a)) };
}

const added = (scope: LiveScope, service: string, operation: string, data: Data, parameters: Data = {}): LiveScope => ({ ...scope, answers: [...scope.answers.filter((a) => a.operation !== operation), { service, operation, parameters, outcome: 'complete', data }] });

function hostOf(scopes: LiveScope | readonly LiveScope[], name: string) {
  const { judgement } = prove(Array.isArray(scopes) ? scopes as LiveScope[] : [scopes as LiveScope], { tier: 'connect', hostManagement: 'unknown' });
  expect(judgement.errors).toEqual([]);
  const host = judgement.hosts.find((h) => h.name.startsWith(`${name} `) || h.name === name);
  if (!host) throw new Error(`no ${name}`);
  return { verdict: host.verdict, codes: [...new Set(host.findings.filter((f) => f.severity === 'error').map((f) => f.code))], open: host.unknowns.map((u) => u.unknown.what).join('; ') };
}

const endpoints = (state: string, more: Data = {}) => changed('describe-vpc-endpoints', (d) => d.VpcEndpoints.forEach((e: Data) => Object.assign(e, { State: state }, more)));

test.each([
  ['failed', 'never', ['ENDPOINT_NOT_AVAILABLE']],
  ['rejected', 'never', ['ENDPOINT_NOT_AVAILABLE']],
  ['expired', 'never', ['ENDPOINT_NOT_AVAILABLE']],
  ['Available', 'ready', []],
  ['pending', 'unknown', []],
  ['Partial', 'unknown', []],
])('endpoints that are %s: %s', (state, verdict, codes) => {
  expect(hostOf(endpoints(state, { LastError: { Code: 'X', Message: 'no free addresses' } }), 'by-endpoints')).toMatchObject({ verdict, codes });
});

test.each([['failed', 'never'], ['deleting', 'never'], ['deleted', 'never'], ['pending', 'unknown'], ['available', 'ready']])('a NAT gateway that is %s: %s', (state, verdict) => {
  const scope = changed('describe-nat-gateways', (d) => { d.NatGateways[0].State = state; });
  expect(hostOf(scope, 'by-nat-gateway')).toMatchObject({ verdict, codes: verdict === 'never' ? ['NGW_NOT_AVAILABLE'] : [] });
});

test('a NAT gateway without a public address', () => {
  expect(hostOf(changed('describe-nat-gateways', (d) => { d.NatGateways[0].NatGatewayAddresses = [{ PrivateIp: '10.9.1.5', Status: 'failed' }]; }), 'by-nat-gateway')).toMatchObject({ verdict: 'never', codes: ['NGW_WITHOUT_PUBLIC_IP'] });
});

test('an internet gateway that is detached, with the route that leads to it a blackhole', () => {
  const scope = changed('describe-internet-gateways', (d) => { d.InternetGateways[0].Attachments = []; });
  expect(hostOf(scope, 'public')).toMatchObject({ verdict: 'never', codes: ['IGW_NOT_ATTACHED_TO_VPC'] });
  const black = changed('describe-route-tables', (d) => { d.RouteTables[2].Routes[1].State = 'blackhole'; });
  expect(hostOf(black, 'public')).toMatchObject({ verdict: 'never', codes: ['BLACKHOLE_ROUTE'] });
  expect(hostOf(black, 'by-nat-gateway')).toMatchObject({ verdict: 'never', codes: ['BLACKHOLE_ROUTE'] });
});

test.each([
  ['the DNS hostnames are off', 1, 'never', ['VPC_DNS_HOSTNAMES_DISABLED']],
  ['the DNS support is off', 0, 'never', ['VPC_DNS_SUPPORT_DISABLED']],
])('%s', (_, index, verdict, codes) => {
  const scope = changed('describe-vpc-attribute', (d) => { for (const key of Object.keys(d)) if (key !== 'VpcId') d[key].Value = false; }, index);
  expect(hostOf(scope, 'by-endpoints')).toMatchObject({ verdict, codes });
});

test('the metadata service is off, or its setting pending', () => {
  const set = (options: Data) => changed('describe-instances', (d) => { d.Reservations[0].Instances[0].MetadataOptions = options; });
  expect(hostOf(set({ State: 'applied', HttpEndpoint: 'disabled' }), 'by-endpoints')).toMatchObject({ verdict: 'never', codes: ['IMDS_DISABLED'] });
  expect(hostOf(set({ State: 'pending', HttpEndpoint: 'enabled' }), 'by-endpoints')).toMatchObject({ verdict: 'unknown' });
});

test('the exact addresses of endpoint interfaces decide', () => {
  const elsewhere = changed('describe-network-interfaces', (d) => { d.NetworkInterfaces[1].PrivateIpAddress = '10.0.1.250'; });
  expect(hostOf(elsewhere, 'only-to-the-interfaces')).toMatchObject({ verdict: 'never', codes: ['ENI_SG_RULES_MISMATCH'] });
});

test('a stopped instance is judged as it would start; whether it gets an automatic address is not known', () => {
  const stop = (index: number) => changed('describe-instances', (d) => { const i = d.Reservations[0].Instances[index]; i.State.Name = 'stopped'; delete i.NetworkInterfaces[0].Association; });
  expect(hostOf(stop(0), 'by-endpoints').verdict).toBe('ready');
  expect(hostOf(stop(8), 'public')).toMatchObject({ verdict: 'unknown' });
});

test('a terminated instance is left out', () => {
  const scope = changed('describe-instances', (d) => { d.Reservations[0].Instances[0].State.Name = 'terminated'; });
  const { input, judgement } = prove([scope], { tier: 'connect', hostManagement: 'unknown' });
  expect({ gone: input.gone, hosts: judgement.hosts.length }).toEqual({ gone: 1, hosts: 16 });
});

test('Block Public Access: the options of the account, spared by what a subnet says of itself', () => {
  const block = (mode: string) => changed('describe-vpc-block-public-access-options', (d) => { d.VpcBlockPublicAccessOptions = { InternetGatewayBlockMode: mode, State: 'update-complete' }; });
  const none = (scope: LiveScope) => added(scope, 'ec2', 'describe-vpc-block-public-access-exclusions', { VpcBlockPublicAccessExclusions: [] });
  expect(hostOf(none(block('block-bidirectional')), 'public')).toMatchObject({ verdict: 'never', codes: ['VPC_BLOCK_PUBLIC_ACCESS_ENABLED'] });
  expect(hostOf(none(block('block-ingress')), 'by-nat-gateway').verdict).toBe('ready');
  expect(hostOf(block('block-bidirectional'), 'public')).toMatchObject({ verdict: 'unknown', open: expect.stringContaining('describe-vpc-block-public-access-exclusions') });
  const spared = none(block('block-bidirectional'));
  const subnets = spared.answers.find((a) => a.operation === 'describe-subnets')!;
  const data = copy(subnets.data) as Data;
  data.Subnets.forEach((s: Data) => { s.BlockPublicAccessStates = { InternetGatewayBlockMode: 'off' }; });
  expect(hostOf({ ...spared, answers: spared.answers.map((a) => (a === subnets ? { ...a, data } : a)) }, 'public').verdict).toBe('ready');
});

test.each([
  ['a DNS firewall', 'route53resolver', 'list-firewall-rule-group-associations', { FirewallRuleGroupAssociations: [{ Id: 'rslvr-frgassoc-1', VpcId: 'vpc-0aaaaaaaaaaaaaaa1' }] }],
  ['name servers of somebody else', 'ec2', 'describe-dhcp-options', { DhcpOptions: [{ DhcpOptionsId: 'dopt-1', DhcpConfigurations: [{ Key: 'domain-name-servers', Values: [{ Value: '10.0.0.53' }] }] }] }],
])('%s decides what names resolve to: unknown', (_, service, operation, data) => {
  expect(hostOf(added(account(), service, operation, data), 'by-endpoints').verdict).toBe('unknown');
});

test('a private hosted zone of another account takes the name over where no endpoint has it', () => {
  const scope = changed('list-hosted-zones-by-vpc', (d) => { d.HostedZoneSummaries = [{ HostedZoneId: 'Z1', Name: 'ssm.eu-central-1.amazonaws.com.', Owner: { OwningAccount: '999999999999' } }]; }, 1);
  const host = hostOf(scope, 'public');
  expect(host.verdict).toBe('unknown');
});

test('the rule of the resolver itself, which every VPC has, changes nothing', () => {
  const scope = added(added(account(), 'route53resolver', 'list-resolver-rule-associations', { ResolverRuleAssociations: [{ Id: 'rslvr-autodefined-assoc-1', ResolverRuleId: 'rslvr-autodefined-rr-internet-resolver', VPCId: 'vpc-0aaaaaaaaaaaaaaa1' }] }),
    'route53resolver', 'list-resolver-rules', { ResolverRules: [{ Id: 'rslvr-autodefined-rr-internet-resolver', DomainName: '.', RuleType: 'RECURSIVE' }] });
  expect(hostOf(scope, 'by-endpoints').verdict).toBe('ready');
});

describe('a subnet that another account shares', () => {
  const OWNER = '444455556666';
  const participant = (): LiveScope => {
    const scope = account();
    const owned = new Set(['describe-vpcs', 'describe-subnets']);
    return {
      ...scope,
      answers: scope.answers.filter((a) => !['describe-vpc-endpoints', 'describe-nat-gateways'].includes(a.operation)).map((a) => {
        if (!owned.has(a.operation)) return a;
        const data = copy(a.data) as Data;
        for (const item of data.Vpcs ?? data.Subnets) item.OwnerId = OWNER;
        return { ...a, data };
      }).concat([
        { service: 'ec2', operation: 'describe-vpc-endpoints', parameters: {}, outcome: 'complete', data: { VpcEndpoints: [] } },
        { service: 'ec2', operation: 'describe-nat-gateways', parameters: {}, outcome: 'complete', data: { NatGateways: [] } },
      ]),
    };
  };

  test('what the participant cannot see is unknown, and names the owner', () => {
    expect(hostOf(participant(), 'by-endpoints')).toMatchObject({ verdict: 'unknown', open: expect.stringContaining(OWNER) });
    expect(hostOf(participant(), 'by-nat-gateway')).toMatchObject({ verdict: 'unknown' });
  });

  test('with the answers of the owner beside them, the proof goes through', () => {
    const owner: LiveScope = { ...account(), account: OWNER, answers: participantless(account(), OWNER) };
    expect(hostOf([participant(), owner], 'by-endpoints').verdict).toBe('ready');
  });

  /** The owner's view: the network is theirs, the instances are not. */
  function participantless(scope: LiveScope, owner: string): LiveScope['answers'] {
    return scope.answers.filter((a) => a.operation !== 'describe-instances').map((a) => {
      const text = JSON.stringify(a.data).replace(/"OwnerId":"\d{12}"/g, `"OwnerId":"${owner}"`);
      return { ...a, data: JSON.parse(text) as Data };
    });
  }
});

test('a route to a network interface leads to the instance that has it', () => {
  const scope = account();
  const nat = { ...instance({ id: 'i-00000000000000aaa', name: 'nat-instance', subnet: 'subnet-0ddd1', vpc: 'vpc-0aaaaaaaaaaaaaaa2', address: '10.9.1.50', group: 'sg-0000000000000ddd1', publicAddress: true }), SourceDestCheck: false };
  nat.NetworkInterfaces[0].SourceDestCheck = false;
  const answers = scope.answers.map((a) => {
    const data = copy(a.data) as Data;
    if (a.operation === 'describe-instances') data.Reservations[0].Instances.push(nat);
    if (a.operation === 'describe-route-tables') data.RouteTables[3].Routes[1] = { DestinationCidrBlock: '0.0.0.0/0', InstanceId: nat.InstanceId, NetworkInterfaceId: nat.NetworkInterfaces[0].NetworkInterfaceId, State: 'active' };
    return { ...a, data };
  }).concat([{ service: 'ec2', operation: 'describe-instance-attribute', parameters: { InstanceId: nat.InstanceId, Attribute: 'userData' }, outcome: 'complete', data: { InstanceId: nat.InstanceId, UserData: {} } }]);
  const checked = hostOf({ ...scope, answers: answers.map((a) => (a.operation === 'describe-instances' ? { ...a, data: JSON.parse(JSON.stringify(a.data).replaceAll('"SourceDestCheck":false', '"SourceDestCheck":true')) as Data } : a)) }, 'by-nat-gateway');
  expect(checked).toMatchObject({ verdict: 'never' });
  expect(checked.codes).toContain('ENI_SOURCE_DEST_CHECK_RESTRICTION');
  expect(hostOf({ ...scope, answers }, 'by-nat-gateway').codes).not.toContain('ENI_SOURCE_DEST_CHECK_RESTRICTION');
});
