import { AgentCall, agentContext, conditionsHold, endpointPermits, instanceArn, matchWildcard, resourceOf, roleArn } from '../../../../src/prover/analysis/iam';
import { Link, Truth, Value } from '../../../../src/prover/core';
import { hole, place, pseudo, text } from './fixtures';

const here: AgentCall = { region: 'us-east-1', account: '123456789012' };
const role = { key: 's/Role', name: 'Role' };

test.each<readonly [string, AgentCall, Value, Truth]>([
  ['the Region', here, { StringEquals: { 'aws:RequestedRegion': ['us-east-1', 'eu-west-1'] } }, 'yes'],
  ['another Region', here, { StringEquals: { 'aws:RequestedRegion': 'eu-west-1' } }, 'no'],
  ['a Region nobody knows', {}, { StringEquals: { 'aws:RequestedRegion': 'eu-west-1' } }, 'unknown'],
  ['the Region of the stack', {}, { StringEquals: { 'aws:RequestedRegion': pseudo('AWS::Region') } }, 'yes'],
  ['the account', here, { StringEquals: { 'aws:PrincipalAccount': '123456789012' } }, 'yes'],
  ['the account of the stack', here, { StringEquals: { 'aws:PrincipalAccount': pseudo('AWS::AccountId') } }, 'yes'],
  ['TLS', here, { Bool: { 'aws:SecureTransport': 'true' } }, 'yes'],
  ['through a service', here, { Bool: { 'aws:ViaAWSService': 'true' } }, 'no'],
  ['a second factor', here, { Bool: { 'aws:MultiFactorAuthPresent': 'true' } }, 'no'],
  ['no second factor', here, { Null: { 'aws:MultiFactorAuthPresent': 'true' } }, 'unknown'],
  ['the endpoint', { ...here, vpcEndpoint: 'vpce-1' }, { StringEquals: { 'aws:SourceVpce': 'vpce-1' } }, 'yes'],
  ['the endpoint by reference', { vpcEndpoint: new Link({}, 's/E', 'Ref') }, { StringEquals: { 'aws:SourceVpce': new Link({}, 's/E', 'Ref') } }, 'yes'],
  ['another endpoint', { ...here, vpcEndpoint: 'vpce-2' }, { StringEquals: { 'aws:SourceVpce': 'vpce-1' } }, 'no'],
  ['no endpoint', { ...here, vpcEndpoint: null }, { StringEquals: { 'aws:SourceVpce': 'vpce-1' } }, 'no'],
  ['perhaps an endpoint', here, { StringEquals: { 'aws:SourceVpce': 'vpce-1' } }, 'unknown'],
  ['the VPC, by endpoint', { ...here, vpcEndpoint: 'vpce-1', vpc: 'vpc-1' }, { StringEquals: { 'aws:SourceVpc': 'vpc-1' } }, 'yes'],
  ['the VPC, over the internet', { ...here, vpcEndpoint: null, vpc: 'vpc-1' }, { StringEquals: { 'aws:SourceVpc': 'vpc-1' } }, 'no'],
  ['the VPC credentials are from', { ...here, vpcEndpoint: null, vpc: 'vpc-1' }, { StringEquals: { 'aws:Ec2InstanceSourceVpc': 'vpc-1' } }, 'yes'],
  ['the VPC credentials are from, as a variable', { ...here, vpcEndpoint: 'vpce-1', vpc: 'vpc-1' }, { StringNotEquals: { 'aws:SourceVpc': '${aws:Ec2InstanceSourceVpc}' } }, 'no'],
  ['a public address, by endpoint', { ...here, vpcEndpoint: 'vpce-1' }, { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } }, 'no'],
  ['a public address, over the internet', { ...here, vpcEndpoint: null }, { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } }, 'unknown'],
  ['credentials of either version', here, { NumericLessThan: { 'ec2:RoleDelivery': '2.0' } }, 'unknown'],
  ['credentials of version 2', { ...here, metadataVersion2Only: true }, { NumericLessThan: { 'ec2:RoleDelivery': '2.0' } }, 'no'],
  ['the instance', here, { ArnLike: { 'ec2:SourceInstanceARN': 'arn:aws:ec2:us-east-1:123456789012:instance/*' } }, 'yes'],
  ['not on an instance', here, { Null: { 'ec2:SourceInstanceARN': 'true' } }, 'no'],
  ['a hybrid node', here, { Null: { 'ssm:SourceInstanceARN': 'false' } }, 'no'],
  ['a tag', { ...here, instanceTags: { Env: 'prod' } }, { StringEquals: { 'aws:ResourceTag/Env': 'prod', 'ssm:resourceTag/env': 'prod' } }, 'yes'],
  ['another value of a tag', { ...here, instanceTags: { Env: 'prod' } }, { StringEquals: { 'aws:ResourceTag/Env': 'test' } }, 'no'],
  ['a tag it may have', { ...here, instanceTags: { Env: 'prod' } }, { StringEquals: { 'aws:ResourceTag/Team': 'a' } }, 'unknown'],
  ['the role', { ...here, roleArn: roleArn(role, here) }, { ArnEquals: { 'aws:PrincipalArn': new Link({ type: 'AWS::IAM::Role' }, 's/Role', 'Arn') } }, 'yes'],
  ['some role', here, { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::123456789012:role/*' } }, 'yes'],
  ['the day', here, { DateGreaterThan: { 'aws:CurrentTime': '2020-01-01T00:00:00Z' } }, 'unknown'],
])('%s', (_, call, block, expected) => {
  expect(conditionsHold(block, agentContext(call)).truth).toBe(expected);
});

test.each([
  ['us-east-1', 'aws'], ['cn-north-1', 'aws-cn'], ['us-gov-west-1', 'aws-us-gov'], ['us-iso-east-1', 'aws-iso'], ['us-isob-east-1', 'aws-iso-b'],
])('%s lies in %s', (region, partition) => {
  expect(matchWildcard(`arn:${partition}:ec2:${region}:1:instance/*`, instanceArn({ region, account: '1' }))).toBe('yes');
});

test('a partition that is known fills the pseudo parameter', () => {
  const context = agentContext({ region: 'cn-north-1', account: '1' });
  const pattern = text('arn:', pseudo('AWS::Partition'), ':ec2:cn-north-1:', pseudo('AWS::AccountId'), ':instance/*');
  expect(matchWildcard(pattern, resourceOf('ssm:UpdateInstanceInformation', context), { context })).toBe('yes');
});

test('what an action is about', () => {
  const context = agentContext(here);
  expect(resourceOf('SSM:updateInstanceInformation', context)).toStrictEqual(instanceArn(here));
  expect(resourceOf('ssmmessages:OpenDataChannel', context)).toBeUndefined();
  expect(resourceOf('ssm:UpdateInstanceInformation', {})).toBeUndefined();
});

describe('endpoint policies', () => {
  const context = agentContext({ ...here, roleArn: roleArn(role, here) });
  const open = { Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' };
  const permitted = (...Statement: Value[]) => endpointPermits({ Version: '2012-10-17', Statement }, place('Properties.PolicyDocument', 'Endpoint'), 'ssmmessages:OpenDataChannel', context);
  test.each<readonly [string, readonly Value[], string]>([
    ['open', [open], 'endpointPolicyAllows'],
    ['open to AWS', [{ ...open, Principal: { AWS: '*' } }], 'endpointPolicyAllows'],
    ['open to the account', [{ ...open, Principal: { AWS: '123456789012' } }], 'endpointPolicyAllows'],
    ['open to the account\'s root', [{ ...open, Principal: { AWS: 'arn:aws:iam::123456789012:root' } }], 'endpointPolicyAllows'],
    ['open to the stack\'s account', [{ ...open, Principal: { AWS: text('arn:', pseudo('AWS::Partition'), ':iam::', pseudo('AWS::AccountId'), ':root') } }], 'endpointPolicyAllows'],
    ['open to another account', [{ ...open, Principal: { AWS: ['210987654321', 'arn:aws:iam::210987654321:root'] } }], 'endpointPolicyBlocks'],
    ['open to the role', [{ ...open, Principal: { AWS: new Link({ type: 'AWS::IAM::Role' }, 's/Role', 'Arn') } }], 'endpointPolicyAllows'],
    ['open to a role by name', [{ ...open, Principal: { AWS: 'arn:aws:iam::123456789012:role/Web' } }], 'endpointPolicyUnknown'],
    ['open to a session', [{ ...open, Principal: { AWS: 'arn:aws:sts::123456789012:assumed-role/Web/i-1' } }], 'endpointPolicyUnknown'],
    ['open to a user', [{ ...open, Principal: { AWS: 'arn:aws:iam::123456789012:user/me' } }], 'endpointPolicyBlocks'],
    ['open to a service', [{ ...open, Principal: { Service: 'ec2.amazonaws.com' } }], 'endpointPolicyBlocks'],
    ['another action', [{ ...open, Action: 'ssm:*' }], 'endpointPolicyBlocks'],
    ['a deny', [open, { ...open, Effect: 'Deny', Action: 'ssmmessages:*' }], 'endpointPolicyBlocks'],
    ['a deny to all but the role', [open, { ...open, Effect: 'Deny', Condition: { ArnNotEquals: { 'aws:PrincipalArn': new Link({ type: 'AWS::IAM::Role' }, 's/Role', 'Arn') } } }], 'endpointPolicyAllows'],
    ['a deny that may apply', [open, { ...open, Effect: 'Deny', Condition: { StringNotEquals: { 'aws:PrincipalOrgID': 'o-1' } } }], 'endpointPolicyUnknown'],
    ['nobody named', [{ ...open, Principal: undefined }], 'endpointPolicyUnknown'],
    ['a statement nobody knows', [hole()], 'endpointPolicyUnknown'],
  ])('%s', (_, statements, expected) => {
    expect(permitted(...statements).because[0].reason.name).toBe(expected);
  });

  test('no policy is AWS\'s, which is open', () => {
    expect(endpointPermits(undefined, place(), 'ssm:UpdateInstanceInformation', context).answer).toBe('yes');
  });
});
