import { execFileSync } from 'child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { dirname, join } from 'path';
import { readFolder, scopesOf } from '../../src/doctor';
import { ACCOUNT, REGION } from './account';

const made: string[] = [];
afterAll(() => made.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

function folderOf(files: Readonly<Record<string, unknown>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'ssm-ready-doctor-'));
  made.push(folder);
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), Buffer.isBuffer(content) || typeof content === 'string' ? content : JSON.stringify(content));
  }
  return folder;
}

const read = (files: Readonly<Record<string, unknown>>) => {
  const found = readFolder(folderOf(files));
  return { scopes: scopesOf(found), calls: scopesOf(found).map((s) => s.answers.map((a) => `${a.service} ${a.operation} ${a.outcome}`)).flat(), errors: found.errors.map((e) => e.message) };
};

const VPCS = { Vpcs: [{ VpcId: 'vpc-1', OwnerId: ACCOUNT, CidrBlock: '10.0.0.0/16' }] };
const text = JSON.stringify(VPCS);

test.each([
  ['by its name', { 'ec2-describe-vpcs.json': VPCS }],
  ['by its key, whatever its name', { 'mine.JSON': VPCS }],
  ['with a byte order mark', { 'x.json': `\ufeff${text}` }],
  ['as UTF-16 with a mark, as PowerShell writes it', { 'x.json': Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')]) }],
  ['as UTF-16 without a mark', { 'x.json': Buffer.from(text, 'utf16le') }],
  ['as big-endian UTF-16', { 'x.json': Buffer.concat([Buffer.from([0xfe, 0xff]), Buffer.from(text, 'utf16le').swap16()]) }],
  ['as a library recorded it', { 'test__ec2.DescribeVpcs_1.json': { status_code: 200, data: { ...VPCS, ResponseMetadata: {} } } }],
  ['as another collector wrote it', { 'all.json': { collector_version: '0.1', provider: 'aws', vpcs: VPCS.Vpcs } }],
  ['in the folder of a Region', { 'eu-central-1/x.json': VPCS }],
  ['in Batfish\'s folders', { 'aws_configs/accounts/111122223333/eu-central-1/Vpcs.json': VPCS }],
  ['in CloudMapper\'s folders', { 'account-data/demo/eu-central-1/ec2-describe-vpcs.json': VPCS }],
])('an answer is read %s', (_, files) => {
  expect(read(files)).toMatchObject({ calls: ['ec2 describe-vpcs complete'], errors: [] });
});

test.each([
  ['NextToken', { ...VPCS, NextToken: 'abc' }],
  ['a token in small letters', { ...VPCS, nextToken: 'abc' }],
  ['IsTruncated', { ...VPCS, IsTruncated: true }],
])('%s is left over: the answer is partial', (_, data) => {
  expect(read({ 'ec2-describe-vpcs.json': data }).calls).toEqual(['ec2 describe-vpcs partial']);
});

test.each([
  ['is empty: the call left no answer', ''],
  ['is empty: the call left no answer', '  \n'],
  ['holds an error of the AWS CLI instead of an answer: UnauthorizedOperation when calling DescribeVpcs', '\nAn error occurred (UnauthorizedOperation) when calling the DescribeVpcs operation: You are not authorized.\n'],
  ['holds an error of the AWS CLI instead of an answer', 'Unable to locate credentials. You can configure credentials by running "aws configure".\n'],
  ['is a table: save the answer with --output json', '-----------------\n|  DescribeVpcs |\n'],
  ['is YAML: save the answer with --output json', 'Vpcs:\n- CidrBlock: 10.0.0.0/16\n'],
  ['is plain text: save the answer with --output json', 'VPCS\t10.0.0.0/16\tdopt-1\n'],
  ['is not complete JSON: the file may be half-written', '{"Vpcs": [{"VpcId": "vpc-1"'],
  ['is not an answer of the AWS CLI: the document is not an object (an answer that --query has changed is none)', '["vpc-1"]'],
  ['is not an answer of the AWS CLI: the document is not an object (an answer that --query has changed is none)', 'null'],
  ['has no Vpcs, which an answer of ec2 describe-vpcs has (an answer that --query has changed is none)', '{"Ids": ["vpc-1"]}'],
  ['is not an answer of the AWS CLI: Vpcs must be a list', '{"Vpcs": {"VpcId": "vpc-1"}}'],
  ['is neither UTF-8 nor UTF-16 text', Buffer.from([0x7b, 0x22, 0xc3, 0x28, 0x22, 0x7d])],
])('says that a file %s, and reads the rest', (message, content) => {
  const { calls, errors } = read({ 'ec2-describe-vpcs.json': content, 'ec2-describe-subnets.json': { Subnets: [] } });
  expect(errors).toEqual([message]);
  expect(calls).toContain('ec2 describe-subnets complete');
  expect(calls).toContain(message.includes('UnauthorizedOperation') ? 'ec2 describe-vpcs denied' : 'ec2 describe-vpcs failed');
});

test('a YAML answer by another extension is told as well', () => {
  expect(read({ 'ec2-describe-vpcs.yaml': 'Vpcs: []\n', 'x.json': VPCS }).errors).toEqual(['is YAML: save the answer with --output json']);
});

test('an error text tells by itself which call was denied', () => {
  expect(read({ 'out.json': 'An error occurred (AccessDenied) when calling the ListHostedZonesByVPC operation: no', 'x.json': VPCS }).calls).toContain('route53 list-hosted-zones-by-vpc denied');
});

test('what does not say what it is about must be named so', () => {
  expect(read({ 'x.json': { Entries: [{ Cidr: '10.0.0.0/8' }] }, 'v.json': VPCS }).errors).toEqual(['is an answer of ec2 get-managed-prefix-list-entries that does not say what it is about: name the file ec2-get-managed-prefix-list-entries-<PrefixListId>.json']);
});

test('parameters are read from names and from answers', () => {
  const { scopes, errors } = read({
    'ec2-describe-vpc-attribute-vpc-0abc-enableDnsSupport.json': { VpcId: 'vpc-0abc', EnableDnsSupport: { Value: true } },
    'ec2-get-managed-prefix-list-entries-pl-0abc.json': { Entries: [] },
    'iam-get-policy-version-My-Policy-v3.json': { PolicyVersion: { VersionId: 'v3', Document: {} } },
    'iam-list-role-policies-my-role.json': { PolicyNames: [] },
    'ec2-describe-instance-attribute-i-0abc-userData.json': { InstanceId: 'i-0abc', UserData: {} },
    'iam-get-role/other-role.json': { Role: { RoleName: 'other-role' } },
  });
  expect(errors).toEqual([]);
  expect(scopes.flatMap((s) => s.answers).map((a) => [a.operation, a.parameters]).sort()).toEqual([
    ['describe-instance-attribute', { InstanceId: 'i-0abc', Attribute: 'userData' }],
    ['describe-vpc-attribute', { VpcId: 'vpc-0abc', Attribute: 'enableDnsSupport' }],
    ['get-managed-prefix-list-entries', { PrefixListId: 'pl-0abc' }],
    ['get-policy-version', { PolicyName: 'My-Policy', VersionId: 'v3' }],
    ['get-role', { RoleName: 'other-role' }],
    ['list-role-policies', { RoleName: 'my-role' }],
  ]);
});

test('several accounts and Regions: IAM belongs to each Region of its account, and to no other account', () => {
  const { scopes } = read({
    '111111111111/eu-west-1/ec2-describe-vpcs.json': VPCS,
    '111111111111/us-east-1/ec2-describe-vpcs.json': VPCS,
    '111111111111/iam-get-role-a.json': { Role: { RoleName: 'a' } },
    '222222222222/eu-west-1/ec2-describe-vpcs.json': VPCS,
    '222222222222/eu-west-1/iam-get-role-b.json': { Role: { RoleName: 'b' } },
  });
  expect(scopes.map((s) => [s.account, s.region, s.answers.filter((a) => a.service === 'iam').map((a) => a.parameters.RoleName)])).toEqual([
    ['111111111111', 'eu-west-1', ['a']], ['111111111111', 'us-east-1', ['a']], ['222222222222', 'eu-west-1', ['b']],
  ]);
});

test('without folders and manifest, account and Region are those of the answers', () => {
  const { scopes } = read({ 'v.json': VPCS, 's.json': { Subnets: [{ SubnetId: 'subnet-1', AvailabilityZone: 'ap-southeast-2b', OwnerId: ACCOUNT }] } });
  expect(scopes.map((s) => [s.account, s.region])).toEqual([[ACCOUNT, 'ap-southeast-2']]);
});

describe('snapshot.json', () => {
  const manifest = (calls: unknown, more: Record<string, unknown> = {}) => ({ version: 1, account: ACCOUNT, partition: 'aws', region: REGION, from: '2026-11-30T10:00:00Z', to: '2026-11-30T10:00:05Z', calls, ...more });

  test('says account, Region and time, which calls were denied, and with which parameters a file was asked', () => {
    const { scopes, calls, errors } = read({
      'snapshot.json': manifest([
        { service: 'ec2', operation: 'describe-vpcs', parameters: { Filters: [{ Name: 'vpc-id', Values: ['vpc-1'] }] }, file: 'a.json', outcome: 'complete' },
        { service: 'ec2', operation: 'describe-subnets', outcome: 'denied', error: 'UnauthorizedOperation' },
        { service: 'ec2', operation: 'describe-route-tables', outcome: 'not asked' },
        { service: 'ec2', operation: 'describe-nat-gateways', file: 'n.json', outcome: 'partial' },
      ]),
      'a.json': VPCS,
      'n.json': { NatGateways: [] },
    });
    expect(errors).toEqual([]);
    expect(calls.sort()).toEqual(['ec2 describe-nat-gateways partial', 'ec2 describe-subnets denied', 'ec2 describe-vpcs complete']);
    expect(scopes).toMatchObject([{ account: ACCOUNT, region: REGION, from: '2026-11-30T10:00:00Z', to: '2026-11-30T10:00:05Z' }]);
    expect(scopes[0].answers.find((a) => a.operation === 'describe-vpcs')?.parameters).toEqual({ Filters: [{ Name: 'vpc-id', Values: ['vpc-1'] }] });
  });

  test.each([
    ['has no version 1, which is the only one this command reads', manifest([], { version: 2 })],
    ['account must be 12 digits, not "me"', manifest([], { account: 'me' })],
    ['region must be the name of a Region, not "here"', manifest([], { region: 'here' })],
    ['calls must be a list', manifest({})],
    ['calls[0] must be an object', manifest(['x'])],
    ['calls[0] must name its service and operation', manifest([{ service: 'ec2' }])],
    ['calls[0].outcome must be complete, partial, denied, failed', manifest([{ service: 'ec2', operation: 'describe-vpcs', outcome: 'fine' }])],
    ['calls[0].file lies outside of the folder', manifest([{ service: 'ec2', operation: 'describe-vpcs', outcome: 'complete', file: '../../x.json' }])],
    ['calls[0]: the answer of ec2 describe-subnets is not in the folder', manifest([{ service: 'ec2', operation: 'describe-subnets', outcome: 'complete' }])],
    ['is not a manifest: the document is not an object', []],
    ['is not complete JSON: the file may be half-written', '{"version": 1'],
  ])('%s', (message, content) => {
    expect(read({ 'snapshot.json': content, 'x.json': VPCS }).errors).toEqual([message]);
  });
});

describe('what is no folder of answers', () => {
  test('a folder that is not there, a file, an empty folder, foreign JSON', () => {
    const folder = folderOf({ 'package.json': { name: 'x' } });
    expect(readFolder(join(folder, 'nowhere')).errors.map((e) => e.message)).toEqual(['no such folder']);
    expect(readFolder(join(folder, 'package.json')).errors.map((e) => e.message)).toEqual(['a file, not a folder: name the folder that holds the saved answers']);
    expect(readFolder(folder).errors.map((e) => e.message)).toEqual(['no file of the folder is an answer of the AWS CLI that this command reads']);
    expect(readFolder(folderOf({})).errors.map((e) => e.message)).toEqual(['no file of the folder is an answer of the AWS CLI that this command reads']);
  });

  test('a pipe, a dangling link and a circle of links hang nothing', () => {
    const folder = folderOf({ 'ec2-describe-vpcs.json': VPCS });
    execFileSync('mkfifo', [join(folder, 'ec2-describe-subnets.json')]);
    symlinkSync(join(folder, 'gone'), join(folder, 'ec2-describe-route-tables.json'));
    symlinkSync(folder, join(folder, 'again'));
    const found = readFolder(folder);
    expect(found.errors.map((e) => e.message)).toEqual([expect.stringMatching(/^cannot be read: .*ENOENT/), 'not a regular file']);
    expect(scopesOf(found).flatMap((s) => s.answers).find((a) => a.operation === 'describe-vpcs')?.outcome).toBe('complete');
  });

  test('JSON as deep as a file can be is one sentence', () => {
    const deep = `{"Vpcs": ${'['.repeat(200_000)}${']'.repeat(200_000)}}`;
    for (const message of read({ 'ec2-describe-vpcs.json': deep, 'x.json': { Subnets: [] } }).errors) expect(message).not.toMatch(/\n|internal error/);
  });
});

