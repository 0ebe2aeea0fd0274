import { evaluate, IamRequest, NO_CONTEXT, readPolicy, statementPlace } from '../../../../src/prover/analysis/iam';
import { Link, Text, Value } from '../../../../src/prover/core';
import { hole, place, text } from './fixtures';

const request: IamRequest = { action: 'ssm:UpdateInstanceInformation', resource: 'arn:aws:ec2:us-east-1:123456789012:instance/i-1', context: NO_CONTEXT };

/** `allowed denied`, in short. */
function verdict(document: Value, changes: Partial<IamRequest> = {}): string {
  const { allowed, denied } = evaluate([{ policy: readPolicy(document), place: place(), name: 'p' }], { ...request, ...changes });
  return `${allowed.truth} ${denied.truth}`;
}

const statement = (rest: Record<string, Value>): Value => ({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Resource: '*', ...rest }] });

describe('actions', () => {
  test.each<readonly [string, Record<string, Value>, string]>([
    ['by name', { Action: 'ssm:UpdateInstanceInformation' }, 'yes no'],
    ['in another case', { Action: 'SSM:updateinstanceINFORMATION' }, 'yes no'],
    ['by star', { Action: 'ssm:*' }, 'yes no'],
    ['by two stars', { Action: '*:*' }, 'yes no'],
    ['by question mark', { Action: 'ssm:UpdateInstanceInformatio?' }, 'yes no'],
    ['in a list', { Action: ['s3:*', 'ssm:Update*'] }, 'yes no'],
    ['another service', { Action: ['s3:*', 'ssmmessages:*'] }, 'no no'],
    ['an empty list', { Action: [] }, 'no no'],
    ['NotAction of another', { NotAction: 'iam:*' }, 'yes no'],
    ['NotAction of it', { NotAction: ['iam:*', 'SSM:*'] }, 'no no'],
    ['a hole', { Action: text('ssm:', hole()) }, 'unknown no'],
    ['a hole in another service', { Action: text('s3:', hole()) }, 'no no'],
    ['NotAction with a hole', { NotAction: text('ssm:', hole()) }, 'unknown no'],
    ['a list that is unknown', { Action: hole() }, 'unknown no'],
    ['both', { Action: '*', NotAction: 'iam:*' }, 'unknown no'],
    ['neither', {}, 'unknown no'],
  ])('%s', (_, rest, expected) => expect(verdict(statement(rest))).toBe(expected));
});

describe('resources', () => {
  test.each<readonly [string, Record<string, Value>, string]>([
    ['its ARN', { Resource: 'arn:aws:ec2:us-east-1:123456789012:instance/i-1' }, 'yes no'],
    ['a pattern', { Resource: 'arn:*:ec2:*:*:instance/*' }, 'yes no'],
    ['case counts', { Resource: 'arn:aws:ec2:*:*:Instance/*' }, 'no no'],
    ['another kind', { Resource: ['arn:aws:ssm:*:*:document/*', 'arn:aws:s3:::*'] }, 'no no'],
    ['a hole', { Resource: text('arn:aws:ec2:us-east-1:', hole(), ':instance/*') }, 'unknown no'],
    ['a reference', { Resource: new Link({}, 's/Queue', 'Arn') }, 'unknown no'],
    ['NotResource of another', { Resource: undefined, NotResource: 'arn:aws:s3:::*' }, 'yes no'],
    ['NotResource of it', { Resource: undefined, NotResource: 'arn:aws:ec2:*' }, 'no no'],
    ['none', { Resource: undefined }, 'unknown no'],
  ])('%s', (_, rest, expected) => expect(verdict(statement({ Action: 'ssm:*', ...rest }))).toBe(expected));
});

describe('resources of an action whose resource is not documented', () => {
  test.each<readonly [string, Record<string, Value>, string]>([
    ['star', { Resource: '*' }, 'yes no'],
    ['two stars', { Resource: ['**'] }, 'yes no'],
    ['ARN of the service', { Resource: 'arn:aws:ssm:*:*:*' }, 'unknown no'],
    ['instances', { Resource: 'arn:aws:ec2:*:*:instance/*' }, 'unknown no'],
    ['ARN of another service', { Resource: 'arn:*:s3:::bucket/*' }, 'no no'],
    ['partition with a hole', { Resource: text('arn:', hole('AWS::Partition'), ':s3:::bucket') }, 'no no'],
    ['service by pattern', { Resource: 'arn:aws:s*:::x' }, 'unknown no'],
    ['any ARN', { Resource: 'arn:*' }, 'unknown no'],
    ['a reference', { Resource: new Link({}, 's/Queue', 'Arn') }, 'unknown no'],
    ['NotResource star', { Resource: undefined, NotResource: '*' }, 'no no'],
    ['NotResource of another service', { Resource: undefined, NotResource: 'arn:aws:s3:::*' }, 'yes no'],
  ])('%s', (_, rest, expected) => expect(verdict(statement({ Action: 'ssm:*', ...rest }), { resource: undefined })).toBe(expected));
});

