import * as fc from 'fast-check';
import { matchWildcard } from '../../../../src/prover/analysis/iam';
import { INSTANCE_ID } from '../../../../src/prover/analysis/iam/pattern';
import { Link, Truth, Unknown, Value } from '../../../../src/prover/core';
import { runs } from '../../../helpers/runs';
import { hole, pseudo, text } from './fixtures';

type Row = readonly [pattern: Value, text: Value, expected: Truth];

test.each<Row>([
  ['', '', 'yes'],
  ['', 'a', 'no'],
  ['*', '', 'yes'],
  ['**', 'abc', 'yes'],
  ['?', '', 'no'],
  ['?', 'a', 'yes'],
  ['a*c', 'abbc', 'yes'],
  ['a*c', 'abbd', 'no'],
  ['*ab*ab', 'abab', 'yes'],
  ['*ab*ab', 'ab', 'no'],
  ['a?c*', 'abc', 'yes'],
  ['a.c', 'abc', 'no'],
  ['[abc]', 'a', 'no'],
  ['ABC', 'abc', 'no'],
])('literal %j against %j: %s', (pattern, value, expected) => {
  expect(matchWildcard(pattern, value)).toBe(expected);
});

const arn = text('arn:', pseudo('AWS::Partition'), ':ec2:us-east-1:', pseudo('AWS::AccountId'), ':instance/', hole(INSTANCE_ID));

test.each<readonly [string, ...Row]>([
  ['a star covers a hole', 'a*', text('a', hole()), 'yes'],
  ['a literal may be in a hole', 'ab', text('a', hole()), 'unknown'],
  ['what stands before a hole decides', 'b*', text('a', hole()), 'no'],
  ['what stands behind a hole decides', '*b', text(hole(), 'a'), 'no'],
  ['what stands between holes decides', 'ab', text(hole('x'), 'c', hole('y')), 'no'],
  ['one character is too few for two', '?', text('a', hole(), 'b'), 'no'],
  ['a hole may be empty', '?', text('a', hole()), 'unknown'],
  ['a hole of the pattern', text('a', hole(), '*'), 'abc', 'unknown'],
  ['a hole of the pattern that cannot help', text('a', hole()), 'bc', 'no'],
  ['the same hole on both sides', text('a', hole('x'), '*'), text('a', hole('x'), 'c'), 'yes'],
  ['other holes on both sides', text('a', hole('x')), text('a', hole('y')), 'unknown'],
  ['a bare unknown', hole(), 'abc', 'unknown'],
  ['an unknown that excludes the literal', new Unknown('parameter', 'p', 'p', ['abc']), 'abc', 'no'],
  ['an unknown that excludes the text', 'abc', new Unknown('parameter', 'p', 'p', ['abc']), 'no'],
  ['the same reference', new Link({}, 's/A', 'Arn'), new Link({}, 's/A', 'Arn'), 'yes'],
  ['another reference', new Link({}, 's/A', 'Arn'), new Link({}, 's/B', 'Arn'), 'unknown'],
  ['a value that is no text', { a: 1 }, 'abc', 'unknown'],
  ['a number', 12, '12', 'yes'],
  ['the partition is aws where nothing says another', 'arn:aws:ec2:*', arn, 'yes'],
  ['but may be another', 'arn:aws-cn:ec2:*', arn, 'unknown'],
  ['an account or instance id holds no colon', 'arn:aws:ec2:us-east-1:*:volume/*', arn, 'no'],
  ['an instance id may be anything', 'arn:aws:ec2:us-east-1:*:instance/i-1', arn, 'unknown'],
])('%s', (_, pattern, value, expected) => {
  expect(matchWildcard(pattern, value)).toBe(expected);
});

