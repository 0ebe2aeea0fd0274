import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import { SessionAccess, SessionAccessOptions, SessionDocument, SessionEncryption, SessionPreferences, SessionTargets } from '../../src/constructs';
import { flat, stackIn } from './support';

interface Statement { Action: string | string[]; Resource: unknown; Condition?: unknown }

function granted(targets: SessionTargets, options?: SessionAccessOptions, stack: Stack = stackIn('eu-west-1')): Record<string, { actions: string[]; resources: string[]; condition: unknown }> {
  SessionAccess.grant(new iam.User(stack, 'User'), targets, options);
  const [policy] = Object.values(Template.fromStack(stack).findResources('AWS::IAM::Policy'));
  const list = <T>(value: T | T[]): T[] => (Array.isArray(value) ? value : [value]);
  return Object.fromEntries((policy.Properties.PolicyDocument.Statement as Statement[]).map((each) =>
    [nameOf(each), { actions: list(each.Action), resources: list(each.Resource).map(flat), condition: each.Condition }]));
}

/** Grants have no Sids. This names their statements for the tests. */
function nameOf({ Action, Resource }: Statement): string {
  const [resource] = [Resource].flat().map(flat);
  if (Action === 'ssm:StartSession') return resource.includes(':document/') ? 'SessionDocuments' : 'StartSessions';
  if (resource.includes(':session/')) return resource.endsWith('session/*') ? 'OwnSessionsByTag' : 'OwnSessions';
  return [Action].flat().join();
}

const check = { BoolIfExists: { 'ssm:SessionDocumentAccessCheck': 'true' } };
const ssmArn = 'arn:${AWS::Partition}:ssm:eu-west-1:111111111111:';

test('sessions on one instance: that instance, the standard document, own sessions, nothing else', () => {
  expect(granted(SessionTargets.instances('i-0123456789abcdef0'))).toEqual({
    StartSessions: { actions: ['ssm:StartSession'], resources: ['arn:${AWS::Partition}:ec2:eu-west-1:111111111111:instance/i-0123456789abcdef0'], condition: check },
    SessionDocuments: { actions: ['ssm:StartSession'], resources: [`${ssmArn}document/SSM-SessionManagerRunShell`], condition: check },
    OwnSessions: { actions: ['ssmmessages:OpenDataChannel'], resources: [`${ssmArn}session/\${aws:userid}-*`], condition: undefined },
    OwnSessionsByTag: {
      actions: ['ssm:ResumeSession', 'ssm:TerminateSession'], resources: [`${ssmArn}session/*`], condition: { StringEquals: { 'ssm:resourceTag/aws:ssmmessages:session-id': ['${aws:userid}'] } } },
  });
});

test('no permission goes by the name of a user, which can begin like that of another one', () => {
  const statements = Object.values(granted(SessionTargets.all(), { console: true, requireMfa: true }));
  expect(JSON.stringify(statements)).not.toContain('aws:username');
  const ending = statements.filter(({ actions }) => actions.some((action) => /(Resume|Terminate)Session$/.test(action)));
  expect(ending.map(({ condition }) => condition)).toEqual([{ StringEquals: { 'ssm:resourceTag/aws:ssmmessages:session-id': ['${aws:userid}'] } }]);
});

test('by tag: the condition narrows the instances, not the document', () => {
  const { StartSessions, SessionDocuments } = granted(SessionTargets.tag('Team', 'web', 'api'));
  expect(StartSessions.resources).toEqual(['arn:${AWS::Partition}:ec2:eu-west-1:111111111111:instance/*']);
  expect(StartSessions.condition).toEqual({ ...check, StringLike: { 'ssm:resourceTag/Team': ['web', 'api'] } });
  expect(SessionDocuments.condition).toEqual(check);
});

test('SSH and port forwarding: documents of AWS, and no shell beside them', () => {
  const documents = [SessionDocument.SSH, SessionDocument.PORT_FORWARDING, SessionDocument.REMOTE_HOST_PORT_FORWARDING, SessionDocument.named('Mine')];
  expect(granted(SessionTargets.all(), { documents }).SessionDocuments.resources).toEqual([
    ...['AWS-StartSSHSession', 'AWS-StartPortForwardingSession', 'AWS-StartPortForwardingSessionToRemoteHost'].map((name) => `arn:\${AWS::Partition}:ssm:eu-west-1::document/${name}`),
    `${ssmArn}document/Mine`,
  ]);
});

test('a second factor is asked for at the start of sessions, on target and document alike', () => {
  const { StartSessions, SessionDocuments } = granted(SessionTargets.all(), { requireMfa: true });
  for (const each of [StartSessions, SessionDocuments]) expect(each.condition).toEqual({ ...check, Bool: { 'aws:MultiFactorAuthPresent': 'true' } });
});

test('the console lists, and only then resource * is asked for', () => {
  const of = (options: SessionAccessOptions): string[] => Object.values(granted(SessionTargets.all(), options)).flatMap(({ resources }) => resources);
  expect(of({ console: true })).toContain('*');
  expect(of({})).not.toContain('*');
});

test('preferences: their document, and their key', () => {
  const stack = stackIn('eu-west-1');
  const preferences = new SessionPreferences(stack, 'Auditors', { documentName: 'Auditors', encryption: SessionEncryption.NEW_KEY });
  const statements = granted(SessionTargets.all(), { preferences }, stack);
  expect(statements.SessionDocuments.resources).toEqual([`${ssmArn}document/Auditors`]);
  expect(statements['kms:GenerateDataKey'].resources).toEqual([expect.stringContaining('Auditors')]);
});

test('GovCloud and China have other partitions', () => {
  expect(granted(SessionTargets.all(), {}, stackIn('cn-north-1')).StartSessions.resources).toEqual(['arn:${AWS::Partition}:ec2:cn-north-1:111111111111:instance/*']);
});

describe('refused is', () => {
  const stack = stackIn('eu-west-1');
  const user = new iam.User(stack, 'User');
  test('no instance', () => expect(() => SessionTargets.instances()).toThrow(/names no instance/));
  test('a tag without value', () => expect(() => SessionTargets.tag('Team')).toThrow(/tag\('Team'\) has no value/));
  test('no document', () => expect(() => SessionAccess.grant(user, SessionTargets.all(), { documents: [] })).toThrow(/'documents' is empty/));
  test('a principal without a place', () => expect(() => SessionAccess.grant(new iam.AccountRootPrincipal(), SessionTargets.all())).toThrow(/stands in no stack/));
  test('a role that cannot be changed', () => {
    const role = iam.Role.fromRoleArn(stack, 'Far', 'arn:aws:iam::222222222222:role/far');
    expect(() => SessionAccess.grant(role, SessionTargets.all())).toThrow(/imported and cannot be changed/);
  });
});
