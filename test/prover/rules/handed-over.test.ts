import { parseTemplate } from '../../../src/prover/sources/cloudformation';
import { codes, judgeHost, judgeTemplates } from '../../helpers/judge';
import { isolated, mutate, publicSubnet, Resources } from '../../helpers/templates';

type Template = { Resources: Resources };
const props = (t: Template, id: string) => t.Resources[id].Properties!;
const ref = (id: string) => ({ Ref: id });

describe('what is handed to something the input does not show may be completed there: unknown, not never', () => {
  const nested = (parameters: object) => ({ Type: 'AWS::CloudFormation::Stack', Properties: { TemplateURL: 'https://example.com/x.yaml', Parameters: parameters } });
  const custom = (properties: object) => ({ Type: 'Custom::Adds', Properties: { ServiceToken: 'arn:aws:lambda:us-east-1:1:function:f', ...properties } });

  test.each<[string, () => Template, (t: Template) => void]>([
    ['a role in a nested stack', isolated, (t) => { props(t, 'Role').ManagedPolicyArns = []; t.Resources.X = nested({ Role: ref('Role') }); }],
    ['a role in a custom resource', isolated, (t) => { props(t, 'Role').ManagedPolicyArns = []; t.Resources.X = custom({ Role: ref('Role') }); }],
    ['a route table in a nested stack', publicSubnet, (t) => { delete t.Resources.PublicRoute; t.Resources.X = nested({ Table: ref('PublicTable') }); }],
    ['a route table in a custom resource', publicSubnet, (t) => { delete t.Resources.PublicRoute; t.Resources.X = custom({ Table: ref('PublicTable') }); }],
    ['a group in a custom resource', isolated, (t) => { props(t, 'EndpointGroup').SecurityGroupIngress = []; t.Resources.X = custom({ Group: { 'Fn::GetAtt': ['EndpointGroup', 'GroupId'] } }); }],
    ['a VPC in a nested stack', isolated, (t) => { delete t.Resources.SsmMessages; t.Resources.X = nested({ Vpc: ref('Vpc') }); }],
    ['a VPC in a module', isolated, (t) => { delete t.Resources.SsmMessages; t.Resources.X = { Type: 'Acme::Net::Endpoints::MODULE', Properties: { Vpc: ref('Vpc') } }; }],
  ])('%s', (_, make, change) => {
    const host = judgeHost(mutate(make(), change));
    expect(host.verdict).toBe('unknown');
    expect(host.unknowns.map((u) => u.what).join()).toMatch(/what X |rules of EndpointGroup/);
  });

  test.each<[string, () => Template, (t: Template) => void]>([
    ['a ready host stays ready', isolated, (t) => { t.Resources.X = nested({ Vpc: ref('Vpc'), Role: ref('Role'), Table: ref('HostSubnetTable') }); }],
    ['a public one too', publicSubnet, (t) => { t.Resources.X = custom({ Table: ref('PublicTable') }); }],
  ])('%s', (_, make, change) => {
    expect(judgeHost(mutate(make(), change)).verdict).toBe('ready');
  });

  test('a fault elsewhere stays never', () => {
    const host = judgeHost(mutate(isolated(), (t) => { delete props(t, 'Host').IamInstanceProfile; t.Resources.X = nested({ Vpc: ref('Vpc') }); }));
    expect([host.verdict, codes(host)]).toEqual(['never', ['InstanceProfileMissing/INSTANCE_PROFILE_MISSING']]);
  });
});

describe('what a proof rests on is listed', () => {
  test('policies that cannot be seen deny nothing; no service control policy does', () => {
    const host = judgeHost(mutate(isolated(), (t) => { (props(t, 'Role').ManagedPolicyArns as unknown[]).push({ 'Fn::ImportValue': 'shared-policy' }); }));
    expect(host.verdict).toBe('ready');
    expect(host.assumptions).toContain('policies of Role outside the input (the import shared-policy) deny nothing that the agent requires');
    expect(host.assumptions).toContain('no service control policy denies what the agent requires');
  });

  test('only where permissions are proved', () => {
    const host = judgeHost(mutate(isolated(), (t) => { delete props(t, 'Host').IamInstanceProfile; }));
    expect(host.assumptions.filter((a) => a.includes('control policy'))).toEqual([]);
  });
});

