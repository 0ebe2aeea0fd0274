import { Reason } from '../../../src/prover/core';
import { stepWords } from '../../../src/prover/report';
import { brief } from '../../../src/prover/report/text-path';
import { facts } from '../../../src/prover/rules';
import { matchesPattern } from '../../../src/prover/verdict';

test('what a step says', () => {
  const data = { host: 'Web', groups: 'AppSg', rule: 'rule #0 of AppSg', endpoint: 'Ssm', endpointGroups: 'EndpointSg', acl: 'Acl', aclSubnet: 'Private', direction: 'inbound', ports: '443' };
  const step = (reason: Reason, at: string[] = []) => stepWords({ reason, answer: 'yes', at: at.map((logicalId) => ({ template: 't', logicalId })), data });
  expect(step(facts.groupsLetOut)).toBe('egress of security group AppSg by rule #0 of AppSg');
  expect(step(facts.endpointLetsIn)).toBe('ingress of security group EndpointSg of Ssm by rule #0 of AppSg');
  expect(step(facts.aclLetsThrough, ['Entry100'])).toBe('network ACL Acl of subnet Private, inbound 443 by Entry100');
  expect(step(facts.aclLetsThrough, ['Acl'])).toBe('network ACL Acl of subnet Private, inbound 443');
});

test.each([
  ['App/*', 'App/Web', true], ['App/*', 'Apps/Web', false], ['*', '', true], ['a*b*c', 'axxbyyc', true], ['a*b*c', 'axxcyyb', false], ['ab*ba', 'aba', false], ['Web', 'Web', true], ['Web', 'Webs', false],
  ['*Web*', 'x/Web/y', true], ['a**b', 'ab', true], ['.*', 'x', false],
])('the pattern %j on %j: %s', (pattern, text, fits) => {
  expect(matchesPattern(pattern, text)).toBe(fits);
});

test('a sentence is cut to what it says, not to what stands in brackets before it', () => {
  expect([
    'SSM parameter /aws/x (Debian) does not carry the SSM Agent, and no user data installs it',
    'VPC Block Public Access (ingress) of the account and Region keeps Pub from its internet gateway: the exclusion E lets out little',
    'nothing leads out of A: RtA has no default route',
    'Tgw has no network interface in the zone of A (for ssm and ssmmessages)',
  ].map(brief)).toEqual([
    'SSM parameter /aws/x does not carry the SSM Agent',
    'VPC Block Public Access of the account and Region keeps Pub from its internet gateway',
    'nothing leads out of A',
    'Tgw has no network interface in the zone of A',
  ]);
});