test.each<readonly [string, Value, string, Truth]>([
  ['a variable that is known', 'a/${aws:PrincipalAccount}/*', 'a/123/b', 'yes'],
  ['a variable that is known and differs', 'a/${aws:principalaccount}', 'a/124', 'no'],
  ['a variable that is not known', 'a/${aws:userid}', 'a/b', 'unknown'],
  ['a variable that is not known, behind what differs', 'a/${aws:userid}', 'b/b', 'no'],
  ['what a variable holds is no wildcard', '${star}', 'abc', 'no'],
  ['an absent variable with a default', '${aws:username, \'none\'}', 'none', 'yes'],
  ['an absent variable without', '${aws:username}', 'none', 'unknown'],
  ['a star itself', 'a${*}', 'a*', 'yes'],
  ['a star itself is no wildcard', 'a${*}', 'ab', 'no'],
  ['a question mark itself', 'a${?}', 'ab', 'no'],
  ['a dollar itself', '${$}', '$', 'yes'],
  ['an open brace is text', 'a${b', 'a${b', 'yes'],
])('%s', (_, pattern, value, expected) => {
  const context = { 'aws:PrincipalAccount': ['123'], 'star': ['*'], 'aws:username': null };
  expect(matchWildcard(pattern, value, { variables: true, context })).toBe(expected);
});

test('variables are text where the policy knows none', () => {
  expect(matchWildcard('${aws:userid}', '${aws:userid}')).toBe('yes');
  expect(matchWildcard('${aws:userid}', 'x')).toBe('no');
});

test('letters may be told apart or not', () => {
  expect(matchWildcard('SSM:Get*', 'ssm:getParameter', { ignoreCase: true })).toBe('yes');
  expect(matchWildcard('SSM:Get*', 'ssm:getParameter')).toBe('no');
});

test('the ARN of a role is told from others, whatever its name', () => {
  const link = new Link({ type: 'AWS::IAM::Role' }, 's/R', 'Arn');
  expect(matchWildcard('arn:aws:iam::*:role/*', link)).toBe('yes');
  expect(matchWildcard('arn:aws:s3:::*', link)).toBe('no');
});

const naive = (pattern: string) => new RegExp(`^${[...pattern].map((c) => (c === '*' ? '.*' : c === '?' ? '.' : `\\u{${c.codePointAt(0)!.toString(16)}}`)).join('')}$`, 'su');
const patterns = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?'), maxLength: 8 });
const texts = fc.string({ unit: fc.constantFrom('a', 'b', '.'), maxLength: 10 });

test('literals: as a regular expression would', () => {
  fc.assert(fc.property(patterns, texts, (pattern, value) => {
    expect(matchWildcard(pattern, value)).toBe(naive(pattern).test(value) ? 'yes' : 'no');
  }), { numRuns: runs(3000) });
});

test('holes: yes and no hold for whatever fills them', () => {
  const parts = fc.array(fc.oneof(texts, fc.constantFrom(hole('x'), hole('y'))), { maxLength: 5 });
  const patternParts = fc.array(fc.oneof(patterns, fc.constantFrom(hole('x'), hole('z'))), { maxLength: 5 });
  const fill = (list: readonly (string | Unknown)[], by: Record<string, string>) => list.map((p) => (typeof p === 'string' ? p : by[p.key])).join('');
  fc.assert(fc.property(patternParts, parts, fc.record({ x: texts, y: texts, z: texts }), (pattern, value, by) => {
    const answer = matchWildcard(text(...pattern), text(...value));
    const filled = naive(fill(pattern, by)).test(fill(value, by)) ? 'yes' : 'no';
    expect(['unknown', filled]).toContain(answer);
  }), { numRuns: runs(3000) });
});

test('a pattern that drives regular expressions mad takes no time to speak of', () => {
  const mad = `${'*a'.repeat(500)}b`;
  expect(matchWildcard(mad, 'a'.repeat(2000))).toBe('no');
  expect(matchWildcard(mad, text('a'.repeat(1000), hole(), 'a'.repeat(1000)))).toBe('no');
  expect(matchWildcard(mad, text('a'.repeat(10_000), hole()))).toBe('unknown');
});
