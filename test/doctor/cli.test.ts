import { readFileSync } from 'fs';
import { join } from 'path';
import Ajv from 'ajv';
import { LiveScope } from '../../src/prover/sources/live';
import { cli, workFolder } from '../cli/cli';
import { account, instance } from './account';
import { fileNameOf } from './save';

const { write } = workFolder();

/** Saves an account as a folder of the working folder. */
function saved(name: string, { answers }: LiveScope): string {
  for (const answer of answers) write(join(name, fileNameOf(answer)), answer.data);
  return name;
}

interface Host { instanceId: string; verdict: string; account: string; region: string; observed: Record<string, string> }
const hostsOf = (out: string) => (JSON.parse(out) as { hosts: Host[] }).hosts;
const validate = new Ajv().compile(JSON.parse(readFileSync(join(__dirname, '../../schemas/report.schema.json'), 'utf8')) as object);

const INFORMATION = [
  { InstanceId: 'i-0000000000000001', PingStatus: 'Online', LastPingDateTime: '2026-11-30T10:00:00.123000+00:00', AgentVersion: '3.3.2299.0' },
  { InstanceId: 'i-0000000000000003', PingStatus: 'Online', LastPingDateTime: 1796032800.5, AgentVersion: '3.3.2299.0' },
  { InstanceId: 'i-0000000000000005', PingStatus: 'ConnectionLost', LastPingDateTime: '2026-11-20T10:00:00+00:00' },
  { InstanceId: 'i-0000000000000009', PingStatus: 'ConnectionLost' },
  { InstanceId: 'i-000000000000000c', PingStatus: 'Online' },
  { InstanceId: 'mi-0123456789abcdef0', PingStatus: 'Online', IPAddress: '10.9.2.10', ComputerName: 'x' },
];

function observed(): LiveScope {
  const scope = account();
  return {
    ...scope,
    answers: [
      ...scope.answers.map((a) => (a.operation === 'describe-instance-information' ? { ...a, data: { InstanceInformationList: INFORMATION } } : a)),
      { service: 'ssm', operation: 'get-connection-status', parameters: { Target: 'i-0000000000000001' }, outcome: 'complete', data: { Target: 'i-0000000000000001', Status: 'connected' } },
      { service: 'ssm', operation: 'get-connection-status', parameters: { Target: 'i-0000000000000003' }, outcome: 'complete', data: { Target: 'i-0000000000000003', Status: 'notconnected' } },
    ],
  };
}

test('JSON: as check prints it, and of each host its id, account, Region and what is observed', () => {
  const { status, out, err } = cli('doctor', '--from', saved('a', observed()), '--format', 'json');
  expect(err).toBe('');
  expect(status).toBe(1);
  expect(validate(JSON.parse(out))).toBe(true);
  const byId = new Map(hostsOf(out).map((h) => [h.instanceId, h]));
  expect(byId.size).toBe(17);
  expect(byId.get('i-0000000000000001')).toMatchObject({ verdict: 'ready', account: '111122223333', region: 'eu-central-1', observed: { state: 'online', session: 'connected', lastPing: '2026-11-30T10:00:00.123Z', agentVersion: '3.3.2299.0', agreement: 'agrees' } });
  const agreements = Object.fromEntries([...byId].map(([id, h]) => [id, `${h.verdict} ${h.observed.state} ${h.observed.agreement}`]));
  expect(agreements).toMatchObject({
    'i-0000000000000003': 'never online agrees',
    'i-0000000000000005': 'never lost lost-agrees',
    'i-0000000000000009': 'ready lost lost-though-ready',
    'i-000000000000000a': 'ready not-registered registered-as-hybrid',
    'i-000000000000000c': 'never online online-though-never',
    'i-000000000000000e': 'ready not-registered unregistered-though-ready',
    'i-0000000000000006': 'never not-registered agrees',
  });
});

test('one instance: what is observed, a line a hop, the cause, the fix as commands, and when it will show', () => {
  const { status, out } = cli('doctor', '--from', saved('b', observed()), 'i-0000000000000005');
  expect(status).toBe(1);
  expect(out).toContain('observed   connection lost · last ping 2026-11-20T10:00:00Z');
  expect(out).toContain('◀ blocked here');
  expect(out).toMatch(/^cause +NetworkAclBlocks .*acl-0aaa2/m);
  expect(out).toMatch(/aws ec2 create-network-acl-entry --network-acl-id acl-0aaa2 .*--region eu-central-1/);
  expect(out).toMatch(/^when +the agent retries after 5 minutes at first/m);
});

