import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { writeAssembly } from '../../../benchmarks/assemblies';
import { OWN_CORPUS as CORPUS } from '../../../scripts/corpus';
import { Model } from '../../../src/prover/model';
import { load, Loaded, loadTemplates } from '../../../src/prover/sources/cloudformation';
import { DEFAULT_OPTIONS, HostVerdict, judge } from '../../../src/prover/verdict';
import { Alike } from '../../../src/prover/verdict/alike';
import { Like } from '../../../src/prover/verdict/like';
import { isolated, mutate, Resources } from '../../helpers/templates';

/**
 * Hosts that are alike are proved once. Here each is proved by itself too, in an input read anew: verdict, and whether there is
 * anything to tell, must be the same.
 */
function disagreements(read: () => Loaded): string[] {
  const together = judge(read());
  const result: string[] = [];
  const alone = read();
  for (const host of together.hosts) {
    const [single] = judge(alone, DEFAULT_OPTIONS, (r) => r.key === host.key).hosts;
    if (single.verdict !== host.verdict || single.quiet !== host.quiet) result.push(`${host.key}: ${host.verdict} ${host.quiet} together, ${single.verdict} ${single.quiet} alone`);
    if (words(single) !== words(host)) result.push(`${host.key}: told differently`);
  }
  const errors = new Set(together.errors.map((e) => e.message));
  for (const e of alone.estate.errors) if (!errors.has(e.message)) result.push(`told alone only: ${e.message}`);
  return result;
}

const words = (host: HostVerdict) => JSON.stringify([host.name, host.place, host.findings, host.assumptions.map((a) => `${a.kind} ${a.subject} ${a.value}`).sort(), host.worlds]);
const isShared = (host: HostVerdict) => host instanceof Like;

/** The logical ids of the hosts of a template, those that are alike in one list. */
function classes(template: { Resources: Resources; [section: string]: unknown }): string[][] {
  const { estate } = loadTemplates([{ name: 't', data: template }]);
  const hosts = new Model(estate).hosts().map(({ resource }) => resource);
  const alike = new Alike(estate, hosts);
  const byClass = new Map<string, string[]>();
  for (const host of hosts) {
    const likeness = alike.classOf(host);
    const kind = likeness ? `${likeness.condition ?? ''}\n${likeness.text}` : `like no other ${host.logicalId}`;
    byClass.set(kind, [...byClass.get(kind) ?? [], host.logicalId]);
  }
  return [...byClass.values()];
}

/** A copy of some resources under other names; unless told which, of the host and of what is its own. */
function twin(resources: Resources, suffix: string, ids = ownIds(resources)): Resources {
  const own = new Map(ids.map((id) => [id, `${id}${suffix}`]));
  const renamed = (node: unknown): unknown => {
    if (Array.isArray(node)) return node.map(renamed);
    if (typeof node !== 'object' || node === null) return node;
    return Object.fromEntries(Object.entries(node).map(([key, value]) => {
      if (key === 'Ref' && typeof value === 'string') return [key, own.get(value) ?? value];
      if (key === 'Fn::GetAtt' && Array.isArray(value)) return [key, [own.get(value[0] as string) ?? value[0], ...value.slice(1) as unknown[]]];
      if (key === 'DependsOn') return [key, Array.isArray(value) ? value.map((id: string) => own.get(id) ?? id) : own.get(value as string) ?? value];
      return [key, renamed(value)];
    }));
  };
  return Object.fromEntries([...own].map(([id, name]) => [name, renamed(resources[id])])) as Resources;
}

function ownIds(resources: Resources): string[] {
  const { estate } = loadTemplates([{ name: 't', data: { Resources: resources } }]);
  const hosts = new Model(estate).hosts().map(({ resource }) => resource);
  const alike = new Alike(estate, hosts);
  return Object.keys(resources).filter((id) => {
    const resource = estate.stacks[0].resources.get(id);
    return resource !== undefined && hosts.length > 0 && alike.ownerOf(resource) === hosts[0].key;
  });
}

/** A host with a role and a profile, and its rule, without its network. */
const PRIVATE = ['Host', 'Role', 'Profile', 'Group', 'Rule'];

