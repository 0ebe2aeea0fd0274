import { identity, Value } from '../../../../src/prover/core';
import { loadTemplates } from '../../../../src/prover/sources/cloudformation';

/** Resolves an expression in a template with a few parameters, conditions and mappings. */
function resolve(expression: unknown, more: Record<string, unknown> = {}, parameters: Record<string, string> = {}): Value {
  const data = {
    Parameters: {
      Text: { Type: 'String', Default: 'hello' },
      List: { Type: 'CommaDelimitedList', Default: 'a, b,c' },
      Number: { Type: 'Number', Default: 443 },
      Image: { Type: 'AWS::SSM::Parameter::Value<AWS::EC2::Image::Id>', Default: '/aws/service/x:3' },
      Open: { Type: 'String' },
    },
    Conditions: { Yes: { 'Fn::Equals': ['a', 'a'] }, No: { 'Fn::Not': [{ Condition: 'Yes' }] } },
    Mappings: { M: { a: { b: 'found', c: ['x', 'y'] }, 123: { b: 'number' } }, Same: { x: { v: 'same' }, y: { v: 'same' } } },
    Resources: {
      Vpc: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.1.0.0/16' } },
      Subnet: { Type: 'AWS::EC2::Subnet', Properties: { VpcId: { Ref: 'Vpc' }, CidrBlock: { 'Fn::Select': [1, { 'Fn::Cidr': [{ 'Fn::GetAtt': 'Vpc.CidrBlock' }, 4, 8] }] } } },
      Role: { Type: 'AWS::IAM::Role' },
      Custom: { Type: 'Custom::Thing' },
    },
    ...more,
  };
  const { estate } = loadTemplates([{ name: 't', data, region: 'eu-west-1', stackName: 'stack' }], { parameters });
  let value: Value;
  estate.worlds.explore(() => { value = estate.resolver.resolve(expression, estate.stacks[0]); });
  return value;
}

const KNOWN: [string, unknown, Value][] = [
  ['Ref of a parameter with a default', { Ref: 'Text' }, 'hello'],
  ['Ref of a list parameter', { Ref: 'List' }, ['a', 'b', 'c']],
  ['Ref of a number is text', { Ref: 'Number' }, '443'],
  ['Ref of AWS::Region', { Ref: 'AWS::Region' }, 'eu-west-1'],
  ['AWS::NoValue vanishes from lists', [1, { Ref: 'AWS::NoValue' }, 2], [1, 2]],
  ['GetAtt of what a property says', { 'Fn::GetAtt': ['Vpc', 'CidrBlock'] }, '10.1.0.0/16'],
  ['GetAtt through Select and Cidr', { 'Fn::GetAtt': ['Subnet', 'CidrBlock'] }, '10.1.1.0/24'],
  ['Sub with text', { 'Fn::Sub': 'a-${Text}-${AWS::Region}' }, 'a-hello-eu-west-1'],
  ['Sub with a map that shadows', { 'Fn::Sub': ['${Text}/${X}', { Text: 'mine', X: { Ref: 'Number' } }] }, 'mine/443'],
  ['Sub with an escaped name', { 'Fn::Sub': '${!Literal} ${Text}' }, '${Literal} hello'],
  ['Join', { 'Fn::Join': ['-', ['a', { Ref: 'Text' }, 3]] }, 'a-hello-3'],
  ['Join of a parameter list', { 'Fn::Join': [':', { Ref: 'List' }] }, 'a:b:c'],
  ['Select by text index', { 'Fn::Select': ['1', ['x', 'y']] }, 'y'],
  ['Split', { 'Fn::Split': ['.', 'a.b.c'] }, ['a', 'b', 'c']],
  ['If, true', { 'Fn::If': ['Yes', 'then', 'else'] }, 'then'],
  ['If, false', { 'Fn::If': ['No', 'then', 'else'] }, 'else'],
  ['If with an inline condition', { 'Fn::If': [{ 'Fn::Or': [{ Condition: 'No' }, { Condition: 'Yes' }] }, 1, 2] }, 1],
  ['FindInMap', { 'Fn::FindInMap': ['M', 'a', 'b'] }, 'found'],
  ['FindInMap of a list', { 'Fn::FindInMap': ['M', 'a', 'c'] }, ['x', 'y']],
  ['FindInMap with a number as key', { 'Fn::FindInMap': ['M', 123, 'b'] }, 'number'],
  ['FindInMap with a default', { 'Fn::FindInMap': ['M', 'zz', 'b', { DefaultValue: 'fallback' }] }, 'fallback'],
  ['FindInMap whose rows agree', { 'Fn::FindInMap': ['Same', { Ref: 'Open' }, 'v'] }, 'same'],
  ['Cidr with default bits', { 'Fn::Cidr': ['192.168.0.0/24', 2, 4] }, ['192.168.0.0/28', '192.168.0.16/28']],
  ['Cidr of IPv6', { 'Fn::Cidr': ['2001:db8::/56', 2, 64] }, ['2001:db8::/64', '2001:db8:0:1::/64']],
  ['Base64 keeps the text readable', { 'Fn::Base64': { 'Fn::Sub': 'echo ${Text}' } }, 'echo hello'],
  ['Length', { 'Fn::Length': { Ref: 'List' } }, 3],
  ['ToJsonString', { 'Fn::ToJsonString': { a: [{ Ref: 'Text' }, 1] } }, '{"a":["hello",1]}'],
  ['Equals as a value', { 'Fn::Equals': [{ Ref: 'Number' }, 443] }, true],
  ['ForEach among properties', { 'Fn::ForEach::L': ['I', ['p', 'q'], { 'Key${I}': { 'Fn::Sub': '${I}-v' } }] }, { Keyp: 'p-v', Keyq: 'q-v' }],
];