test('ready and not registered: what only the operating system can tell, each with its command', () => {
  const { out } = cli('doctor', '--from', saved('c', observed()), 'i-000000000000000e');
  expect(out).toContain('a contradiction: the proof says ready, and the instance has not registered');
  expect(out).toMatch(/look at +1\. the agent is not installed/);
  expect(out).toContain('aws ec2 get-console-output --instance-id i-000000000000000e --latest --output text --region eu-central-1');
});

test('many instances: causes first, with how many have each', () => {
  const { out } = cli('doctor', '--from', saved('d', observed()), '--vpc', 'vpc-0aaaaaaaaaaaaaaa2');
  const lines = out.split('\n');
  expect(lines.findIndex((l) => /^ +1 instance: +NatGatewayUnusable/.test(l))).toBeGreaterThan(0);
  expect(lines.findIndex((l) => l.startsWith('✘ never'))).toBeGreaterThan(lines.findIndex((l) => /NatGatewayUnusable/.test(l)));
  expect(out).toContain('6 instances: 3 ready, 3 never, 0 unknown');
});

test('a denied call is named, and turns into unknown what rests on it', () => {
  const scope = account();
  const folder = saved('denied', { ...scope, answers: scope.answers.filter((a) => a.operation !== 'describe-route-tables') });
  write(`${folder}/snapshot.json`, { version: 1, account: '111122223333', partition: 'aws', region: 'eu-central-1', from: '2026-11-30T10:00:00Z', to: '2026-11-30T10:00:09Z', calls: [{ service: 'ec2', operation: 'describe-route-tables', outcome: 'denied', error: 'UnauthorizedOperation' }] });
  const { status, out } = cli('doctor', '--from', folder, 'i-0000000000000009');
  expect(status).toBe(1);
  expect(out).toContain('requested 2026-11-30T10:00:00Z to 2026-11-30T10:00:09Z');
  expect(out).toMatch(/^denied +ec2 describe-route-tables$/m);
  expect(out).toContain('the route table of subnet-0ddd1 (ec2 describe-route-tables was denied: ec2:DescribeRouteTables is needed)');
});

