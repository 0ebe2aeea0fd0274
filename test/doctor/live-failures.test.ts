import { CallError, callError, examineLive, FailureKind, LiveOptions } from '../../src/doctor';
import { LiveScope, OPERATIONS, SavedAnswer } from '../../src/prover/sources/live';
import { account, ACCOUNT, instance, REGION } from './account';
import { FakeAccount, FakeOptions } from './fake-caller';

const IDENTITY: SavedAnswer = { service: 'sts', operation: 'get-caller-identity', parameters: {}, outcome: 'complete', data: { Account: ACCOUNT, Arn: `arn:aws:sts::${ACCOUNT}:assumed-role/ReadOnly/oncall` } };
const whole = (): LiveScope => ({ ...account(), answers: [...account().answers, IDENTITY] });

function withInstance(state: Partial<Parameters<typeof instance>[0]>, more: readonly SavedAnswer[] = []): LiveScope {
  const given = instance({ id: 'i-0000000000000abc', name: 'one', subnet: 'subnet-0ccc1', address: '10.0.1.99', ...state });
  return { ...whole(), answers: [...more, ...whole().answers.map((a) => (a.operation === 'describe-instances' ? { ...a, data: { Reservations: [{ Instances: [given] }] } } : a))] };
}

async function doctor(fake: FakeAccount, options: Partial<LiveOptions> = {}) {
  return examineLive([fake], { ids: [], regions: [], tags: [], judge: { tier: 'connect', hostManagement: 'unknown' }, callerOf: () => fake, ...options });
}

const GONE = new CallError('failed', 'InvalidInstanceID.NotFound', "The instance ID 'i-0000000000000abc' does not exist");

const failing = (kind: FailureKind, code: string, ...operations: string[]): FakeOptions => ({
  fails: ({ operation }) => (operations.length === 0 || operations.includes(operation) ? new CallError(kind, code, `words of ${code}`) : undefined),
});

describe('what one call that is not answered costs', () => {
  const expected = new Map<string, string>();
  beforeAll(async () => {
    for (const { verdict } of (await doctor(new FakeAccount(whole()))).examined.hosts) expected.set(verdict.name, verdict.verdict);
  });
  // The collector asks the same names from other lists where these two fail, or knows nothing at all.
  const calls = OPERATIONS.filter(({ operation }) => !['describe-instances', 'describe-regions'].includes(operation));

  test.each(calls.flatMap(({ service, operation }) => (['denied', 'failed'] as const).map((kind) => [kind, service, operation] as const)))('%s %s %s: the rest is answered, and a verdict only becomes unknown', async (kind, _service, operation) => {
    const { examined } = await doctor(new FakeAccount(whole(), failing(kind, kind === 'denied' ? 'AccessDenied' : 'InternalError', operation)));
    expect(examined.hosts.length).toBe(17);
    const changed = examined.hosts.filter(({ verdict }) => verdict.verdict !== expected.get(verdict.name)).map(({ verdict }) => verdict.verdict);
    expect(changed.filter((verdict) => verdict !== 'unknown')).toEqual([]);
    expect(examined.errors).toEqual([]);
  });

  test('the calls that decide change verdicts: what is tested above can fail', async () => {
    const { examined } = await doctor(new FakeAccount(whole(), failing('denied', 'UnauthorizedOperation', 'describe-route-tables')));
    expect(examined.hosts.filter(({ verdict }) => verdict.verdict === 'unknown').length).toBe(6);
    expect(examined.calls[0].incomplete).toMatchObject([{ service: 'ec2', operation: 'describe-route-tables', state: 'denied' }]);
  });

  test('everything but the instances is denied: each instance is unknown, none is an error', async () => {
    const { examined } = await doctor(new FakeAccount(whole(), { fails: ({ operation }) => (['describe-instances', 'get-caller-identity'].includes(operation) ? undefined : new CallError('denied', 'AccessDenied', 'no')) }));
    expect(examined.hosts.map(({ verdict }) => verdict.verdict)).toEqual(Array.from({ length: 17 }, () => 'unknown'));
    expect(examined.errors).toEqual([]);
  });
});

