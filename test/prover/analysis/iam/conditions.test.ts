import { conditionsHold, OneOf, RequestContext, roleArn } from '../../../../src/prover/analysis/iam';
import { Link, Truth, Value } from '../../../../src/prover/core';
import { hole, pseudo, text } from './fixtures';

const context: RequestContext = {
  'S': ['Abc'],
  'many': ['a', 'b'],
  'none': null,
  'empty': [],
  'n': ['5'],
  'date': ['2024-06-01T00:00:00Z'],
  'b': ['true'],
  'bin': ['QmluYXJ5'],
  'ip': ['10.1.2.3'],
  'ip6': ['2001:db8::1'],
  'arn': ['arn:aws:iam::123456789012:role/path/Web'],
  'hole': [hole('h')],
  'either': new OneOf([['1.0'], ['2.0']]),
  'absentOrFalse': new OneOf([null, ['false']]),
  'aws:PrincipalAccount': ['123456789012'],
};

const holds = (operator: string, key: string, value: Value) => conditionsHold({ [operator]: { [key]: value } }, context).truth;

test.each<readonly [operator: string, key: string, value: Value, expected: Truth]>([
  // String
  ['StringEquals', 'S', 'Abc', 'yes'], ['StringEquals', 's', 'abc', 'no'], ['StringEquals', 'S', ['x', 'Abc'], 'yes'],
  ['StringEquals', 'S', 'A*', 'no'], ['StringEquals', 'S', [], 'no'],
  ['StringNotEquals', 'S', 'Abc', 'no'], ['StringNotEquals', 'S', ['x', 'Abc'], 'no'], ['StringNotEquals', 'S', ['x', 'y'], 'yes'],
  ['StringEqualsIgnoreCase', 'S', 'ABC', 'yes'], ['StringNotEqualsIgnoreCase', 'S', 'ABC', 'no'],
  ['StringLike', 'S', 'A?c', 'yes'], ['StringLike', 'S', 'a*', 'no'], ['StringNotLike', 'S', ['x*', '*c'], 'no'], ['StringNotLike', 'S', 'x*', 'yes'],
  // Numeric
  ['NumericEquals', 'n', '5.0', 'yes'], ['NumericEquals', 'n', 6, 'no'], ['NumericNotEquals', 'n', [4, 5], 'no'],
  ['NumericLessThan', 'n', 5, 'no'], ['NumericLessThanEquals', 'n', 5, 'yes'], ['NumericGreaterThan', 'n', 4, 'yes'],
  ['NumericGreaterThanEquals', 'n', 6, 'no'], ['NumericEquals', 'n', 'five', 'unknown'], ['NumericEquals', 'n', '', 'unknown'],
  ['NumericEquals', 'S', '5', 'unknown'],
  // Date
  ['DateEquals', 'date', '2024-06-01T00:00:00Z', 'yes'], ['DateNotEquals', 'date', '2024-06-01T00:00:00Z', 'no'],
  ['DateLessThan', 'date', '2025-01-01', 'yes'], ['DateLessThanEquals', 'date', '2023-01-01', 'no'], ['DateGreaterThan', 'date', '1600000000', 'yes'],
  ['DateGreaterThanEquals', 'date', '2024-06-01T00:00:00Z', 'yes'], ['DateLessThan', 'date', 'soon', 'unknown'],
  // Bool, Binary
  ['Bool', 'b', true, 'yes'], ['Bool', 'b', 'True', 'yes'], ['Bool', 'b', 'false', 'no'],
  ['BinaryEquals', 'bin', 'QmluYXJ5', 'yes'], ['BinaryEquals', 'bin', 'qmluYXJ5', 'no'],
  // IP
  ['IpAddress', 'ip', '10.0.0.0/8', 'yes'], ['IpAddress', 'ip', ['192.168.0.0/16', '10.1.2.3'], 'yes'], ['IpAddress', 'ip', '10.1.2.4', 'no'],
  ['NotIpAddress', 'ip', '10.0.0.0/8', 'no'], ['NotIpAddress', 'ip', '11.0.0.0/8', 'yes'], ['IpAddress', 'ip6', '2001:db8::/32', 'yes'],
  ['IpAddress', 'ip6', '10.0.0.0/8', 'no'], ['IpAddress', 'ip', '2001:db8::/32', 'no'], ['IpAddress', 'ip', 'home', 'unknown'],
  // ARN
  ['ArnEquals', 'arn', 'arn:aws:iam::123456789012:role/*', 'yes'], ['ArnLike', 'arn', 'arn:*:iam::*:role/path/W?b', 'yes'],
  ['ArnLike', 'arn', 'arn:aws:iam::123456789013:role/*', 'no'], ['ArnNotEquals', 'arn', 'arn:aws:iam::123456789012:role/*', 'no'],
  ['ArnNotLike', 'arn', 'arn:aws:iam::*:role/Other', 'yes'],
  // A star does not cross a colon of an ARN, nor is a pattern without six parts one.
  ['ArnLike', 'arn', 'arn:aws:iam:*:role/path/Web', 'unknown'], ['ArnLike', 'arn', 'arn:aws:*:*:*:Web', 'no'], ['ArnLike', 'arn', '*', 'unknown'],
  // Null
  ['Null', 'S', 'true', 'no'], ['Null', 'S', false, 'yes'], ['Null', 'none', true, 'yes'], ['Null', 'none', 'false', 'no'], ['Null', 'empty', true, 'yes'],
  ['Null', 'S', 'perhaps', 'unknown'], ['Null', 'hole', true, 'no'], ['Null', 'nowhere', true, 'unknown'],
  // Absent
  ['StringEquals', 'none', 'a', 'no'], ['StringNotEquals', 'none', 'a', 'yes'], ['ArnNotLike', 'none', 'a', 'yes'], ['IpAddress', 'none', '10.0.0.0/8', 'no'],
  ['NotIpAddress', 'none', '10.0.0.0/8', 'yes'], ['Bool', 'none', 'true', 'no'], ['NumericLessThan', 'none', 1, 'no'],
  // IfExists
  ['StringEqualsIfExists', 'none', 'a', 'yes'], ['StringEqualsIfExists', 'S', 'a', 'no'], ['StringNotLikeIfExists', 'none', 'a', 'yes'],
  ['BoolIfExists', 'none', 'true', 'yes'], ['BoolIfExists', 'b', 'false', 'no'], ['ArnLikeIfExists', 'none', 'arn:*', 'yes'],
  ['StringEqualsIfExists', 'nowhere', 'a', 'unknown'], ['NullIfExists', 'S', 'true', 'unknown'],
  // Set operators
  ['ForAnyValue:StringEquals', 'many', 'b', 'yes'], ['ForAnyValue:StringEquals', 'many', 'c', 'no'], ['ForAnyValue:StringLike', 'many', ['c', 'a*'], 'yes'],
  ['ForAnyValue:StringNotEquals', 'many', 'a', 'yes'], ['ForAnyValue:StringNotEquals', 'many', ['a', 'b'], 'no'],
  ['ForAllValues:StringEquals', 'many', 'a', 'no'], ['ForAllValues:StringEquals', 'many', ['a', 'b', 'c'], 'yes'],
  ['ForAllValues:StringNotEquals', 'many', 'a', 'no'], ['ForAllValues:StringNotEquals', 'many', 'c', 'yes'],
  ['ForAllValues:StringEquals', 'none', 'a', 'yes'], ['ForAllValues:StringEquals', 'empty', 'a', 'yes'], ['ForAnyValue:StringEquals', 'none', 'a', 'no'],
  ['ForAnyValue:StringNotEquals', 'none', 'a', 'unknown'], ['ForAnyValue:StringEqualsIfExists', 'none', 'a', 'yes'],
  ['StringEquals', 'many', 'a', 'unknown'], ['StringEquals', 'many', 'c', 'no'],
  // Unknown keys, values, operators
  ['StringEquals', 'nowhere', 'a', 'unknown'], ['StringEquals', 'hole', 'a', 'unknown'], ['StringEquals', 'hole', hole('h'), 'yes'],
  ['StringLike', 'hole', '*', 'yes'], ['StringEquals', 'S', hole('p'), 'unknown'], ['StringEquals', 'S', ['Abc', hole('p')], 'yes'],
  ['NumericEquals', 'hole', 1, 'unknown'], ['IpAddress', 'hole', '10.0.0.0/8', 'unknown'], ['StringSounds', 'S', 'Abc', 'unknown'],
  ['ForSome:StringEquals', 'S', 'Abc', 'unknown'], ['stringequals', 'S', 'Abc', 'yes'], ['constructor', 'S', 'Abc', 'unknown'],
  ['StringEquals', 'constructor', 'a', 'unknown'],
  // One of several states
  ['NumericLessThan', 'either', '2.0', 'unknown'], ['NumericLessThan', 'either', '1.0', 'no'], ['NumericGreaterThan', 'either', '0', 'yes'],
  ['BoolIfExists', 'absentOrFalse', 'false', 'yes'], ['Bool', 'absentOrFalse', 'true', 'no'], ['Bool', 'absentOrFalse', 'false', 'unknown'],
  // Variables
  ['StringEquals', 'aws:PrincipalAccount', '${aws:PrincipalAccount}', 'yes'], ['StringLike', 'arn', '*:${aws:PrincipalAccount}:*', 'yes'],
  ['ArnLike', 'arn', 'arn:aws:iam::${aws:PrincipalAccount}:role/*', 'yes'], ['StringEquals', 'S', '${aws:userid}', 'unknown'],
])('%s %s %j: %s', (operator, key, value, expected) => {
  expect(holds(operator, key, value)).toBe(expected);
});