describe('exit status', () => {
  const only = (id: string, scope = account()) => cli('doctor', '--from', saved(`s-${id}`, scope), id, '--quiet');

  test('0: the instance is online, though nothing else were known; nothing is printed with --quiet', () => {
    expect(only('i-0000000000000001')).toEqual({ status: 0, out: '', err: '' });
  });

  test('1: it is ready and not registered; 0: and has just been started', () => {
    expect(only('i-0000000000000009').status).toBe(1);
    const scope = account();
    const answers = scope.answers.map((a) => (a.operation === 'describe-instances' ? { ...a, data: { Reservations: [{ Instances: [instance({ id: 'i-0000000000000abc', name: 'new', subnet: 'subnet-0ccc1', address: '10.0.1.99', state: 'pending' })] }] } } : a))
      .concat([{ service: 'ec2', operation: 'describe-instance-attribute', parameters: { InstanceId: 'i-0000000000000abc', Attribute: 'userData' }, outcome: 'complete', data: { InstanceId: 'i-0000000000000abc', UserData: {} } }]);
    expect(only('i-0000000000000abc', { ...scope, answers }).status).toBe(0);
  });

  test('1: it is online, and a status check fails', () => {
    const scope = account();
    expect(only('i-0000000000000001', { ...scope, answers: [...scope.answers, { service: 'ec2', operation: 'describe-instance-status', parameters: {}, outcome: 'complete', data: { InstanceStatuses: [{ InstanceId: 'i-0000000000000001', InstanceStatus: { Status: 'impaired' }, SystemStatus: { Status: 'ok' } }] } }] }).status).toBe(1);
  });

  test.each([
    [['--from', ''], 'name the folder of the saved answers'],
    [['--from', 'x', '--save', 'y'], '--from reads saved answers and asks no account'],
    [['--from', 'x', '--profile', 'y'], '--from reads saved answers and asks no account'],
    [['--print-script', '--save', 'y'], '--save collects one'],
    [['--print-script', '--profile', 'y'], 'set AWS_PROFILE where the script runs'],
    [['--print-script', '--region', 'all'], '--print-script takes names of Regions'],
    [['--deep'], '--deep is for --save and --print-script'],
    [['--save', ''], '--save takes the folder'],
    [['--role-arn', 'Admin'], '--role-arn takes the ARN of a role'],
    [['--from', 'x', 'web-1'], '"web-1" is not the id of an instance'],
    [['--from', 'x', '--region', 'everywhere'], '--region takes names of Regions'],
    [['--from', 'x', '--tag', '=a'], '--tag takes KEY or KEY=VALUE'],
    [['--from', 'x', '--require-tier', 'all'], '--require-tier expects'],
    [['--from', 'x', '--format', 'pdf'], '--format expects'],
    [['--from', 'x', '--deep-down'], 'Unknown option'],
  ])('2: doctor %j', (args, message) => {
    const { status, err } = cli('doctor', ...args);
    expect(status).toBe(2);
    expect(err).toContain(message);
  });

  test('3: a file could not be read, and the rest is answered', () => {
    const folder = saved('broken', account());
    write(`${folder}/ec2-describe-nat-gateways.json`, '');
    const { status, out } = cli('doctor', '--from', folder);
    expect(status).toBe(3);
    expect(out).toContain('ec2-describe-nat-gateways.json: is empty: the call left no answer');
    expect(out).toContain('17 instances: 6 ready, 9 never, 2 unknown');
  });

  test('3: an instance that no answer lists, one of another Region, a folder that is not there', () => {
    const folder = saved('ids', account());
    expect(cli('doctor', '--from', folder, 'i-0fff').out).toContain('i-0fff: no answer lists this instance');
    const other = cli('doctor', '--from', folder, 'i-0000000000000001', '--region', 'us-east-1');
    expect(other).toMatchObject({ status: 3, out: expect.stringContaining('this instance is in eu-central-1, which --region leaves out') });
    expect(cli('doctor', '--from', 'nowhere')).toMatchObject({ status: 3, out: expect.stringContaining('nowhere: no such folder') });
  });
});

test('instances are chosen by tag and Region', () => {
  const folder = saved('chosen', account());
  expect(hostsOf(cli('doctor', '--from', folder, '--tag', 'Name=public', '--format', 'json').out).map((h) => h.instanceId)).toEqual(['i-0000000000000009']);
  expect(hostsOf(cli('doctor', '--from', folder, '--tag', 'Owner', '--format', 'json').out)).toEqual([]);
  expect(hostsOf(cli('doctor', '--from', folder, '--region', 'eu-central-1,us-east-1', '--format', 'json').out).length).toBe(17);
  expect(hostsOf(cli('doctor', '--from', folder, '--region', 'all', '--format', 'json').out).length).toBe(17);
});

test.each(['sarif', 'junit', 'markdown', 'html'])('%s is made as well', (format) => {
  const { status, out } = cli('doctor', '--from', saved(`f-${format}`, account()), '--format', format);
  expect(status).toBe(1);
  expect(out).toContain('i-0000000000000005');
});

test('names and ids of an account cannot write to the terminal', () => {
  const scope = account();
  const answers = scope.answers.map((a) => (a.operation === 'describe-instances' ? { ...a, data: JSON.parse(JSON.stringify(a.data).replace('"by-endpoints"', '"\\u001b[31mred\\u0007"')) as Record<string, unknown> } : a));
  const { out } = cli('doctor', '--from', saved('inert', { ...scope, answers }));
  expect(out).not.toMatch(/[\u0000-\u0008\u000b-\u001f]/);
});

test.each([
  ['connected', 0],
  ['notconnected', 1],
] as const)('an instance that is online counts as healthy where Session Manager is %s: exit status %d', (Status, status) => {
  const scope = account();
  const id = 'i-0000000000000001';
  const folder = saved(`session-${Status}`, {
    ...scope,
    answers: [
      ...scope.answers.map((a) => (a.operation === 'describe-instance-information' ? { ...a, data: { InstanceInformationList: INFORMATION } } : a)),
      { service: 'ssm', operation: 'get-connection-status', parameters: { Target: id }, outcome: 'complete', data: { Target: id, Status } },
    ],
  });
  expect(cli('doctor', '--from', folder, id).status).toBe(status);
});
