import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'fs';
import { runDoctor } from '../../src/cli/doctor';
import { run } from '../../src/cli/main';
import { UsageError } from '../../src/cli/usage';
import { CallError, Session, SessionOptions } from '../../src/doctor';
import { LiveScope, SavedAnswer } from '../../src/prover/sources/live';
import { workFolder } from '../cli/cli';
import { account, ACCOUNT, REGION } from './account';
import { FakeAccount, FakeOptions } from './fake-caller';

workFolder();

const more: SavedAnswer[] = [
  { service: 'sts', operation: 'get-caller-identity', parameters: {}, outcome: 'complete', data: { Account: ACCOUNT, Arn: `arn:aws:sts::${ACCOUNT}:assumed-role/ReadOnly/oncall` } },
  { service: 'ec2', operation: 'describe-regions', parameters: {}, outcome: 'complete', data: { Regions: [{ RegionName: 'us-east-1' }, { RegionName: REGION }] } },
];

/** A session on an account whose instances are all in one Region. */
class FakeSession implements Session {
  public readonly asked: string[] = [];
  public isClosed = false;
  public constructor(private readonly region: string | undefined, private readonly options: FakeOptions = {}) {}

  public defaultRegion() {
    return Promise.resolve(this.region);
  }

  public callerOf(region: string) {
    if (!this.asked.includes(region)) this.asked.push(region);
    const scope: LiveScope = region === REGION ? { ...account(), answers: [...account().answers, ...more] } : { answers: more };
    return new FakeAccount(scope, { ...this.options, region });
  }

  public close() {
    this.isClosed = true;
  }
}

async function doctor(args: readonly string[], session = new FakeSession(REGION), progress = false) {
  const said = { out: '', err: '' };
  let opened: SessionOptions | undefined;
  const status = await runDoctor(args, { out: (t) => { said.out += t; }, err: (t) => { said.err += t; }, color: false, progress }, (options) => {
    opened = options;
    return session;
  });
  return { status, ...said, opened, session };
}

test('the Region of the environment is asked, and the answer says who asked where', async () => {
  const { status, out, err, session } = await doctor(['i-0000000000000005']);
  expect(status).toBe(1);
  expect(out).toContain(`account    ${ACCOUNT}, ${REGION}, requested `);
  expect(out).toContain(`by arn:aws:sts::${ACCOUNT}:assumed-role/ReadOnly/oncall`);
  expect(out).toContain('NetworkAclBlocks');
  expect(out).toContain('1 instance: 0 ready, 1 never, 0 unknown');
  expect(err).toBe('');
  expect(session.isClosed).toBe(true);
});

test('all instances of the Region, those of a VPC, those with a tag', async () => {
  expect((await doctor([])).out).toContain('17 instances: 7 ready, 10 never, 0 unknown');
  expect((await doctor(['--vpc', 'vpc-0aaaaaaaaaaaaaaa2'])).out).toContain('6 instances: ');
  expect((await doctor(['--tag', 'Name=public'])).out).toContain('1 instance: 1 ready');
});

test('what is assumed of an instance whose user data was not read is said', async () => {
  const { hosts } = JSON.parse((await doctor(['--tag', 'Name=by-endpoints', '--format', 'json'])).out) as { hosts: { verdict: string; assumptions: string[] }[] };
  expect(hosts).toMatchObject([{ verdict: 'ready', assumptions: expect.arrayContaining(['the user data of the instance does not stop the SSM Agent (not read, because the instance is online)']) }]);
});

test('several Regions, and all that are enabled', async () => {
  const named = await doctor(['--region', `us-east-1,${REGION}`]);
  expect(named.session.asked).toEqual(['us-east-1', REGION]);
  expect(named.opened).toEqual({ region: 'us-east-1' });
  expect(named.out).toContain('17 instances');
  const all = await doctor(['--region', 'all'], new FakeSession(undefined));
  expect(all.session.asked).toEqual(['us-east-1', REGION]);
  expect(all.out).toContain('17 instances');
});