describe('one sentence for the person who asked', () => {
  const sentences = async (options: FakeOptions, more: Partial<LiveOptions> = {}, scope = whole()) => {
    const { examined } = await doctor(new FakeAccount(scope, options), more);
    return examined.errors.map(({ template, message }) => `${template}: ${message}`);
  };

  test('no credentials: nothing more is asked', async () => {
    const fake = new FakeAccount(whole(), failing('no-credentials', 'CredentialsProviderError'));
    const { examined } = await doctor(fake, { ids: ['i-0000000000000001', 'i-0000000000000002'] });
    expect(examined.errors.map((e) => e.message)).toEqual(['no AWS credentials were found (words of CredentialsProviderError): run aws configure or aws sso login, or name a profile with --profile']);
    expect(fake.requests.length).toBeLessThanOrEqual(2);
  });

  test('credentials that expire on the way: what came before is judged, and nothing more is asked', async () => {
    let asked = 0;
    const fake = new FakeAccount(whole(), { fails: () => (++asked > 20 ? new CallError('expired', 'ExpiredToken', 'The security token is expired') : undefined) });
    const { examined, collected } = await doctor(fake);
    expect(examined.errors.map((e) => e.message)).toEqual([expect.stringMatching(/^the AWS credentials are expired \(ExpiredToken from \w+ [\w-]+\): sign in again, for example with aws sso login$/)]);
    expect(examined.hosts.length).toBe(17);
    expect(fake.requests.length).toBeLessThanOrEqual(20 + 8);
    expect(collected[0].isStopped).toBe(true);
  });

  test('credentials that AWS does not accept', async () => {
    expect(await sentences(failing('invalid-credentials', 'AuthFailure'))).toEqual([`${REGION}: AWS does not accept the credentials in ${REGION} (AuthFailure from sts get-caller-identity): check the profile, and that the Region is enabled for the account`]);
  });

  test('throttled to the end, and a time-out: the rest is answered', async () => {
    expect(await sentences(failing('throttled', 'RequestLimitExceeded', 'describe-subnets'))).toEqual([`${REGION}: ec2 describe-subnets was throttled to the last attempt (RequestLimitExceeded): wait a minute and run the command again`]);
    expect(await sentences(failing('timeout', 'TimeoutError', 'describe-instance-information'))).toEqual([`${REGION}: ssm describe-instance-information was not answered in time: check the network and the proxy`]);
  });

  test('the endpoint of a service that a Region lacks is no error; that of EC2 is', async () => {
    expect(await sentences(failing('unreachable', 'ENOTFOUND', 'list-profile-associations'))).toEqual([]);
    expect(await sentences(failing('unreachable', 'ENOTFOUND', 'describe-instances'))).toEqual([expect.stringContaining(`the endpoint of ec2 describe-instances in ${REGION} cannot be reached (ENOTFOUND)`)]);
  });

  test('instances may not be listed: told once, with the permission', async () => {
    expect(await sentences(failing('denied', 'UnauthorizedOperation', 'describe-instances'), { ids: ['i-0000000000000001', 'i-0000000000000002'] }))
      .toEqual([`${REGION}: no instance is known: ec2 describe-instances was denied: ec2:DescribeInstances is needed`]);
  });

  test('an instance of another Region is found there, and one that is nowhere is said to be so', async () => {
    const regions: SavedAnswer = { service: 'ec2', operation: 'describe-regions', parameters: {}, outcome: 'complete', data: { Regions: [REGION, 'us-east-1', 'us-west-2'].map((RegionName) => ({ RegionName })) } };
    const here = new FakeAccount({ ...whole(), answers: [...whole().answers, regions] });
    const there = new FakeAccount(withInstance({ id: 'i-0000000000000fff' }));
    const empty = new FakeAccount({ answers: [] });
    const { examined } = await doctor(here, { ids: ['i-0000000000000001', 'i-0000000000000fff', 'i-0000000000000eee'], callerOf: (region) => (region === REGION ? here : region === 'us-west-2' ? there : empty) });
    expect(examined.hosts.map(({ verdict }) => verdict.name)).toEqual(['by-endpoints (i-0000000000000001)']);
    expect(examined.errors.map(({ template, message }) => `${template}: ${message}`)).toEqual([
      'i-0000000000000fff: this instance is in us-west-2: add --region us-west-2',
      `i-0000000000000eee: no instance with this id is in ${REGION} of account ${ACCOUNT}, nor in its 2 other Regions: check the id and the account`,
    ]);
  });

  test('without the right to list Regions that is said', async () => {
    expect(await sentences(failing('denied', 'UnauthorizedOperation', 'describe-regions'), { ids: ['i-0000000000000eee'] }))
      .toEqual([`i-0000000000000eee: no instance with this id is in ${REGION} of account ${ACCOUNT}; the other Regions were not searched (ec2 describe-regions: UnauthorizedOperation)`]);
  });

  test.each([
    ['its status says so', [{ service: 'ec2', operation: 'describe-instance-status', parameters: {}, outcome: 'complete', data: { InstanceStatuses: [{ InstanceId: 'i-0000000000000abc', InstanceState: { Name: 'terminated' } }] } }], {}, 'this instance is terminated in the meantime'],
    ['its status has no answer', [], { fails: ({ operation }: { operation: string }) => (operation === 'describe-instance-status' ? GONE : undefined) }, 'this instance does not exist any more'],
  ] as const)('an instance is terminated while it is looked at: %s', async (_name, more, options, words) => {
    expect(await sentences(options as FakeOptions, { ids: ['i-0000000000000abc'] }, withInstance({}, more as readonly SavedAnswer[]))).toEqual([`i-0000000000000abc: ${words}; it changed while this command was looking: run it again`]);
  });

  test('its subnet or group is gone from a list that was answered in full: no verdict is told as if nothing had happened', async () => {
    expect(await sentences({}, {}, withInstance({ subnet: 'subnet-0999' }))).toEqual(['i-0000000000000abc: its subnet subnet-0999 is not listed any more; it changed while this command was looking: run it again']);
    expect(await sentences({}, {}, withInstance({ group: 'sg-0999' }))).toEqual(['i-0000000000000abc: its security group sg-0999 is not listed any more; it changed while this command was looking: run it again']);
  });

  test('no instances at all: nothing else is asked', async () => {
    const fake = new FakeAccount({ ...whole(), answers: [IDENTITY] });
    const { examined } = await doctor(fake);
    expect([examined.hosts, examined.errors, fake.requests.map((r) => r.operation)]).toEqual([[], [], ['get-caller-identity', 'describe-instances']]);
  });
});

