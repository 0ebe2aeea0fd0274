import { mkdtempSync, readFileSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { AT_ONCE, CallError, Examined, examineFolder, examineLive, LiveExamined, LiveOptions, saveFolder } from '../../src/doctor';
import { LiveScope } from '../../src/prover/sources/live';
import { account, ACCOUNT, REGION } from './account';
import { FakeAccount, FakeOptions } from './fake-caller';

const whole = (): LiveScope => {
  const scope = account();
  return { ...scope, answers: [...scope.answers, { service: 'sts', operation: 'get-caller-identity', parameters: {}, outcome: 'complete', data: { Account: ACCOUNT, Arn: `arn:aws:sts::${ACCOUNT}:assumed-role/ReadOnly/oncall`, UserId: 'A' } }] };
};
const everything: Pick<LiveOptions, 'ids' | 'regions' | 'tags' | 'judge'> = { ids: [], regions: [], tags: [], judge: { tier: 'connect', hostManagement: 'unknown' } };
const denied = (...operations: string[]): FakeOptions => ({ fails: ({ operation }) => (operations.includes(operation) ? new CallError('denied', 'UnauthorizedOperation', 'You are not authorized') : undefined) });

async function doctor(fake: FakeAccount, options: Partial<LiveOptions> = {}): Promise<LiveExamined> {
  return examineLive([fake], { ...everything, callerOf: () => fake, now: () => new Date('2026-12-01T10:00:00Z'), ...options });
}

/** What is answered, without the folder it was read from. */
const answered = ({ hosts, errors, calls }: Examined) => ({
  hosts: hosts.map(({ verdict, observation, agreement }) => [verdict.name, verdict.verdict, verdict.findings.map((f) => f.id), verdict.unknowns.map((u) => u.unknown), observation, agreement]),
  errors: errors.map((e) => e.message),
  calls: calls.map(({ incomplete, notAsked, scope }) => [incomplete, notAsked, scope.account, scope.region, scope.from, scope.to, scope.caller]),
});

const verdicts = ({ hosts }: Examined) => Object.fromEntries(hosts.map(({ verdict }) => [verdict.name.replace(/ .*/, ''), verdict.verdict]));

/** The verdicts over the whole of the answers. */
const EXPECTED = {
  'by-endpoints': 'ready', 'only-to-the-interfaces': 'ready', 'half-managed-role': 'never', 'denied-by-inline-policy': 'never', 'acl-in-the-way': 'never', 'debian': 'never', 'stopped-by-user-data': 'never',
  'by-host-management': 'ready', 'public': 'ready', 'by-nat-gateway': 'ready', 'failed-nat-gateway': 'never', 'blackhole': 'never', 'main-table': 'never', 'only-to-the-list': 'ready', 'bounded': 'never',
  'no-outbound-rule': 'never', 'no-such-profile': 'ready',
};

test('a Region is asked as a folder of all answers is read: the same verdicts', async () => {
  const { examined } = await doctor(new FakeAccount(whole()));
  expect(verdicts(examined)).toEqual(EXPECTED);
  expect(examined.errors).toEqual([]);
});

test('pages of two items make no difference', async () => {
  const fake = new FakeAccount(whole(), { pageSize: 2 });
  const { examined, collected } = await doctor(fake);
  expect(verdicts(examined)).toEqual(EXPECTED);
  expect(collected[0].requests).toBe(fake.pages);
  expect(fake.pages).toBeGreaterThan(fake.requests.length);
});

test.each(Object.entries(EXPECTED).map(([name, verdict], i) => [`i-${(i + 1).toString(16).padStart(16, '0')}`, name, verdict]))('%s (%s) alone is %s, by at most 35 requests, none of them twice', async (id, name, verdict) => {
  const fake = new FakeAccount(whole());
  const { examined } = await doctor(fake, { ids: [id] });
  expect(verdicts(examined)).toEqual({ [name]: verdict });
  expect(fake.pages).toBeLessThanOrEqual(35);
  const keys = fake.requests.map((r) => JSON.stringify(r));
  expect(new Set(keys).size).toBe(keys.length);
  expect(fake.most).toBeLessThanOrEqual(AT_ONCE);
});

test('no more than eight calls at once, and as many where there is work', async () => {
  const fake = new FakeAccount(whole());
  await doctor(fake);
  expect(fake.most).toBe(8);
});

test('a list is asked for with a filter by VPC where instances are named, and without one for the whole Region', async () => {
  const one = new FakeAccount(whole());
  await doctor(one, { ids: ['i-0000000000000001'] });
  const subnets = one.requests.filter((r) => r.operation === 'describe-subnets');
  expect(subnets.map((r) => r.parameters)).toEqual([{ Filters: [{ Name: 'vpc-id', Values: ['vpc-0aaaaaaaaaaaaaaa1'] }] }]);
  const all = new FakeAccount(whole());
  await doctor(all);
  expect(all.requests.filter((r) => r.operation === 'describe-subnets').map((r) => r.parameters)).toEqual([{}]);
});

test('instances are chosen by VPC and by tag, by AWS and not afterwards', async () => {
  const byVpc = new FakeAccount(whole());
  const { examined } = await doctor(byVpc, { vpc: 'vpc-0aaaaaaaaaaaaaaa2' });
  expect(examined.errors).toEqual([]);
  expect(Object.keys(verdicts(examined)).sort()).toEqual(['blackhole', 'by-nat-gateway', 'failed-nat-gateway', 'main-table', 'only-to-the-list', 'public']);
  expect(byVpc.requests.find((r) => r.operation === 'describe-instances')!.parameters).toEqual({ Filters: [{ Name: 'vpc-id', Values: ['vpc-0aaaaaaaaaaaaaaa2'] }] });
  const byTag = new FakeAccount(whole());
  expect(verdicts((await doctor(byTag, { tags: [{ key: 'Name', value: 'public' }] })).examined)).toEqual({ public: 'ready' });
  expect(byTag.requests.find((r) => r.operation === 'describe-instances')!.parameters).toEqual({ Filters: [{ Name: 'tag:Name', Values: ['public'] }] });
});

describe('saved and read again', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ssm-ready-live-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const replay = (name: string, options = everything) => examineFolder(join(folder, name), options);

  test.each([['whole', {}], ['one', { ids: ['i-0000000000000005'] }], ['denied', { fake: denied('describe-route-tables', 'get-role') }], ['cut', { fake: { pageSize: 3, fails: ({ operation }: { operation: string }, page: number) => (operation === 'describe-security-groups' && page === 1 ? new CallError('throttled', 'RequestLimitExceeded', 'Request limit exceeded.') : undefined) } }]] as const)('%s: the same answer', async (name, options) => {
    const { examined, collected } = await doctor(new FakeAccount(whole(), 'fake' in options ? options.fake as FakeOptions : {}), 'ids' in options ? { ids: options.ids } : {});
    expect(saveFolder(join(folder, name), collected, { secrets: true })).toEqual({ leftOut: false });
    const again = answered(replay(name, { ...everything, ...'ids' in options ? { ids: options.ids } : {} }));
    const { errors, ...rest } = answered(examined);
    expect({ ...again, errors: [] }).toEqual({ ...rest, errors: [] });
    // What is throttled is told while it runs; the folder only says that the list is cut short.
    expect(errors).toEqual(name === 'cut' ? ['ec2 describe-security-groups was throttled to the last attempt (RequestLimitExceeded): wait a minute and run the command again'] : []);
  });

  test('user data is saved only where that is asked for', async () => {
    const { collected } = await doctor(new FakeAccount(whole()));
    expect(saveFolder(join(folder, 'without'), collected, { secrets: false })).toEqual({ leftOut: true });
    const manifest = readFileSync(join(folder, 'without', REGION, 'snapshot.json'), 'utf8');
    expect(manifest).not.toContain('"ec2-describe-instance-attribute');
    expect(verdicts(replay('without'))).toMatchObject({ 'by-endpoints': 'ready', 'stopped-by-user-data': 'unknown', 'public': 'unknown' });
    saveFolder(join(folder, 'with'), collected, { secrets: true });
    expect(readFileSync(join(folder, 'with', REGION, 'ec2-describe-instance-attribute-i-0000000000000007-userData.json'), 'utf8')).toContain('UserData');
  });
});

test('an instance that is online and otherwise proved costs no call of its own', async () => {
  const fake = new FakeAccount(whole());
  const { collected, examined } = await doctor(fake);
  expect(collected[0].settled).toEqual(['i-0000000000000001']);
  expect(fake.requests.some((r) => r.parameters.InstanceId === 'i-0000000000000001' || r.parameters.Target === 'i-0000000000000001')).toBe(false);
  expect(fake.count('describe-instance-attribute')).toBe(examined.hosts.length - 1);
});