test('all Regions, which may not be listed', async () => {
  const session = new FakeSession(REGION, { fails: () => new CallError('denied', 'UnauthorizedOperation', 'no') });
  await expect(doctor(['--region', 'all'], session)).rejects.toThrow('the Regions of the account are not known: ec2 describe-regions was denied (UnauthorizedOperation)');
  expect(session.isClosed).toBe(true);
});

test('no Region is configured', async () => {
  await expect(doctor([], new FakeSession(undefined))).rejects.toThrow(new UsageError('no Region is configured: name one with --region, or set AWS_REGION'));
});

test('--profile and --role-arn reach the session', async () => {
  const { opened } = await doctor(['--profile', 'prod', '--role-arn', 'arn:aws:iam::111122223333:role/path/Doctor', '--region', REGION]);
  expect(opened).toEqual({ profile: 'prod', roleArn: 'arn:aws:iam::111122223333:role/path/Doctor', region: REGION });
});

test('--save writes a folder that --from reads to the same answer; a folder that is not empty is refused before anything is asked', async () => {
  const live = await doctor(['--save', 'saved', '--deep', '--format', 'json']);
  expect(live.err).toContain('the answers are saved in saved, with user data, which may hold secrets');
  const again = await doctor(['--from', 'saved', '--format', 'json']);
  expect(JSON.parse(again.out)).toEqual(JSON.parse(live.out));
  expect(again.status).toBe(live.status);
  const text = await doctor(['--from', 'saved']);
  const now = await doctor([]);
  const timeless = (out: string) => out.replace(/requested \S+ to \S+,/, '');
  expect(timeless(text.out)).toBe(timeless(now.out));
  const refused = new FakeSession(REGION);
  await expect(doctor(['--save', 'saved'], refused)).rejects.toThrow('--save saved: the folder is not empty; name a new one');
  expect(refused.asked).toEqual([]);
});

test('--save without --deep says that user data is not saved; what cannot be written is said', async () => {
  const { err } = await doctor(['--save', 'without']);
  expect(err).toContain('the answers are saved in without; user data was read and is not saved, because it may hold secrets (--deep saves it)');
  expect(readdirSync(`without/${REGION}`).filter((name) => name.includes('instance-attribute'))).toEqual([]);
  expect(readdirSync(`without/${REGION}`)).toContain('snapshot.json');
  writeFileSync('file', '');
  await expect(doctor(['--save', 'file'])).rejects.toThrow('--save file: ENOTDIR');
  mkdirSync('empty');
  await doctor(['--save', 'empty', 'i-0000000000000001']);
  expect(existsSync(`empty/${REGION}/ec2-describe-instances.json`)).toBe(true);
});

test('progress is shown on a terminal and taken away again; elsewhere nothing is', async () => {
  const { err } = await doctor([], new FakeSession(REGION), true);
  expect(err).toMatch(/\r\u001b\[Keu-central-1: 1 of 2 calls/);
  expect(err.endsWith('\r\u001b[K')).toBe(true);
  expect((await doctor([])).err).toBe('');
});

test('no credentials: exit status 3 and one sentence', async () => {
  const { status, out } = await doctor(['i-0000000000000005'], new FakeSession(REGION, { fails: () => new CallError('no-credentials', 'CredentialsProviderError', 'Could not load credentials from any providers') }));
  expect(status).toBe(3);
  expect(out.match(/no AWS credentials were found/g)).toHaveLength(1);
  expect(out).not.toContain('no answer lists');
});

test('what goes wrong while an account is asked is told like any other error', async () => {
  const err: string[] = [];
  // No Region anywhere: of the environment neither.
  const { AWS_REGION, AWS_DEFAULT_REGION, AWS_CONFIG_FILE, AWS_PROFILE, ...rest } = process.env;
  const before = process.env;
  process.env = { ...rest, AWS_CONFIG_FILE: '/nowhere', AWS_EC2_METADATA_DISABLED: 'true' };
  try {
    expect(await run(['doctor'], { out: () => {}, err: (t) => err.push(t), color: false })).toBe(2);
  } finally {
    process.env = before;
  }
  expect(err.join('')).toBe('cdk-ssm-ready: no Region is configured: name one with --region, or set AWS_REGION\n');
});