test.each([
  [{ name: 'UnauthorizedOperation', message: 'm' }, 'denied'],
  [{ name: 'AccessDeniedException', message: 'm' }, 'denied'],
  [{ name: 'AuthFailure', message: 'm' }, 'invalid-credentials'],
  [{ name: 'InvalidClientTokenId', message: 'm' }, 'invalid-credentials'],
  [{ name: 'ExpiredTokenException', message: 'm' }, 'expired'],
  [{ name: 'RequestExpired', message: 'm' }, 'expired'],
  [{ name: 'CredentialsProviderError', message: 'Could not load credentials from any providers' }, 'no-credentials'],
  [{ name: 'CredentialsProviderError', message: 'The SSO session associated with this profile has expired. To refresh this SSO session run aws sso login' }, 'expired'],
  [{ name: 'ThrottlingException', message: 'Rate exceeded' }, 'throttled'],
  [{ name: 'RequestLimitExceeded', message: 'm' }, 'throttled'],
  [{ name: 'TimeoutError', message: 'm' }, 'timeout'],
  [{ name: 'Error', code: 'ENOTFOUND', message: 'getaddrinfo' }, 'unreachable'],
  [{ name: 'Error', code: 'ECONNREFUSED', message: 'connect' }, 'unreachable'],
  [{ name: 'InvalidParameterValue', message: 'm' }, 'failed'],
  ['a text', 'failed'],
  [undefined, 'failed'],
] as const)('%j is %s', (error, kind) => {
  expect(callError(error).kind).toBe(kind);
});
