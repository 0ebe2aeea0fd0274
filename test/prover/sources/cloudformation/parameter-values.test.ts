import { loadTemplates } from '../../../../src/prover/sources/cloudformation';
import { judgeTemplates } from '../../../helpers/judge';
import { isolated } from '../../../helpers/templates';

/** What a template says of a value for its parameter P. */
function fault(declaration: object, value: string): string | undefined {
  const { errors } = loadTemplates([{ name: 't', data: { ...isolated(), Parameters: { P: declaration } } }], { parameters: { P: value } });
  expect(errors.length).toBeLessThanOrEqual(1);
  return errors[0]?.message;
}

test.each<[string, object, string, string]>([
  ['a text outside of the list', { Type: 'String', AllowedValues: ['dev', 'prod'] }, 'Prod', 'parameter P is "Prod", which is not one of its AllowedValues: dev, prod'],
  ['a number outside of the list', { Type: 'Number', AllowedValues: [1, 2] }, '3', 'which is not one of its AllowedValues: 1, 2'],
  ['one item of a list', { Type: 'CommaDelimitedList', AllowedValues: ['a', 'b'] }, 'a, c', 'which is not one of its AllowedValues: a, b'],
  ['the name of an SSM parameter', { Type: 'AWS::SSM::Parameter::Value<String>', AllowedValues: ['/a'] }, '/b', 'AllowedValues: /a'],
  ['many values', { Type: 'String', AllowedValues: Array.from({ length: 30 }, (_, n) => `v${n}`) }, 'x', 'v19 and 10 more'],
  ['no number', { Type: 'Number' }, 'ten', 'which is not a number'],
  ['an empty number', { Type: 'Number' }, '', 'which is not a number'],
  ['too small', { Type: 'Number', MinValue: '5' }, '4.5', 'which is less than its MinValue 5'],
  ['too large', { Type: 'List<Number>', MaxValue: 5 }, '1,6', 'which is more than its MaxValue 5'],
  ['too short', { Type: 'String', MinLength: '1' }, '', 'parameter P is "", which is shorter than its MinLength 1'],
  ['too long', { Type: 'String', MaxLength: 3 }, 'abcd', 'which is longer than its MaxLength 3'],
  ['another form', { Type: 'String', AllowedPattern: '[a-z]+' }, 'a1', 'which its AllowedPattern [a-z]+ does not match'],
])('%s is told', (_, declaration, value, message) => {
  expect(fault(declaration, value)).toContain(message);
});

test.each<[string, object, string]>([
  ['a value of the list', { Type: 'String', AllowedValues: ['dev', 'prod'] }, 'prod'],
  ['a boolean of the list', { Type: 'String', AllowedValues: [true, false] }, 'true'],
  ['items of the list', { Type: 'CommaDelimitedList', AllowedValues: ['a', 'b'] }, 'b,a'],
  ['numbers at the bounds', { Type: 'Number', MinValue: 1, MaxValue: 2 }, '2'],
  ['a bound that is no number', { Type: 'Number', MinValue: 'x' }, '2'],
  ['the whole form', { Type: 'String', AllowedPattern: '[a-z]+' }, 'abc'],
  ['a form in the syntax of Java', { Type: 'String', AllowedPattern: '\\p{Alpha}+' }, '1'],
  ['a form that JavaScript does not know', { Type: 'String', AllowedPattern: '[' }, '1'],
  ['a list with a value that is not literal', { Type: 'String', AllowedValues: [{ Ref: 'X' }] }, 'y'],
  ['a declaration that is none', { Type: 'String', AllowedValues: 'a', MinLength: {} }, 'y'],
])('%s passes', (_, declaration, value) => {
  expect(fault(declaration, value)).toBeUndefined();
});

test('a form that would be matched for ever is not tried', () => {
  for (const pattern of ['(a+)+b', '(a|a)*b', 'a*a*a*a*a*a*b', '(?=a)a']) expect(fault({ Type: 'String', AllowedPattern: pattern }, 'a'.repeat(100))).toBeUndefined();
});

test('a parameter that the template does not have, and one that a parent stack passes, are not looked at', () => {
  const report = judgeTemplates({ 't.json': isolated() }, {}, { P: 'x' });
  expect(report.errors).toEqual([]);
});
