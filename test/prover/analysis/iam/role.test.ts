import { agentContext, NO_CONTEXT, permits, permitsAll, unseenPolicies } from '../../../../src/prover/analysis/iam';
import { Link, Value } from '../../../../src/prover/core';
import type { Role } from '../../../../src/prover/model';
import { nameOf } from '../../../../src/prover/report';
import { isFault } from '../../../../src/prover/rules';
import { allow, CONNECT, deny, hole, place, policy, REGISTER, role, text } from './fixtures';

const [ACTION] = REGISTER;
const context = agentContext({ region: 'us-east-1', account: '123456789012', vpcEndpoint: null });
const reasons = (of: Role) => permitsAll(of, REGISTER, context).because.map((step) => step.reason.name).join(' ');
const all = policy(allow('*'));
const boundary = (document: Value): Partial<Role> => ({ boundary: { kind: 'document', document, place: place('Properties.PolicyDocument', 'Boundary') } });
const when = (Condition: Value) => ({ Condition });

test.each<readonly [string, Role, string]>([
  ['no policy', role(), 'actionMissing'],
  ['another action', role([policy(allow('ssm:Get*'))]), 'actionMissing'],
  ['the action', role([policy(allow(ACTION))]), 'actionAllowed'],
  ['in the second policy', role([policy(allow('s3:*')), policy(allow('ssm:*'))]), 'actionAllowed'],
  ['on instances of the account', role([policy(allow(ACTION, 'arn:aws:ec2:us-east-1:123456789012:instance/*'))]), 'actionAllowed'],
  ['on instances of another Region', role([policy(allow(ACTION, 'arn:aws:ec2:us-west-2:123456789012:instance/*'))]), 'actionMissing'],
  ['on one instance', role([policy(allow(ACTION, 'arn:aws:ec2:us-east-1:123456789012:instance/i-1'))]), 'actionUnknown'],
  ['on hybrid nodes only', role([policy(allow(ACTION, 'arn:aws:ssm:*:*:managed-instance/*'))]), 'actionMissing'],
  ['on the calling instance', role([policy(allow(ACTION, '${ec2:SourceInstanceARN}'))]), 'actionAllowed'],
  ['allowed and denied', role([all, policy(deny('ssm:Update*'))]), 'actionDenied'],
  ['denied and not allowed', role([policy(deny('*'))]), 'actionDenied actionMissing'],
  ['denied by NotAction', role([all, policy({ Effect: 'Deny', NotAction: ['s3:*'], Resource: '*' })]), 'actionDenied'],
  ['denied in another Region', role([all, policy(deny('*', '*', when({ StringEquals: { 'aws:RequestedRegion': 'us-west-2' } })))]), 'actionAllowed'],
  ['denied outside other Regions', role([all, policy(deny('*', '*', when({ StringNotEquals: { 'aws:RequestedRegion': ['eu-west-1'] } })))]), 'actionDenied'],
  ['denied without TLS', role([all, policy(deny('*', '*', when({ Bool: { 'aws:SecureTransport': 'false' } })))]), 'actionAllowed'],
  ['denied without second factor', role([all, policy(deny('*', '*', when({ BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' } })))]), 'actionDenied'],
  ['denied off an endpoint', role([all, policy(deny('*', '*', when({ StringNotEquals: { 'aws:SourceVpce': 'vpce-1' } })))]), 'actionDenied'],
  ['denied on what cannot be told', role([all, policy(deny('*', '*', when({ StringEquals: { 'aws:PrincipalOrgID': 'o-1' } })))]), 'actionUnknown'],
  ['allowed on what cannot be told', role([policy(allow('*', '*', when({ StringEquals: { 'aws:PrincipalOrgID': 'o-1' } })))]), 'actionUnknown'],
  ['a boundary that allows', role([all], boundary(policy(allow('ssm:*')))), 'actionAllowed'],
  ['a boundary that lacks it', role([all], boundary(policy(allow('s3:*')))), 'boundaryLacksAction'],
  ['a boundary that denies', role([all], boundary(policy(allow('*'), deny('ssm:*')))), 'actionDenied'],
  ['a boundary that is no document', role([all], boundary('?')), 'actionUnknown'],
  ['a boundary alone gives nothing', role([], boundary(all)), 'actionMissing'],
  ['every fault at once', role([], boundary(policy(allow('s3:*')))), 'actionMissing boundaryLacksAction'],
  ['a boundary nobody sees', role([all], { boundary: hole() }), 'actionUnknown'],
  ['a boundary nobody sees, nothing to bound', role([], { boundary: hole() }), 'actionMissing'],
  ['a boundary of AWS\'s', role([all], { boundary: { kind: 'aws-managed', name: 'PowerUserAccess', place: place() } }), 'actionAllowed'],
  ['a boundary of AWS\'s that lacks it', role([all], { boundary: { kind: 'aws-managed', name: 'ReadOnlyAccess', place: place() } }), 'boundaryLacksAction'],
  ['a policy nobody sees', role([], { unknownPolicies: [hole()] }), 'actionUnknown'],
  ['a policy nobody sees beside an allow', role([all], { unknownPolicies: [hole()] }), 'actionAllowed'],
  ['a policy nobody sees beside a deny', role([policy(deny('*'))], { unknownPolicies: [hole()] }), 'actionDenied'],
  ['a managed policy', role([], { managed: ['AmazonSSMManagedInstanceCore'] }), 'actionAllowed'],
  ['a managed policy with its path', role([], { managed: ['service-role/AmazonEC2RoleforSSM'] }), 'actionAllowed'],
  ['a managed policy that lacks it', role([], { managed: ['AmazonSSMPatchAssociation'] }), 'actionMissing'],
  ['a managed policy that denies', role([all], { managed: ['AWSDenyAll'] }), 'actionDenied'],
  ['a managed policy AWS does not have', role([], { managed: ['AmazonSSMManagedInstanceCores'] }), 'actionUnknown'],
  ['a document that is unknown', role([hole()]), 'actionUnknown'],
])('%s', (_, subject, expected) => {
  const answer = permitsAll(subject, REGISTER, context);
  expect(reasons(subject)).toBe(expected);
  for (const { answer: truth, reason } of answer.because) expect(truth).toBe(reason.code === 'OK' ? 'yes' : isFault(reason) ? 'no' : 'unknown');
});

test('an action the snapshot does not hold is not denied to AWS\'s policies', () => {
  const core = role([], { managed: ['AmazonSSMManagedInstanceCore'] });
  expect(permits(core, 'ssm:DescribeActivations', { context }).answer).toBe('unknown');
  expect(permits(role([all], { managed: ['AmazonSSMManagedInstanceCore'] }), 'ssm:DescribeActivations', { context }).answer).toBe('yes');
});

test('an allow names its statement and place', () => {
  const [step] = permits(role([policy(allow('s3:*'), allow(ACTION))]), ACTION, { context }).because;
  expect({ ...step.data, role: nameOf(step.data.role) }).toStrictEqual({ action: ACTION, role: 'Role', statement: 'Policies.0 statement 2', policy: 'Policies.0' });
  expect(step.at).toStrictEqual([place('Properties.Policies.0.PolicyDocument.Statement.1')]);
});

test('an allow of AWS\'s names the policy, at the ARN that attaches it', () => {
  const [step] = permits(role([], { managed: ['AmazonSSMManagedInstanceCore'] }), ACTION, { context }).because;
  expect(step.data).toMatchObject({ policy: 'AmazonSSMManagedInstanceCore', statement: 'AmazonSSMManagedInstanceCore statement 1' });
  expect(step.at).toStrictEqual([place('Properties.ManagedPolicyArns.0')]);
});

test('a fault stands where a person would look', () => {
  expect(permits(role(), ACTION, { context }).because[0].at).toStrictEqual([place()]);
  const denied = permits(role([all, policy(deny('*'))]), ACTION, { context }).because[0];
  expect(denied.at).toStrictEqual([place('Properties.Policies.1.PolicyDocument.Statement.0')]);
  const bounded = permits(role([all], boundary(policy(allow('s3:*')))), ACTION, { context }).because[0];
  expect(bounded.at).toStrictEqual([place('Properties.PermissionsBoundary')]);
  expect(bounded.data.policy).toBe('Boundary');
});

test('an unknown names what blocks it', () => {
  const step = permits(role([policy(allow(ACTION, text('arn:aws:ec2:*:', hole('p'), ':instance/*'), when({ Bool: { 'x:y': 'true' } })))]), ACTION, { context }).because[0];
  expect(step.unknowns!.map((u) => u.what)).toStrictEqual(['what statement 1 applies to', 'the condition key x:y of the request']);
  const unseen = permits(role([], { unknownPolicies: [hole('q')], managed: ['Nope'] }), ACTION, { context }).because[0];
  expect(unseen.unknowns!.map((u) => u.key)).toStrictEqual(['q', 'managed policy Nope']);
});

test('policies that are taken not to deny are listed', () => {
  const subject = role([all, hole('document')], { unknownPolicies: [hole('q')], managed: ['Nope'] });
  expect(unseenPolicies(subject).map((u) => u.key)).toStrictEqual(['q', 'managed policy Nope', 'document']);
  expect(permits(subject, ACTION, { context }).because[0].data.unseen)
    .toBe('parameter q, the AWS managed policy Nope, which is not in the snapshot, parameter document');
  expect(unseenPolicies(role([all]))).toStrictEqual([]);
});

describe('several actions', () => {
  test('one step a reason, with its actions', () => {
    const subject = role([policy(allow([ACTION, 'ssmmessages:Open*']), deny('ssmmessages:OpenDataChannel'))]);
    const answer = permitsAll(subject, [...REGISTER, ...CONNECT], context);
    expect(answer.answer).toBe('no');
    expect(answer.because.map(({ reason, data }) => [reason.name, data.actions])).toStrictEqual([
      ['actionAllowed', 'ssm:UpdateInstanceInformation, ssmmessages:OpenControlChannel'],
      ['actionMissing', 'ssmmessages:CreateControlChannel, ssmmessages:CreateDataChannel'],
      ['actionDenied', 'ssmmessages:OpenDataChannel'],
    ]);
  });

  test('places and statements are named once', () => {
    const [step] = permitsAll(role([policy(allow('*'))]), [...REGISTER, ...CONNECT], context).because;
    expect(step.at).toHaveLength(1);
    expect(step.data.statement).toBe('Policies.0 statement 1');
  });

  test('no action asks for nothing', () => {
    expect(permitsAll(role(), [], context)).toStrictEqual({ answer: 'yes', because: [] });
  });

  test('the caller may say what each action is about', () => {
    const bucket = 'arn:aws:s3:::logs';
    const subject = role([policy(allow('s3:PutObject', `${bucket}/*`))]);
    expect(permitsAll(subject, ['s3:PutObject'], NO_CONTEXT, () => `${bucket}/a`).answer).toBe('yes');
    expect(permitsAll(subject, ['s3:PutObject'], NO_CONTEXT, () => 'arn:aws:s3:::other/a').answer).toBe('no');
    expect(permitsAll(subject, ['s3:PutObject'], NO_CONTEXT, () => text(new Link({}, 's/B', 'Arn'), '/a')).answer).toBe('unknown');
  });
});
