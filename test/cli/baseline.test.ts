import { readFileSync, writeFileSync } from 'fs';
import { isolated, mutate } from '../helpers/templates';
import { cli, workFolder } from './cli';

const { write } = workFolder();
const broken = (change: (t: ReturnType<typeof isolated>) => void = () => {}) => mutate(isolated(), (t) => {
  delete t.Resources.Host.Properties!.IamInstanceProfile;
  t.Resources.EndpointGroup.Properties!.SecurityGroupIngress = [];
  change(t);
});
beforeAll(() => {
  write('template.json', broken());
  expect(cli('check', '--write-baseline', 'base.json', 'template.json').status).toBe(0);
});

interface Entry { fingerprint: string; id: string; host: string }
const entries = (file = 'base.json') => (JSON.parse(readFileSync(file, 'utf8')) as { findings: Entry[] }).findings;

test('holds what fails, sorted', () => {
  expect(entries().map((e) => [e.id, e.host])).toEqual([['EndpointIngressBlocked', 'Host'], ['InstanceProfileMissing', 'Host']]);
});

test('what it holds fails no longer, and says so', () => {
  const { status, out, err } = cli('check', '--baseline', 'base.json', 'template.json');
  expect([status, err, out.match(/in the baseline/g)?.length]).toEqual([0, '', 2]);
  expect(out).toContain('1 never (1 suppressed)');
  expect(cli('check', 'template.json').status).toBe(1);
});

test.each<[string, () => string]>([
  ['lines move', () => `\n\n\n${JSON.stringify(broken())}`],
  ['an unrelated resource comes', () => JSON.stringify(broken((t) => { t.Resources.Topic = { Type: 'AWS::SNS::Topic' }; }))],
  ['unrelated rules come before the one that matters', () => JSON.stringify(broken((t) => {
    t.Resources.EndpointGroup.Properties!.SecurityGroupIngress = [{ IpProtocol: 'tcp', FromPort: 22, ToPort: 22, CidrIp: '10.9.0.0/16' }];
    t.Resources.HostGroup.Properties!.SecurityGroupEgress = [{ IpProtocol: 'udp', FromPort: 53, ToPort: 53, CidrIp: '0.0.0.0/0' }, { IpProtocol: '-1', CidrIp: '0.0.0.0/0' }];
  }))],
  ['the host moves to another subnet', () => JSON.stringify(broken((t) => { t.Resources.Host.Properties!.SubnetId = { Ref: 'EndpointSubnet' }; }))],
])('it still fits when %s', (_, text) => {
  writeFileSync('template.json', text());
  const { status, err } = cli('check', '--baseline', 'base.json', 'template.json');
  writeFileSync('template.json', JSON.stringify(broken()));
  expect([status, err]).toEqual([0, '']);
});

test('a new fault fails', () => {
  write('template.json', broken((t) => { t.Resources.Host.Properties!.MetadataOptions = { HttpEndpoint: 'disabled' }; }));
  const { status, out } = cli('check', '--baseline', 'base.json', 'template.json');
  write('template.json', broken());
  expect([status, out.includes('MetadataServiceDisabled')]).toEqual([1, true]);
});

test('a new host with an old fault fails', () => {
  write('template.json', broken((t) => { t.Resources.Second = structuredClone(t.Resources.Host); }));
  expect(cli('check', '--baseline', 'base.json', 'template.json').status).toBe(1);
  write('template.json', broken());
});

test('an entry that no longer occurs is told', () => {
  write('template.json', mutate(isolated(), (t) => { delete t.Resources.Host.Properties!.IamInstanceProfile; }));
  const { status, err } = cli('check', '--baseline', 'base.json', 'template.json');
  write('template.json', broken());
  expect([status, err]).toEqual([0, 'cdk-ssm-ready: no longer there, so take it out of the baseline: EndpointIngressBlocked at Host\n']);
});

test('in SARIF what is in it is suppressed, in JUnit skipped', () => {
  const sarif = JSON.parse(cli('check', '--baseline', 'base.json', '--format', 'sarif', 'template.json').out) as { runs: { results: { ruleId: string; suppressions?: { justification: string }[] }[] }[] };
  expect(sarif.runs[0].results.filter((r) => r.suppressions?.[0].justification === 'in the baseline').map((r) => r.ruleId).sort()).toEqual(['EndpointIngressBlocked', 'InstanceProfileMissing']);
  expect(cli('check', '--baseline', 'base.json', '--format', 'junit', 'template.json').out).toContain('failures="0" errors="0" skipped="1"');
});

test.each([
  ['not there', undefined, 3, /cannot read the baseline/],
  ['no JSON', '{', 2, /not valid JSON/],
  ['another file', '{"hosts": []}', 2, /is no baseline: write one with --write-baseline/],
  ['an entry without a fingerprint', '{"schemaVersion": 1, "findings": [{}]}', 2, /an entry lacks/],
])('a baseline that is %s: one clear line', (_, text, status, message) => {
  if (text !== undefined) write('bad-base.json', text);
  const result = cli('check', '--baseline', text === undefined ? 'nowhere.json' : 'bad-base.json', 'template.json');
  expect([result.status, result.err.trim().split('\n')]).toEqual([status, [expect.stringMatching(message)]]);
});

test('with --strict what is not proved is part of it', () => {
  write('unknown.json', { ...mutate(isolated(), (t) => { t.Resources.Host.Properties!.SubnetId = { Ref: 'Subnet' }; }), Parameters: { Subnet: { Type: 'String' } } });
  expect(cli('check', '--strict', 'unknown.json').status).toBe(1);
  cli('check', '--write-baseline', 'open.json', 'unknown.json');
  expect(cli('check', '--strict', '--baseline', 'open.json', 'unknown.json').status).toBe(0);
});