/** A network with a host that has a group, a rule and a role of its own, and any number of its like. */
function fleet(...suffixes: string[]): Resources {
  const base = isolated().Resources;
  base.Group = { Type: 'AWS::EC2::SecurityGroup', Properties: { GroupDescription: 'own', VpcId: { Ref: 'Vpc' } } };
  base.Rule = { Type: 'AWS::EC2::SecurityGroupIngress', Properties: { GroupId: { 'Fn::GetAtt': ['EndpointGroup', 'GroupId'] }, IpProtocol: 'tcp', FromPort: 443, ToPort: 443, SourceSecurityGroupId: { 'Fn::GetAtt': ['Group', 'GroupId'] } } };
  base.Host.Properties!.SecurityGroupIds = [{ 'Fn::GetAtt': ['Group', 'GroupId'] }];
  return Object.assign({}, base, ...suffixes.map((suffix) => twin(base, suffix, PRIVATE))) as Resources;
}

function random(seed: number): (n: number) => number {
  let state = seed;
  return (n) => {
    state = Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9 | 0;
    return (state >>> 0) % n;
  };
}

/** Takes something away from, or puts something wrong into, one of some resources. */
function spoil(resources: Resources, pick: (n: number) => number): void {
  const places: { holder: Record<string, unknown>; key: string }[] = [];
  const walk = (node: unknown) => {
    if (typeof node !== 'object' || node === null) return;
    for (const key of Object.keys(node)) {
      places.push({ holder: node as Record<string, unknown>, key });
      walk((node as Record<string, unknown>)[key]);
    }
  };
  for (const resource of Object.values(resources)) walk(resource.Properties);
  if (places.length === 0) return;
  const { holder, key } = places[pick(places.length)];
  const wrong = [undefined, '0.0.0.0/32', 22, 'Deny', [], { Ref: 'Host' }, { Ref: 'Nowhere' }];
  const value = wrong[pick(wrong.length)];
  if (value === undefined && !Array.isArray(holder)) delete holder[key];
  else holder[key] = value;
}

const scenarios = join(__dirname, '../../scenarios');
const folders = readdirSync(scenarios, { withFileTypes: true }).filter((e) => e.isDirectory()).map((e) => e.name);

test.each(folders)('a host, its twin and twins with a difference: %s', (folder) => {
  const template = JSON.parse(readFileSync(join(scenarios, folder, 'template.json'), 'utf8')) as { Resources: Resources };
  const pick = random(folder.length * 7919);
  const resources: Resources = { ...template.Resources, ...twin(template.Resources, 'Twin') };
  for (let i = 0; i < 6; i++) {
    const other = twin(template.Resources, `Other${i}`);
    spoil(other, pick);
    Object.assign(resources, other);
  }
  expect(disagreements(() => loadTemplates([{ name: 't', data: { ...template, Resources: resources } }]))).toEqual([]);
});

