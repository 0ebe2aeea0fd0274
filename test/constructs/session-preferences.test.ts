import { App, Duration, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { SessionEncryption, SessionPreferences, SessionPreferencesProps, SessionRunAs, SsmManagedInstanceRole, Tier } from '../../src/constructs';
import { flat, stackIn } from './support';

function inputs(stack: Stack): Record<string, unknown> {
  const [document] = Object.values(Template.fromStack(stack).findResources('AWS::SSM::Document'));
  return document.Properties.Content.inputs;
}

const names = (preferences: SessionPreferences): string[] => preferences.endpointServices.map(({ shortName }) => shortName);
const ec2Role = (stack: Stack): iam.Role => new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com') });
const grantedActions = (stack: Stack): string[][] => Object.values(Template.fromStack(stack).findResources('AWS::IAM::Policy'))
  .flatMap(({ Properties }) => Properties.PolicyDocument.Statement.map(({ Action }: { Action: string | string[] }) => [Action].flat()));

test('by default: the document of the account, TLS, no logs, nothing that hosts would need', () => {
  const stack = stackIn('eu-west-1');
  const preferences = new SessionPreferences(stack, 'Sessions');
  const template = Template.fromStack(stack);
  template.hasResourceProperties('AWS::SSM::Document', {
    Name: 'SSM-SessionManagerRunShell', DocumentType: 'Session', DocumentFormat: 'JSON', UpdateMethod: 'NewVersion',
    Content: { schemaVersion: '1.0', sessionType: 'Standard_Stream' },
  });
  expect(Object.keys(template.toJSON().Resources)).toHaveLength(1);
  expect(inputs(stack)).toMatchObject({ s3BucketName: '', cloudWatchLogGroupName: '', kmsKeyId: '', runAsEnabled: false, idleSessionTimeout: '20', maxSessionDuration: '' });
  expect([preferences.sessionLogging, preferences.kmsKey, names(preferences), preferences.needsS3Endpoint]).toEqual([undefined, undefined, [], false]);
});

test('without logs and key there is nothing to grant', () => {
  const stack = stackIn('eu-west-1');
  new SessionPreferences(stack, 'Sessions').grantTo(ec2Role(stack));
  Template.fromStack(stack).resourceCountIs('AWS::IAM::Policy', 0);
});

test('with a new key and a log group: one key that rotates, which the logs service may use for groups of this account', () => {
  const stack = stackIn('eu-west-1');
  const preferences = new SessionPreferences(stack, 'Sessions', { encryption: SessionEncryption.NEW_KEY, createLogGroup: true });
  const template = Template.fromStack(stack);
  template.resourceCountIs('AWS::KMS::Key', 1);
  const [key] = Object.values(template.findResources('AWS::KMS::Key'));
  expect(key.Properties.EnableKeyRotation).toBe(true);
  const statement = key.Properties.KeyPolicy.Statement[1];
  expect(flat(statement.Principal.Service)).toBe('logs.eu-west-1.${AWS::URLSuffix}');
  expect(flat(statement.Condition.ArnLike['kms:EncryptionContext:aws:logs:arn'])).toBe('arn:${AWS::Partition}:logs:eu-west-1:111111111111:log-group:*');
  template.hasResourceProperties('AWS::Logs::LogGroup', { KmsKeyId: Match.anyValue(), RetentionInDays: 365 });
  expect(inputs(stack)).toMatchObject({ cloudWatchEncryptionEnabled: true, cloudWatchStreamingEnabled: true });
  expect(names(preferences)).toEqual(['kms', 'logs']);
});

test('a key of yours is not changed: the log group gets its own', () => {
  const stack = stackIn('eu-west-1');
  const key = kms.Key.fromKeyArn(stack, 'Key', 'arn:aws:kms:eu-west-1:111111111111:key/1');
  new SessionPreferences(stack, 'Sessions', { encryption: SessionEncryption.withKey(key), createLogGroup: true });
  Template.fromStack(stack).resourceCountIs('AWS::KMS::Key', 1);
  expect(inputs(stack).kmsKeyId).toBe('arn:aws:kms:eu-west-1:111111111111:key/1');
});

test('logs to a bucket, users, limits and profiles', () => {
  const stack = stackIn('eu-west-1');
  const bucket = new s3.Bucket(stack, 'Logs');
  const preferences = new SessionPreferences(stack, 'Sessions', {
    bucket, prefix: 'sessions', runAs: SessionRunAs.user('operator'), idleTimeout: Duration.minutes(5), maxDuration: Duration.hours(8), linuxShellProfile: 'exec bash', windowsShellProfile: 'cd C:\\', streamLogs: false,
  });
  expect(inputs(stack)).toMatchObject({
    s3BucketName: stack.resolve(bucket.bucketName), s3KeyPrefix: 'sessions', s3EncryptionEnabled: true, runAsEnabled: true, runAsDefaultUser: 'operator',
    idleSessionTimeout: '5', maxSessionDuration: '480', shellProfile: { linux: 'exec bash', windows: 'cd C:\\' }, cloudWatchStreamingEnabled: false,
  });
  expect([preferences.needsS3Endpoint, names(preferences)]).toEqual([true, []]);
});

test('grantTo gives a host what the preferences ask of it, and grantUser a user the key', () => {
  const stack = stackIn('eu-west-1');
  const preferences = new SessionPreferences(stack, 'Sessions', { encryption: SessionEncryption.NEW_KEY, createLogGroup: true, bucket: new s3.Bucket(stack, 'Logs') });
  preferences.grantTo(ec2Role(stack));
  preferences.grantUser(new iam.User(stack, 'User'));
  expect(grantedActions(stack)).toEqual([
    ['s3:PutObject'], ['s3:GetEncryptionConfiguration'], ['logs:CreateLogStream', 'logs:DescribeLogStreams', 'logs:PutLogEvents'], ['logs:DescribeLogGroups'],
    ['kms:Decrypt', 'kms:GenerateDataKey'], ['kms:GenerateDataKey'],
  ]);
});

test('what it gives to the role construct suffices for the tier LOGGING', () => {
  const stack = stackIn('eu-west-1');
  const { sessionLogging } = new SessionPreferences(stack, 'Sessions', { createLogGroup: true });
  new SsmManagedInstanceRole(stack, 'Identity', { tier: Tier.LOGGING, sessionLogging });
  Template.fromStack(stack).hasResourceProperties('AWS::IAM::Role', { Policies: Match.arrayWith([Match.objectLike({ PolicyName: 'SessionLogging' })]) });
});

test('an immutable role is a warning', () => {
  const stack = stackIn('eu-west-1');
  new SessionPreferences(stack, 'Sessions', { createLogGroup: true }).grantTo(iam.Role.fromRoleName(stack, 'Role', 'hosts', { mutable: false }));
  Annotations.fromStack(stack).hasWarning('/Test/Sessions', Match.stringLikeRegexp('grantTo\\(\\) could not add'));
});

describe('one owner an account and Region', () => {
  test('a second one in the same is refused, also in another stack', () => {
    const app = new App();
    new SessionPreferences(stackIn('eu-west-1', app), 'Sessions');
    expect(() => new SessionPreferences(stackIn('eu-west-1', app, 'Other'), 'Sessions')).toThrow(/Test\/Sessions already makes the document SSM-SessionManagerRunShell/);
  });

  test('another Region, or another name, is not', () => {
    const app = new App();
    const stack = stackIn('eu-west-1', app);
    new SessionPreferences(stack, 'Sessions');
    new SessionPreferences(stackIn('us-east-1', app, 'Other'), 'Sessions');
    new SessionPreferences(stack, 'Auditors', { documentName: 'Auditors' });
    Template.fromStack(stack).resourceCountIs('AWS::SSM::Document', 2);
  });
});

const given = (stack: Stack): logs.LogGroup => new logs.LogGroup(stack, 'Group');
test.each<[string, (stack: Stack) => SessionPreferencesProps, RegExp]>([
  ['a name that AWS reserves', () => ({ documentName: 'AWS-Mine' }), /'documentName' is 'AWS-Mine'/],
  ['a prefix without bucket', () => ({ prefix: 'a' }), /no 'bucket' is given/],
  ['a prefix with a slash', (stack) => ({ prefix: '/a', bucket: new s3.Bucket(stack, 'B') }), /no leading slash/],
  ['two log groups', (stack) => ({ logGroup: given(stack), createLogGroup: true }), /Leave one out/],
  ['a log group that is not encrypted', (stack) => ({ logGroup: given(stack) }), /not encrypted with a KMS key, so every session would be refused/],
  ['an idle time of no whole minutes', () => ({ idleTimeout: Duration.seconds(90) }), /'idleTimeout' is 1.5 minutes/],
  ['an idle time too long', () => ({ idleTimeout: Duration.hours(2) }), /'idleTimeout' is 120 minutes.*from 1 to 60/],
  ['a session too long', () => ({ maxDuration: Duration.days(2) }), /'maxDuration' is 2880 minutes.*1440/],
  ['a long profile', () => ({ linuxShellProfile: 'x'.repeat(513) }), /'linuxShellProfile' has 513 characters/],
  ['root', () => ({ runAs: SessionRunAs.user('root') }), /names root, which Session Manager refuses/],
])('%s is refused', (_, props, message) => {
  const stack = stackIn('eu-west-1');
  expect(() => new SessionPreferences(stack, 'Sessions', props(stack))).toThrow(message);
});

test('a log group that is not encrypted is taken where that is said', () => {
  const stack = stackIn('eu-west-1');
  new SessionPreferences(stack, 'Sessions', { logGroup: given(stack), requireEncryptedLogs: false });
  expect(inputs(stack)).toMatchObject({ cloudWatchEncryptionEnabled: false, s3EncryptionEnabled: false });
});