test('an endpoint subnet that cannot be told is unknown, not absent', () => {
  const host = judgeHost(mutate(isolated(), (t) => { for (const id of ['Ssm', 'SsmMessages']) props(t, id).SubnetIds = [{ 'Fn::Select': [5, [ref('EndpointSubnet')]] }]; }));
  expect(host.verdict).toBe('unknown');
});

describe('endpoints that do not answer this host', () => {
  const region = (t: Template, id: string, name: string) => { props(t, id).ServiceName = `com.amazonaws.${name}.${id === 'Ssm' ? 'ssm' : 'ssmmessages'}`; };
  const inRegion = (template: unknown) => judgeTemplates({ t: template }).hosts[0];

  test('of two Regions: unknown which one is meant', () => {
    expect(inRegion(mutate(isolated(), (t) => { region(t, 'Ssm', 'us-east-1'); region(t, 'SsmMessages', 'eu-west-1'); })).verdict).toBe('unknown');
    expect(inRegion(mutate(isolated(), (t) => { region(t, 'Ssm', 'us-east-1'); region(t, 'SsmMessages', 'us-east-1'); })).verdict).toBe('ready');
  });

  test('with IPv6 addresses only: never, for a host that has none', () => {
    expect(inRegion(mutate(isolated(), (t) => { props(t, 'Ssm').IpAddressType = 'ipv6'; })).verdict).toBe('never');
    expect(inRegion(mutate(isolated(), (t) => { props(t, 'Ssm').IpAddressType = 'dualstack'; })).verdict).toBe('ready');
  });

  test('that admit a part of the host\'s subnet: unknown, and says which rule', () => {
    const host = inRegion(mutate(isolated(), (t) => { props(t, 'EndpointGroup').SecurityGroupIngress = [{ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIp: '10.0.0.0/26' }]; }));
    expect([host.verdict, host.unknowns.map((u) => u.what)]).toEqual(['unknown', ['whether the address in HostSubnet is one of those EndpointGroup admits']]);
  });
});

test('trust in {"AWS": "*"} may or may not mean EC2', () => {
  const trusting = (principal: unknown) => judgeHost(mutate(isolated(), (t) => {
    props(t, 'Role').AssumeRolePolicyDocument = { Statement: [{ Effect: 'Allow', Principal: principal, Action: 'sts:AssumeRole' }] };
  })).verdict;
  expect([trusting({ AWS: '*' }), trusting('*'), trusting({ AWS: '111111111111' })]).toEqual(['unknown', 'ready', 'never']);
});

test('a launch template used by its name is no host of its own', () => {
  const template = mutate(isolated(), (t) => {
    const { ImageId, SecurityGroupIds, SubnetId } = props(t, 'Host');
    t.Resources.Template = { Type: 'AWS::EC2::LaunchTemplate', Properties: { LaunchTemplateName: 'web', LaunchTemplateData: { ImageId, SecurityGroupIds, IamInstanceProfile: { Name: ref('Profile') } } } };
    t.Resources.Host.Properties = { SubnetId, LaunchTemplate: { LaunchTemplateName: 'web', Version: '1' } };
  });
  expect(judgeTemplates({ t: template }).hosts.map((h) => [h.type, h.verdict])).toEqual([['AWS::EC2::Instance', 'ready']]);
});

describe('YAML as people write it', () => {
  test('merge keys are merged, and what stands beside them wins', () => {
    const { data } = parseTemplate('t', 'A: &a {x: 1, y: 2}\nB:\n  <<: *a\n  y: 3\nC:\n  <<: [*a, {z: 4}]\n');
    expect(JSON.parse(JSON.stringify(data))).toEqual({ A: { x: 1, y: 2 }, B: { x: 1, y: 3 }, C: { x: 1, y: 2, z: 4 } });
  });

  test('yes and no are booleans', () => {
    expect(judgeHost(mutate(publicSubnet(), (t) => { props(t, 'Public').MapPublicIpOnLaunch = 'yes'; })).verdict).toBe('ready');
    expect(judgeHost(mutate(publicSubnet(), (t) => { props(t, 'Public').MapPublicIpOnLaunch = 'no'; })).verdict).toBe('never');
  });

  test('a quoted text whose further lines are not indented', () => {
    const { data } = parseTemplate('t', "A:\n  Description: 'one\n  two'\n  B: \"x\n  y \\\" z\"\nC: 1\n");
    expect(JSON.parse(JSON.stringify(data))).toEqual({ A: { Description: 'one two', B: 'x y " z' }, C: 1 });
  });
});