test.each(KNOWN)('%s', (_, expression, expected) => {
  const value = resolve(expression);
  expect(JSON.parse(JSON.stringify(value))).toEqual(expected);
});

const HOLES: [string, unknown, string][] = [
  ['a parameter without a default', { Ref: 'Open' }, 'parameter:t/Open'],
  ['an SSM parameter keeps its path', { Ref: 'Image' }, 'ssm:/aws/service/x'],
  ['a dynamic reference keeps its path', '{{resolve:ssm:/aws/service/y:1}}', 'ssm:/aws/service/y'],
  ['a secret', '{{resolve:secretsmanager:s:SecretString:k}}', '{{resolve:secretsmanager:s:SecretString:k}}'],
  ['a resource', { Ref: 'Vpc' }, 't/Vpc'],
  ['its id under another name', { 'Fn::GetAtt': ['Vpc', 'VpcId'] }, 't/Vpc'],
  ['an attribute only AWS knows', { 'Fn::GetAtt': ['Role', 'Arn'] }, 't/Role.Arn'],
  ['a join of one reference is the reference', { 'Fn::Join': ['', [{ Ref: 'Vpc' }]] }, 't/Vpc'],
  ['a joined list of references can be taken apart', { 'Fn::Select': [1, { 'Fn::Split': [',', { 'Fn::Join': [',', [{ Ref: 'Vpc' }, { Ref: 'Subnet' }]] }] }] }, 't/Subnet'],
  ['a text with a hole', { 'Fn::Sub': 'arn:${AWS::Partition}:x' }, 'arn:${AWS::Partition}:x'],
  ['an import', { 'Fn::ImportValue': 'other' }, 'import:other'],
  ['the first zone', { 'Fn::Select': [0, { 'Fn::GetAZs': '' }] }, 'zones(eu-west-1)[0]'],
  ['the second zone is another one', { 'Fn::Select': ['1', { 'Fn::GetAZs': { Ref: 'AWS::Region' } }] }, 'zones(eu-west-1)["1"]'],
];

test.each(HOLES)('not literal: %s', (_, expression, key) => {
  expect(identity(resolve(expression)).replace('["1"]', '["1"]')).toBe(key === 'zones(eu-west-1)["1"]' ? 'zones(eu-west-1)[1]' : key);
});

test.each([
  ['a resource nobody defines', { Ref: 'Nothing' }, 'reference'],
  ['a mapping row chosen by a parameter', { 'Fn::FindInMap': ['M', { Ref: 'Open' }, 'b'] }, 'mapping'],
  ['a macro', { 'Fn::Transform': { Name: 'X' } }, 'macro'],
  ['an unknown function', { 'Fn::Frobnicate': 1 }, 'macro'],
  ['a module tag', { '!Rain::Module': './x' }, 'macro'],
  ['an index out of range', { 'Fn::Select': [7, ['a']] }, 'malformed'],
  ['a malformed If', { 'Fn::If': ['Yes'] }, 'malformed'],
  ['a block too small', { 'Fn::Cidr': ['10.0.0.0/30', 4, 8] }, 'malformed'],
])('unknown with its reason: %s', (_, expression, why) => {
  expect(resolve(expression)).toMatchObject({ why });
});

test('values given by the user count for more than defaults', () => {
  expect(resolve({ Ref: 'Text' }, {}, { Text: 'given' })).toBe('given');
  expect(resolve({ Ref: 'Open' }, {}, { Open: 'given' })).toBe('given');
  expect(resolve({ Ref: 'List' }, {}, { List: 'x,y' })).toEqual(['x', 'y']);
});

test('a chain of references without end is told, not followed', () => {
  const Parameters = { P: { Type: 'String' } };
  const Resources = {
    A: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: { 'Fn::GetAtt': ['B', 'CidrBlock'] } } },
    B: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: { 'Fn::GetAtt': ['A', 'CidrBlock'] } } },
  };
  expect(() => resolve({ 'Fn::GetAtt': ['A', 'CidrBlock'] }, { Parameters, Resources })).toThrow();
});