test('hosts of the generated assemblies', () => {
  const folder = mkdtempSync(join(tmpdir(), 'alike-'));
  try {
    writeAssembly(100, folder);
    expect(judge(load([folder])).hosts.filter(isShared).length).toBeGreaterThan(30);
    expect(disagreements(() => load([folder]))).toEqual([]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test('hosts of the corpus', () => expect(disagreements(() => load([CORPUS]))).toEqual([]));

describe('alike are hosts', () => {
  const two = (change: (resources: Resources) => void = () => {}) => mutate({ Resources: fleet('2') }, (t) => change(t.Resources));

  test('that differ in names only, with groups, roles and rules of their own or shared', () => {
    expect(classes(two())).toEqual([['Host', 'Host2']]);
    expect(classes({ Resources: { ...fleet(), Again: fleet().Host } })).toEqual([['Host', 'Again']]);
  });

  test('whatever they are called, described and tagged, if no association looks at tags', () => {
    const tagged = two((r) => {
      r.Host2.Properties!.Tags = [{ Key: 'Name', Value: 'two' }];
      r.Role2.Properties!.Description = 'of the second';
      r.Alarm = { Type: 'AWS::CloudWatch::Alarm', Properties: { AlarmName: 'first', Dimensions: [{ Name: 'InstanceId', Value: { Ref: 'Host' } }] } };
    });
    expect(classes(tagged)).toEqual([['Host', 'Host2']]);
    const association = { Type: 'AWS::SSM::Association', Properties: { Name: 'AWS-RunPatchBaseline', Targets: [{ Key: 'tag:Name', Values: ['two'] }] } };
    expect(classes({ Resources: { ...tagged.Resources, Association: association } })).toHaveLength(2);
  });

  test('whose roles differ in what nobody asks about', () => {
    const policy = (role: string, action: string, resource: unknown) => ({
      Type: 'AWS::IAM::Policy', Properties: { PolicyName: role, Roles: [{ Ref: role }], PolicyDocument: { Statement: [{ Effect: 'Allow', Action: action, Resource: resource }] } },
    });
    const one = (action: string) => classes(two((r) => { Object.assign(r, { P: policy('Role', action, 'arn:aws:s3:::one/*'), P2: policy('Role2', action, 'arn:aws:s3:::two/*') }); }));
    expect(one('s3:GetObject')).toEqual([['Host', 'Host2']]);
    expect(one('ssm:GetParameter')).toHaveLength(2);
    expect(one('*')).toHaveLength(2);
    expect(one('s*:GetObject')).toHaveLength(2);
  });
});

describe('not alike are hosts', () => {
  const changes: [string, (r: Resources) => void][] = [
    ['of which one has another rule', (r) => { r.Rule = { Type: 'AWS::EC2::SecurityGroupEgress', Properties: { GroupId: { 'Fn::GetAtt': ['Group', 'GroupId'] }, IpProtocol: 'tcp', FromPort: 80, ToPort: 80, CidrIp: '10.0.0.0/8' } }; }],
    ['of which one waits for something', (r) => { r.Host2.DependsOn = 'Vpc'; }],
    ['of which one has a condition', (r) => { r.Host2.Condition = 'Never'; }],
    ['of which one has a rule under a condition', (r) => { r.Rule2.Condition = 'Never'; }],
    ['of which one has a role under a condition', (r) => { r.Role2.Condition = 'Never'; }],
    ['of which one uses user data', (r) => { r.Host2.Properties!.UserData = { 'Fn::Base64': '#!/bin/sh' }; }],
    ['of which one is handed to a custom resource', (r) => { r.Custom = { Type: 'Custom::Thing', Properties: { Role: { Ref: 'Role2' } } }; }],
    ['with a role known by name', (r) => { r.Role2.Properties!.RoleName = 'two'; }],
  ];
  test.each(changes)('%s', (_, change) => {
    const resources = fleet('2');
    change(resources);
    expect(classes({ Resources: resources })).toHaveLength(2);
  });

  test('in a stack where something is named by a function', () => {
    const resources = fleet('2');
    resources.Rule.Properties!.GroupId = { 'Fn::GetAtt': [{ 'Fn::Sub': 'EndpointGroup' }, 'GroupId'] };
    expect(classes({ Resources: resources })).toHaveLength(2);
  });

  test('of which one hands something to another Region', () => {
    const resources = fleet('2');
    resources.Writer = { Type: 'Custom::CrossRegionExportWriter', Properties: { WriterProps: { region: 'us-east-1', exports: { '/cdk/exports/x': { Ref: 'Role2' } } } } };
    expect(classes({ Resources: resources })).toHaveLength(2);
  });

  test('of which one shows something of its own to other stacks', () => {
    const resources = fleet('2');
    expect(classes({ Resources: resources, Outputs: { O: { Value: { Ref: 'Role2' }, Export: { Name: 'role' } } } })).toHaveLength(2);
  });
});

describe('what a reviewer found: hosts that were taken for alike', () => {
  const allow = (...actions: string[]) => ({ Effect: 'Allow', Action: actions, Resource: '*' });
  const agent = allow('ssm:*', 'ssmmessages:*', 'ec2messages:*');
  const other = allow('s3:GetObject');
  /** Two hosts whose roles have one policy each; of the second what `change` says. */
  function pair(one: unknown, two: unknown, more: Record<string, unknown> = {}) {
    const resources = fleet('2');
    const inline = (statement: unknown) => [{ PolicyName: 'p', PolicyDocument: { Version: '2012-10-17', Statement: statement } }];
    for (const [role, statement] of [['Role', one], ['Role2', two]] as const) {
      delete resources[role].Properties!.ManagedPolicyArns;
      resources[role].Properties!.Policies = inline(statement);
    }
    return { Resources: resources, ...more };
  }
  const agree = (...templates: unknown[]) => expect(disagreements(() => loadTemplates(templates.map((data, i) => ({ name: `t${i}`, data }))))).toEqual([]);
  const C = { Conditions: { C: { 'Fn::Equals': ['a', 'a'] } } };

  test('by which branch of an Fn::If, or item of an Fn::Select, a statement is', () => {
    agree(pair([{ 'Fn::If': ['C', agent, other] }], [{ 'Fn::If': ['C', other, agent] }], C));
    agree(pair({ 'Fn::Select': ['0', [agent, other]] }, { 'Fn::Select': ['0', [other, agent]] }));
  });

  test('by properties that are a reference as a whole', () => {
    const template = pair([agent], [agent], { Parameters: { One: { Type: 'String' }, Two: { Type: 'String' } } });
    template.Resources.Group.Properties = { Ref: 'One' };
    template.Resources.Group2.Properties = { Ref: 'Two' };
    expect(classes(template)).toHaveLength(2);
    agree(template);
  });

  test('by an export that a loop makes', () => {
    const template = pair([agent], [agent], { Transform: 'AWS::LanguageExtensions' });
    for (const group of ['Group', 'Group2']) template.Resources[group].Properties!.SecurityGroupEgress = [{ IpProtocol: 'tcp', FromPort: 80, ToPort: 80, CidrIp: '0.0.0.0/0' }];
    const outputs = { 'Fn::ForEach::L': ['N', ['Group'], { 'Out${N}': { Value: { 'Fn::GetAtt': ['${N}', 'GroupId'] }, Export: { Name: 'exported${N}' } } }] };
    const rule = { Type: 'AWS::EC2::SecurityGroupEgress', Properties: { GroupId: { 'Fn::ImportValue': 'exportedGroup' }, IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIp: '0.0.0.0/0' } };
    agree({ ...template, Outputs: outputs }, { Resources: { Rule: rule } });
  });

  test('by a policy that names its role by a function', () => {
    const template = pair([other], [other], { Parameters: { P: { Type: 'String', Default: 'Role' } } });
    template.Resources.Attached = { Type: 'AWS::IAM::ManagedPolicy', Properties: { Roles: [{ Ref: { Ref: 'P' } }], PolicyDocument: { Statement: [agent] } } };
    agree(template);
  });

  test('by what is called Description and describes nothing', () => {
    agree(pair([{ ...agent, Condition: {} }], [{ ...agent, Condition: { Description: { 'aws:PrincipalArn': 'zzz' } } }]));
    const template = pair([other], [other]);
    const arn = (name: string) => [{ 'Fn::Sub': ['arn:aws:iam::aws:policy/${Description}', { Description: name }] }];
    template.Resources.Role.Properties!.ManagedPolicyArns = arn('AmazonSSMManagedInstanceCore');
    template.Resources.Role2.Properties!.ManagedPolicyArns = arn('AmazonS3ReadOnlyAccess');
    agree(template);
  });

  test('by a variable of an Fn::Sub with the name of a resource', () => {
    const template = pair([other], [other]);
    const arn = (variable: string) => [{ 'Fn::Sub': [`arn:aws:iam::aws:policy/\${${variable}}`, { Group: 'AmazonSSMManagedInstanceCore' }] }];
    template.Resources.Role.Properties!.ManagedPolicyArns = arn('Group');
    template.Resources.Role2.Properties!.ManagedPolicyArns = arn('Group2');
    agree(template);
  });

  test('by what somebody says of what they are given', () => {
    const resources = fleet('2');
    for (const suffix of ['', '2']) {
      resources[`Product${suffix}`] = { Type: 'AWS::ServiceCatalog::CloudFormationProvisionedProduct', Properties: { ProductName: 'p' } };
      resources[`Host${suffix}`].Properties!.SecurityGroupIds = [{ 'Fn::GetAtt': [`Product${suffix}`, 'Outputs.Group'] }];
    }
    const securityGroups = { 'Product.Outputs.Group': 'open', 'Product2.Outputs.Group': 'closed' };
    expect(disagreements(() => loadTemplates([{ name: 't', data: { Resources: resources } }], { assumed: { securityGroups } }))).toEqual([]);
  });

  test('by an input fault of a rule on what is their own', () => {
    const resources = fleet('2');
    for (const suffix of ['', '2']) resources[`Out${suffix}`] = { Type: 'AWS::EC2::SecurityGroupEgress', Properties: { GroupId: { 'Fn::GetAtt': [`Group${suffix}`, 'GroupId'] }, IpProtocol: '-1', CidrIp: ['bad'] } };
    const { errors } = judge(loadTemplates([{ name: 't', data: { Resources: resources } }]));
    expect(errors.map((e) => e.message.split(':')[0]).sort()).toEqual(['Out', 'Out2']);
  });
});

test('each of the hosts that are alike has its input faults told', () => {
  const resources = fleet();
  resources.Role.Properties!.PermissionsBoundary = ['none'];
  const both = { ...resources, ...twin(resources, '2', PRIVATE) };
  const { errors, hosts } = judge(loadTemplates([{ name: 't', data: { Resources: both } }]));
  expect(classes({ Resources: both })).toEqual([['Host', 'Host2']]);
  expect(errors.map((e) => e.message.split(':')[0]).sort()).toEqual(['Role', 'Role2']);
  expect(hosts.filter(isShared)).toEqual([]);
});

test('a fleet of two hundred has one proof, and everything of each when asked', () => {
  const { hosts } = judge(loadTemplates([{ name: 't', data: { Resources: fleet(...Array.from({ length: 199 }, (_, i) => `N${i}`)) } }]));
  expect(hosts).toHaveLength(200);
  expect(hosts.filter((h) => !isShared(h))).toHaveLength(1);
  expect(new Set(hosts.map((h) => h.verdict))).toEqual(new Set(['ready']));
  expect(hosts[77].proofs[0].host.name).toBe(hosts[77].name);
});

/** Two networks of a host each, which have nothing in common, in one stack. */
function apart(change: (resources: Resources) => void): () => Loaded {
  const base = isolated().Resources;
  const resources = { ...base, ...twin(base, '2', Object.keys(base)) };
  change(resources);
  return () => loadTemplates([{ name: 't', data: { Resources: resources } }]);
}

test('hosts with networks of their own are alike, and not where the default group of one was emptied', () => {
  const defaultGroup = (r: Resources, id: string) => {
    r[`Host${id}`].Properties!.SecurityGroupIds = [{ 'Fn::GetAtt': [`Vpc${id}`, 'DefaultSecurityGroup'] }];
    r[`EndpointGroup${id}`].Properties!.SecurityGroupIngress = [{ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIp: '0.0.0.0/0' }];
  };
  const inDefaultGroups = apart((r) => ['', '2'].forEach((id) => defaultGroup(r, id)));
  expect(judge(inDefaultGroups()).hosts.map((h) => [h.verdict, isShared(h)])).toEqual([['ready', false], ['ready', true]]);
  const oneEmptied = apart((r) => {
    ['', '2'].forEach((id) => defaultGroup(r, id));
    r.Strip = { Type: 'Custom::VpcRestrictDefaultSG', Properties: { DefaultSecurityGroupId: { 'Fn::GetAtt': ['Vpc2', 'DefaultSecurityGroup'] } } };
  });
  expect(disagreements(oneEmptied)).toEqual([]);
  expect(judge(oneEmptied()).hosts.map((h) => h.verdict)).toEqual(['ready', 'never']);
});

test('nor where a function is handed the route table of one', () => {
  const shut = apart((r) => {
    for (const id of ['', '2']) delete r[`Ssm${id}`];
    for (const id of ['', '2']) delete r[`Host${id}`].DependsOn;
    r.Writer = { Type: 'AWS::Lambda::Function', Properties: { Environment: { Variables: { TABLE: { Ref: 'HostSubnetTable2' } } } } };
  });
  expect(disagreements(shut)).toEqual([]);
  expect(judge(shut()).hosts.map((h) => h.verdict)).toEqual(['never', 'unknown']);
});

describe('a condition of the host itself', () => {
  const given = (condition: unknown, parameter: object = { Type: 'String', Default: 'yes' }) => () => loadTemplates([{ name: 't', data: mutate({ Resources: fleet('2', '3') } as { Resources: Resources; [section: string]: unknown }, (t) => {
    t.Parameters = { Many: parameter };
    t.Conditions = { Many: condition };
    for (const id of ['Host2', 'Host3']) Object.assign(t.Resources[id], { Condition: 'Many' });
  }) }]);
  const isYes = { 'Fn::Equals': [{ Ref: 'Many' }, 'yes'] };

  test('makes no difference where it surely holds', () => {
    const { hosts } = judge(given(isYes)());
    expect(hosts.map(isShared)).toEqual([false, true, true]);
    expect(hosts.map((h) => h.assumptions.some((a) => a.kind === 'parameter-default' && a.subject === 'Many'))).toEqual([false, true, true]);
    expect(disagreements(given(isYes))).toEqual([]);
  });

  test('is looked at where it may not hold, once', () => {
    const open = given(isYes, { Type: 'String' });
    expect(judge(open()).hosts.map(isShared)).toEqual([false, false, true]);
    expect(disagreements(open)).toEqual([]);
  });

  test('leaves no host where it never holds', () => {
    const never = given({ 'Fn::Equals': ['a', 'b'] });
    expect(judge(never()).hosts.map((h) => h.key)).toEqual(['t/Host']);
    expect(disagreements(never)).toEqual([]);
  });
});