test.each<readonly [string, Value, Truth]>([
  ['no block', undefined, 'yes'],
  ['an empty block', {}, 'yes'],
  ['all keys must hold', { StringEquals: { S: 'Abc', n: '6' } }, 'no'],
  ['all operators must hold', { StringEquals: { S: 'Abc' }, Bool: { b: 'false' } }, 'no'],
  ['both hold', { StringEquals: { S: 'Abc', n: '5' }, Bool: { b: 'true' } }, 'yes'],
  ['one fails, the other is unknown', { StringEquals: { S: 'x', nowhere: 'y' } }, 'no'],
  ['one holds, the other is unknown', { StringEquals: { S: 'Abc', nowhere: 'y' } }, 'unknown'],
  ['a block that is unknown', hole(), 'unknown'],
  ['a block that is a list', [], 'unknown'],
  ['an operator without keys', { StringEquals: 'S' }, 'unknown'],
])('%s', (_, block, expected) => {
  expect(conditionsHold(block, context).truth).toBe(expected);
});

test('what is unknown is named', () => {
  expect(conditionsHold({ StringEquals: { 'aws:Nowhere': 'a', 'S': hole('p') } }, context).unknowns.map((u) => u.what))
    .toStrictEqual(['the condition key aws:Nowhere of the request', 'parameter p']);
});