const allowAll = { Effect: 'Allow', Action: '*', Resource: '*' };

describe('documents', () => {
  test.each<readonly [string, Value, string]>([
    ['one statement', { Statement: allowAll }, 'yes no'],
    ['an allow and a deny', { Statement: [allowAll, { ...allowAll, Effect: 'Deny' }] }, 'yes yes'],
    ['a deny under an unknown condition', { Statement: [allowAll, { ...allowAll, Effect: 'Deny', Condition: { Bool: { x: 'true' } } }] }, 'yes unknown'],
    ['an allow under an unknown condition', { Statement: [{ ...allowAll, Condition: { Bool: { x: 'true' } } }] }, 'unknown no'],
    ['an effect that is unknown', { Statement: [{ ...allowAll, Effect: hole() }] }, 'unknown unknown'],
    ['JSON text', JSON.stringify({ Statement: [allowAll] }), 'yes no'],
    ['JSON text with a hole in a string', text('{"Statement":{"Effect":"Allow","Action":"ssm:*","Resource":"arn:aws:ec2:*:', hole(), ':instance/*"}}'), 'unknown no'],
    ['JSON text with a hole that does not matter', text('{"Statement":{"Effect":"Allow","Action":"s3:', hole(), '","Resource":"*"}}'), 'no no'],
    ['JSON text with a hole elsewhere', text('{"Statement":', hole(), '}'), 'unknown no'],
    ['text that is no JSON', 'Statement: []', 'unknown no'],
    ['JSON too deep to read', '['.repeat(100_000), 'unknown no'],
    ['JSON that is no document', '[]', 'unknown no'],
    ['nothing', undefined, 'unknown no'],
    ['null', null, 'unknown no'],
    ['a number', 1, 'unknown no'],
    ['an unknown', hole(), 'unknown no'],
    ['a reference', new Link({}, 's/A', 'Ref'), 'unknown no'],
    ['no statement', {}, 'unknown no'],
    ['statements that are unknown', { Statement: hole() }, 'unknown no'],
    ['an empty list', { Statement: [] }, 'no no'],
    ['an unknown statement beside an allow', { Statement: [hole(), allowAll] }, 'yes no'],
    ['an unknown statement', { Statement: [hole()] }, 'unknown no'],
    ['statements that are no objects', { Statement: ['a', 1, null, [allowAll]] }, 'unknown no'],
    ['an effect nobody knows', { Statement: [{ ...allowAll, Effect: 'allow' }] }, 'unknown no'],
    ['inherited members', Object.create({ Statement: [allowAll] }) as Value, 'unknown no'],
    ['a statement with inherited members', { Statement: [Object.create(allowAll) as Value] }, 'unknown no'],
  ])('%s', (_, document, expected) => expect(verdict(document)).toBe(expected));
});

describe('policy variables', () => {
  const document = (Version: Value): Value => ({ ...(Version !== undefined && { Version }), Statement: { ...allowAll, Resource: '${ec2:SourceInstanceARN}' } });
  const context = { 'ec2:SourceInstanceARN': [request.resource] };
  test.each<readonly [string, Value, string]>([
    ['are filled in the newer version', '2012-10-17', 'yes no'],
    ['are text in the older', '2008-10-17', 'no no'],
    ['are text without a version', undefined, 'no no'],
    ['are taken for variables where the version is unknown', hole(), 'yes no'],
  ])('%s', (_, version, expected) => expect(verdict(document(version), { context })).toBe(expected));
});

test('a document is read once', () => {
  const document = { Statement: [allowAll] };
  expect(readPolicy(document)).toBe(readPolicy(document));
});

test.each<readonly [string, Value, string | undefined]>([
  ['in a list', { Statement: [allowAll] }, 'Properties.PolicyDocument.Statement.0'],
  ['alone', { Statement: allowAll }, 'Properties.PolicyDocument.Statement'],
  ['in JSON text', JSON.stringify({ Statement: [allowAll] }), 'Properties.PolicyDocument'],
  ['in JSON text with holes', new Text(['{"Id":"', hole(), '","Statement":[{"Effect":"Allow","Action":"*"}]}']), 'Properties.PolicyDocument'],
])('where a statement stands: %s', (_, document, expected) => {
  const [first] = readPolicy(document).statements;
  expect(statementPlace(place('Properties.PolicyDocument'), first).property).toBe(expected);
});
