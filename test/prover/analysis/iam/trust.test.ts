import { trusts } from '../../../../src/prover/analysis/iam';
import { Value } from '../../../../src/prover/core';
import { nameOf } from '../../../../src/prover/report';
import { isFault } from '../../../../src/prover/rules';
import { hole, place, pseudo, role, text } from './fixtures';

const assume = (rest: Record<string, Value>): Value => ({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', ...rest }] });
const service = (value: Value) => assume({ Principal: { Service: value } });
const EC2 = 'ec2.amazonaws.com';

test.each<readonly [string, Value, string]>([
  ['EC2', service(EC2), 'trusted'],
  ['EC2 in China', service('ec2.amazonaws.com.cn'), 'trusted'],
  ['EC2 in a list', service(['lambda.amazonaws.com', EC2]), 'trusted'],
  ['EC2 with the suffix of the partition', service(text('ec2.', pseudo('AWS::URLSuffix'))), 'trusted'],
  ['EC2 by a mapping nobody knows', service(hole()), 'unknown'],
  ['a text that may be EC2', service(text('ec2.', hole())), 'unknown'],
  ['a text that cannot be EC2', service(text('lambda.', hole())), 'missing'],
  ['lambda with the suffix of the partition', service(text('lambda.', pseudo('AWS::URLSuffix'))), 'missing'],
  ['another service', service('lambda.amazonaws.com'), 'missing'],
  ['Systems Manager', service('ssm.amazonaws.com'), 'missing'],
  ['a name that starts alike', service('ec2fleet.amazonaws.com'), 'missing'],
  ['a Region in the name', service('ec2.us-east-1.amazonaws.com'), 'unknown'],
  ['any service', service('*'), 'unknown'],
  ['an empty list', service([]), 'missing'],
  ['everybody', assume({ Principal: '*' }), 'trusted'],
  ['everybody of AWS', assume({ Principal: { AWS: '*' } }), 'unknown'],
  ['everybody, as a map', assume({ Principal: { '*': '*' } }), 'unknown'],
  ['an account', assume({ Principal: { AWS: 'arn:aws:iam::123456789012:root' } }), 'missing'],
  ['an account and EC2', assume({ Principal: { AWS: '123456789012', Service: EC2 } }), 'trusted'],
  ['a federation', assume({ Principal: { Federated: 'arn:aws:iam::123456789012:saml-provider/x' } }), 'missing'],
  ['nobody named', assume({}), 'unknown'],
  ['a principal that is unknown', assume({ Principal: hole() }), 'unknown'],
  ['all but EC2', assume({ NotPrincipal: { Service: EC2 } }), 'missing'],
  ['all but an account', assume({ NotPrincipal: { AWS: '123456789012' } }), 'unknown'],
  ['all of STS', { Statement: { Effect: 'Allow', Action: 'sts:*', Principal: { Service: EC2 } } }, 'trusted'],
  ['every action', { Statement: { Effect: 'Allow', Action: ['*'], Principal: { Service: EC2 } } }, 'trusted'],
  ['another case', { Statement: { Effect: 'Allow', Action: 'STS:assumerole', Principal: { Service: EC2 } } }, 'trusted'],
  ['another action', { Statement: { Effect: 'Allow', Action: 'sts:TagSession', Principal: { Service: EC2 } } }, 'missing'],
  ['NotAction', { Statement: { Effect: 'Allow', NotAction: 'sts:TagSession', Principal: { Service: EC2 } } }, 'trusted'],
  ['a condition on the account', assume({ Principal: { Service: EC2 }, Condition: { StringEquals: { 'aws:SourceAccount': '1' } } }), 'unknown'],
  ['a condition on an ARN', assume({ Principal: { Service: EC2 }, Condition: { ArnLike: { 'aws:SourceArn': '*' } } }), 'unknown'],
  ['an external id', assume({ Principal: { Service: EC2 }, Condition: { StringEquals: { 'sts:ExternalId': 'x' } } }), 'missing'],
  ['no condition in an empty block', assume({ Principal: { Service: EC2 }, Condition: {} }), 'trusted'],
  ['a deny', { Statement: [{ Effect: 'Allow', Action: '*', Principal: '*' }, { Effect: 'Deny', Action: 'sts:*', Principal: { Service: EC2 } }] }, 'denied'],
  ['a deny of everybody of AWS', { Statement: [{ Effect: 'Allow', Action: '*', Principal: '*' }, { Effect: 'Deny', Action: '*', Principal: { AWS: '*' } }] }, 'unknown'],
  ['a deny under a condition', {
    Statement: [
      { Effect: 'Allow', Action: '*', Principal: '*' }, { Effect: 'Deny', Action: '*', Principal: '*', Condition: { Bool: { 'x:y': true } } },
    ],
  }, 'unknown'],
  ['JSON text', JSON.stringify(service(EC2)), 'trusted'],
  ['JSON text with a hole', text('{"Statement":{"Effect":"Allow","Action":"sts:AssumeRole","Principal":{"Service":"ec2.', pseudo('AWS::URLSuffix'), '"}}}'), 'trusted'],
  ['no document', undefined, 'unknown'],
  ['an empty document', {}, 'unknown'],
  ['no statement', { Statement: [] }, 'missing'],
])('%s: %#', (_, trust, expected) => {
  const [step] = trusts(role([], { trust }), 'ec2').because;
  expect(step.reason.name).toBe(expected === 'trusted' ? expected : `trust${expected[0].toUpperCase()}${expected.slice(1)}`);
  expect(step.answer).toBe(step.reason.code === 'OK' ? 'yes' : isFault(step.reason) ? 'no' : 'unknown');
  if (step.answer === 'unknown') expect(step.unknowns!.length).toBeGreaterThan(0);
});

test('Systems Manager, for Default Host Management', () => {
  expect(trusts(role([], { trust: service('ssm.amazonaws.com') }), 'ssm').answer).toBe('yes');
  expect(trusts(role([], { trust: service(EC2) }), 'ssm').answer).toBe('no');
});

test('the step says where to look', () => {
  const [step] = trusts(role([], { trust: service(EC2) }), 'ec2').because;
  expect(step.at).toStrictEqual([place('Properties.AssumeRolePolicyDocument.Statement.0')]);
  expect({ ...step.data, role: nameOf(step.data.role) }).toStrictEqual({ service: EC2, role: 'Role', statement: 'statement 1' });
  expect(trusts(role([], { trust: service('x.amazonaws.com') }), 'ec2').because[0].at).toStrictEqual([place('Properties.AssumeRolePolicyDocument')]);
});

test('a role made elsewhere is unknown', () => {
  expect(trusts(role([], { made: false, place: undefined }), 'ec2').answer).toBe('unknown');
});