test('in an old policy a variable is text', () => {
  expect(conditionsHold({ StringEquals: { S: '${aws:userid}' } }, context, false).truth).toBe('no');
});

describe('the ARN of a role that the input makes', () => {
  const where = { region: 'us-east-1', account: '123456789012' };
  const mine = { 'aws:PrincipalArn': [roleArn({ key: 's/Role', name: 'Role' }, where)] };
  const ref = (id: string) => new Link({ type: 'AWS::IAM::Role' }, `s/${id}`, 'Arn');
  test.each<readonly [string, string, Value, Truth]>([
    ['its own reference', 'ArnEquals', ref('Role'), 'yes'],
    ['its own reference, as text', 'StringEquals', ref('Role'), 'yes'],
    ['another role\'s reference', 'ArnEquals', ref('Other'), 'unknown'],
    ['any role of the account', 'ArnLike', 'arn:aws:iam::123456789012:role/*', 'yes'],
    ['any role of the account, put together', 'ArnLike', text('arn:', pseudo('AWS::Partition'), ':iam::', '123456789012', ':role/*'), 'yes'],
    ['any role of another account', 'ArnLike', 'arn:aws:iam::210987654321:role/*', 'no'],
    ['a user', 'ArnLike', 'arn:aws:iam::123456789012:user/*', 'no'],
    ['a role by name', 'ArnEquals', 'arn:aws:iam::123456789012:role/Web', 'unknown'],
  ])('%s', (_, operator, value, expected) => {
    expect(conditionsHold({ [operator]: { 'aws:PrincipalArn': value } }, { ...mine, 'AWS::Partition': ['aws'] }).truth).toBe(expected);
  });
});
