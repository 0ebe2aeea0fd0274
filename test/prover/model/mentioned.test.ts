import { codes, judgeHost, judgeTemplates } from '../../helpers/judge';
import { isolated, mutate, Resources } from '../../helpers/templates';

/** A host whose role has no policy but the one that a resource of its own attaches, in a way that is not a plain reference. */
const AGENT = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: ['ssm:*', 'ssmmessages:*', 'ec2messages:*'], Resource: '*' }] };

function withPolicy(properties: Record<string, unknown>, more: Record<string, unknown> = {}) {
  return { ...mutate(isolated(), (t) => {
    delete t.Resources.Role.Properties!.ManagedPolicyArns;
    (t.Resources as Resources).Attached = { Type: 'AWS::IAM::ManagedPolicy', Properties: { PolicyDocument: AGENT, ...properties } };
  }), ...more };
}

test('a role cut out of its own ARN may be meant', () => {
  const arn = { 'Fn::GetAtt': ['Role', 'Arn'] };
  expect(judgeHost(withPolicy({ Roles: [{ 'Fn::Select': [1, { 'Fn::Split': ['/', arn] }] }] })).verdict).toBe('unknown');
  const long = { 'Fn::Select': [1, { 'Fn::Split': ['/', { 'Fn::Select': [5, { 'Fn::Split': [':', arn] }] }] }] };
  expect(judgeHost(withPolicy({ Roles: [long] })).verdict).toBe('unknown');
  expect(judgeHost(withPolicy({ Roles: ['somebody-else'] })).verdict).toBe('never');
});

test('a role named by a function is the one it comes to', () => {
  const parameter = (value: string) => ({ Parameters: { P: { Type: 'String', Default: value } } });
  expect(judgeHost(withPolicy({ Roles: [{ Ref: { Ref: 'P' } }] }, parameter('Role'))).verdict).toBe('ready');
  expect(judgeHost(withPolicy({ Roles: [{ Ref: { Ref: 'P' } }] }, parameter('Vpc'))).verdict).toBe('never');
});

test('a loop may write out any property', () => {
  const loop = { 'Fn::ForEach::L': ['K', ['Roles'], { '${K}': [{ Ref: 'Role' }] }] };
  expect(judgeHost(withPolicy(loop, { Transform: 'AWS::LanguageExtensions' })).verdict).toBe('ready');
});

test('what CDK hands to another Region keeps its name there', () => {
  const one = mutate(isolated(), (t) => {
    delete t.Resources.Role.Properties!.ManagedPolicyArns;
    (t.Resources as Resources).Writer = { Type: 'Custom::CrossRegionExportWriter', Properties: { WriterProps: { exports: { '/cdk/exports/x': { Ref: 'Role' } } } } };
  });
  const two = { Resources: {
    Reader: { Type: 'Custom::CrossRegionExportReader', Properties: { ReaderProps: { imports: {} } } },
    Attached: { Type: 'AWS::IAM::Policy', Properties: { PolicyName: 'p', PolicyDocument: AGENT, Roles: [{ 'Fn::GetAtt': ['Reader', '/cdk/exports/x'] }] } },
  } };
  expect(judgeTemplates({ one, two }).hosts.map((h) => h.verdict)).toEqual(['ready']);
});

test('a custom resource that is handed something by a function may do anything to it', () => {
  const template = { ...mutate(isolated(), (t) => {
    delete t.Resources.Role.Properties!.ManagedPolicyArns;
    (t.Resources as Resources).Attach = { Type: 'Custom::Attach', Properties: { Role: { Ref: { Ref: 'P' } } } };
  }), Parameters: { P: { Type: 'String', Default: 'Role' } } };
  const host = judgeHost(template);
  expect([host.verdict, codes(host).filter((c) => c === 'RolePermissionsMissing')]).toEqual(['unknown', []]);
});

test('properties that are a reference as a whole are not known, which is not the same as absent', () => {
  const template = { ...mutate(isolated(), (t) => { t.Resources.HostGroup.Properties = { Ref: 'P' }; }), Parameters: { P: { Type: 'String' } } };
  expect(judgeHost(template).verdict).not.toBe('ready');
});
