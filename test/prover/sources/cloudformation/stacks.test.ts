import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { dirname, join } from 'path';
import { InputError } from '../../../../src/prover/core';
import { makeReport } from '../../../../src/prover/report';
import { load, parseTemplate } from '../../../../src/prover/sources/cloudformation';
import { judge } from '../../../../src/prover/verdict';
import { Like } from '../../../../src/prover/verdict/like';
import { judgeTemplates } from '../../../helpers/judge';
import { isolated, mutate, publicSubnet, Resources } from '../../../helpers/templates';

const folder = mkdtempSync(join(tmpdir(), 'ssm-ready-stacks-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function write(files: Record<string, unknown>): string {
  const root = mkdtempSync(join(folder, 'case-'));
  for (const [name, data] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), typeof data === 'string' ? data : JSON.stringify(data));
  }
  return root;
}

function judged(path: string) {
  const loaded = load([path]);
  const report = makeReport(judge(loaded), (p) => loaded.estate.lineOf(p));
  return { hosts: report.hosts.map((h) => [h.template.slice(path.length + 1), h.logicalId, h.verdict, h.findings.map((f) => f.id)]), errors: report.errors.map((e) => e.message) };
}

const HOST_IDS = ['Role', 'Profile', 'Host'];

/** Splits a template: hosts and their role in one, the network in the other. */
function split(template: { Resources: Resources }, replaceRef: (id: string, attribute?: string) => unknown) {
  const hosts: Resources = {};
  const network: Resources = {};
  for (const [id, r] of Object.entries(template.Resources)) (HOST_IDS.includes(id) ? hosts : network)[id] = r;
  const properties = hosts.Host.Properties!;
  properties.SubnetId = replaceRef('subnet');
  properties.SecurityGroupIds = [replaceRef('group', 'GroupId')];
  return { hosts, network };
}

const exportsOf = (subnet: string) => ({
  Subnet: { Value: { Ref: subnet }, Export: { Name: 'net-subnet' } },
  Group: { Value: { 'Fn::GetAtt': ['HostGroup', 'GroupId'] }, Export: { Name: 'net-group' } },
});

describe('imports', () => {
  const { hosts, network } = split(isolated(), (id) => ({ 'Fn::ImportValue': `net-${id}` }));
  const net = { Resources: network, Outputs: exportsOf('HostSubnet') };

  test('are resolved across the templates given', () => {
    expect(judgeTemplates({ hosts: { Resources: hosts }, net }).hosts.map((h) => h.verdict)).toEqual(['ready']);
  });

  test('without the exporting template: unknown, naming the import', () => {
    const [host] = judgeTemplates({ hosts: { Resources: hosts } }).hosts;
    expect(host.verdict).toBe('unknown');
    expect(host.unknowns.map((u) => u.what)).toContain('the import net-subnet');
  });

  test('a fault behind an import is found, at its place', () => {
    const broken = mutate(net, (n) => { n.Resources.EndpointGroup.Properties!.SecurityGroupIngress = []; });
    const [host] = judgeTemplates({ hosts: { Resources: hosts }, net: broken }).hosts;
    expect([host.verdict, host.findings.map((f) => [f.id, f.at[0].template, f.at[0].logicalId])]).toEqual(['never', [['EndpointIngressBlocked', 'net', 'EndpointGroup']]]);
  });

  test('names made by functions are compared as they resolve', () => {
    const named = mutate(net, (n) => { (n.Outputs.Subnet.Export as { Name: unknown }).Name = { 'Fn::Sub': '${Prefix}-subnet' }; });
    const template = { ...named, Parameters: { Prefix: { Type: 'String', Default: 'net' } } };
    expect(judgeTemplates({ hosts: { Resources: hosts }, net: template }).hosts.map((h) => h.verdict)).toEqual(['ready']);
  });

  test('separate rules on a group of another stack count', () => {
    const rule = { Type: 'AWS::EC2::SecurityGroupIngress', Properties: { GroupId: { 'Fn::ImportValue': 'net-endpoint-group' }, IpProtocol: 'tcp', FromPort: 443, ToPort: 443, SourceSecurityGroupId: { 'Fn::ImportValue': 'net-group' } } };
    const closed = mutate(net, (n) => {
      n.Resources.EndpointGroup.Properties!.SecurityGroupIngress = [];
      Object.assign(n.Outputs, { EndpointGroup: { Value: { 'Fn::GetAtt': ['EndpointGroup', 'GroupId'] }, Export: { Name: 'net-endpoint-group' } } });
    });
    expect(judgeTemplates({ hosts: { Resources: hosts }, net: closed }).hosts.map((h) => h.verdict)).toEqual(['never']);
    expect(judgeTemplates({ hosts: { Resources: { ...hosts, Rule: rule } }, net: closed }).hosts.map((h) => h.verdict)).toEqual(['ready']);
  });
});

describe('nested stacks by a local TemplateURL', () => {
  const { hosts, network } = split(publicSubnet(), (id) => ({ Ref: id }));
  const child = { Parameters: { subnet: { Type: 'String' }, group: { Type: 'String' } }, Resources: hosts };
  const parent = (url: string, nested: Resources = {}) => ({
    Resources: {
      ...network,
      ...nested,
      Hosts: { Type: 'AWS::CloudFormation::Stack', Properties: { TemplateURL: url, Parameters: { subnet: { Ref: 'Public' }, group: { 'Fn::GetAtt': ['HostGroup', 'GroupId'] } } } },
    },
  });

  test('parameters go down; the child is not judged by itself', () => {
    expect(judged(write({ 'main.json': parent('./child/hosts.json'), 'child/hosts.json': child }))).toEqual({ hosts: [['child/hosts.json', 'Host', 'ready', []]], errors: [] });
  });

  test('a parent under a condition takes the child with it', () => {
    const template = mutate(parent('child.json'), (t) => { (t.Resources.Hosts as { Condition?: string }).Condition = 'Never'; });
    expect(judged(write({ 'main.json': { ...template, Conditions: { Never: { 'Fn::Equals': ['a', 'b'] } } }, 'child.json': child })).hosts).toEqual([]);
  });

  test('outputs go up', () => {
    const net = { Resources: network, Outputs: { Subnet: { Value: { Ref: 'Public' } }, Group: { Value: { 'Fn::GetAtt': ['HostGroup', 'GroupId'] } } } };
    const up = (name: string) => ({ 'Fn::GetAtt': ['Net', `Outputs.${name}`] });
    const root = { Resources: { ...mutate(hosts, (h) => Object.assign(h.Host.Properties!, { SubnetId: up('Subnet'), SecurityGroupIds: [up('Group')] })), Net: { Type: 'AWS::CloudFormation::Stack', Properties: { TemplateURL: 'net.json' } } } };
    expect(judged(write({ 'main.json': root, 'net.json': net })).hosts).toEqual([['main.json', 'Host', 'ready', []]]);
  });

  test('a file outside of the folder is never read', () => {
    const root = write({ 'secret.json': child, 'in/main.json': parent('../secret.json') });
    expect(judged(join(root, 'in'))).toEqual({ hosts: [], errors: [] });
  });

  test('a template that nests itself ends with one clear error', () => {
    const self = mutate(parent('main.json'), (t) => Object.assign(t.Resources, hosts));
    const result = judged(write({ 'main.json': { ...self, Parameters: child.Parameters } }));
    expect(result.errors).toEqual(['the template nests itself (at Hosts)']);
  });
});

describe('references across Regions, as CDK writes them', () => {
  const writer = { Type: 'Custom::CrossRegionExportWriter', Properties: { WriterProps: { region: 'eu-west-1', exports: { '/cdk/exports/Hosts/RoleName': { Ref: 'Role' } } } } };
  const { Role } = isolated().Resources;

  test('are followed to the writing stack', () => {
    const reader = mutate<{ Resources: Resources }>({ Resources: { ...isolated().Resources, Reader: { Type: 'Custom::CrossRegionExportReader' } } }, (t) => {
      delete t.Resources.Role;
      t.Resources.Profile.Properties!.Roles = [{ 'Fn::GetAtt': ['Reader', '/cdk/exports/Hosts/RoleName'] }];
    });
    const roles = { Resources: { Role, Writer: writer } };
    expect(judgeTemplates({ hosts: reader, roles }).hosts.map((h) => h.verdict)).toEqual(['ready']);
    expect(judgeTemplates({ hosts: reader }).hosts.map((h) => h.verdict)).toEqual(['unknown']);
  });
});

describe('a cloud assembly', () => {
  const assembly = (metadata: object, more: object = {}) => ({
    'manifest.json': {
      version: '1.0.0',
      artifacts: { S: { type: 'aws:cloudformation:stack', environment: 'aws://111111111111/eu-west-1', properties: { templateFile: 'S.template.json' }, metadata, ...more } },
    },
    'S.template.json': mutate(isolated(), (t) => { delete t.Resources.Host.Properties!.IamInstanceProfile; }),
  });
  const entry = (trace?: string[]) => ({ '/S/Fleet/Web/Resource': [{ type: 'aws:cdk:logicalId', data: 'Host', ...(trace ? { trace } : {}) }] });

  function host(root: string) {
    const loaded = load([root]);
    return makeReport(judge(loaded), (p) => loaded.estate.originOf(p)).hosts[0];
  }

  test('tells construct paths, and the line of code where CDK recorded a trace', () => {
    const trace = ['new Instance (/x/node_modules/aws-cdk-lib/aws-ec2/lib/instance.js:1:2)', `Object.<anonymous> (${process.cwd()}/bin/app.ts:12:3)`, 'Module._compile (node:internal/modules/cjs/loader:1:1)'];
    const found = host(write(assembly(entry(trace))));
    expect([found.constructPath, found.findings[0].at[0].source]).toEqual(['S/Fleet/Web', 'bin/app.ts:12:3']);
    expect(host(write(assembly(entry()))).findings[0].at[0].source).toBeUndefined();
  });

  test('whose metadata stands in a file of its own', () => {
    expect(host(write({ ...assembly({}, { additionalMetadataFile: 'S.metadata.json' }), 'S.metadata.json': entry() })).constructPath).toBe('S/Fleet/Web');
  });

  test('with a manifest that is broken, or names what is not there', () => {
    expect(judged(write({ 'manifest.json': '{' })).errors).toEqual(['not valid JSON']);
    const { 'manifest.json': manifest } = assembly({});
    expect(judged(write({ 'manifest.json': manifest })).errors).toEqual(['names a file that is not there: "S.template.json"']);
  });
});

describe('a cloud assembly of two stacks', () => {
  const artifact = (name: string, templateFile: string) => ({ type: 'aws:cloudformation:stack', environment: 'aws://111111111111/eu-west-1', properties: { templateFile, stackName: name } });
  const manifest = (...artifacts: [string, string][]) => ({ version: '1.0.0', artifacts: Object.fromEntries(artifacts.map(([name, file]) => [name, artifact(name, file)])) });

  test('that share a template judges both, each with its own name', () => {
    const template = mutate<{ Resources: Resources; Conditions?: object }>(isolated(), (t) => {
      t.Conditions = { On: { 'Fn::Equals': [{ Ref: 'AWS::StackName' }, 'One'] } };
      t.Resources.Profile = { ...t.Resources.Profile, Condition: 'On' } as never;
    });
    const root = write({ 'manifest.json': manifest(['One', 'S.json'], ['Two', 'S.json']), 'S.json': template });
    expect(judge(load([root])).hosts.map((h) => [h.key.replace(root, ''), h.verdict])).toEqual([['/S.json/Host', 'ready'], ['/S.json#2/Host', 'unknown']]);
  });

  test('nested in one judges each of them', () => {
    const nested = (id: string) => ({ Type: 'AWS::CloudFormation::Stack', Properties: { TemplateURL: 'x' }, Metadata: { 'aws:asset:path': 'child.json', 'aws:cdk:path': id } });
    const parent = { Resources: { A: nested('A'), B: nested('B') } };
    const root = write({ 'manifest.json': manifest(['P', 'P.json']), 'P.json': parent, 'child.json': isolated() });
    const { hosts } = judge(load([root]));
    expect(hosts.map((h) => [h.key.replace(root, ''), h.verdict, h instanceof Like])).toEqual([['/P.json/A/Host', 'ready', false], ['/P.json/B/Host', 'ready', false]]);
  });

  test('with a byte order mark before the manifest', () => {
    const root = write({ 'S.json': isolated() });
    writeFileSync(join(root, 'manifest.json'), `\ufeff${JSON.stringify(manifest(['S', 'S.json']))}`);
    expect(judged(root).errors).toEqual([]);
    expect(judged(root).hosts).toHaveLength(1);
  });
});

describe('circles', () => {
  const named = (resources: object) => judgeTemplates({ t: { Resources: resources } }).errors.map((e) => e.message);
  const vpc = (properties: object, more: object = {}) => ({ Type: 'AWS::EC2::VPC', Properties: properties, ...more });

  test('through the branches of an Fn::If alone are none, since both may never be there', () => {
    expect(named({ A: vpc({ CidrBlock: { 'Fn::If': ['C', { Ref: 'B' }, 'x'] } }), B: vpc({ CidrBlock: { Ref: 'A' } }) })).toEqual([]);
  });

  test('are told in the order in which what surely waits is named', () => {
    const message = named({ A: vpc({ p: { 'Fn::If': ['C', { Ref: 'B' }, 'x'] }, q: [{ Ref: 'C' }, { Ref: 'B' }] }), B: vpc({ p: { Ref: 'A' } }), C: vpc({ p: { Ref: 'A' } }) });
    expect(message).toEqual(['resources that wait for each other in a circle: A → C → B → A']);
  });

  test('are found among many names, and in long chains however they are ordered', () => {
    const many = Object.fromEntries(Array.from({ length: 50 }, (_, i) => [`V${i}`, vpc({})]));
    expect(named({ ...many, A: vpc({ p: [...Object.keys(many).map((id) => ({ Ref: id })), { Ref: 'B' }] }), B: vpc({ p: { Ref: 'A' } }) })).toHaveLength(1);
    const chain = (end: object) => Object.fromEntries(Array.from({ length: 12 }, (_, i) => [`V${i}`, i < 11 ? vpc({ p: { Ref: `V${i + 1}` } }) : vpc(end)]));
    expect(named(chain({}))).toEqual([]);
    expect(named(chain({ p: { 'Fn::GetAtt': ['V0', 'CidrBlock'] } }))).toHaveLength(1);
    expect(named({ A: vpc({ p: { Ref: 'A' } }) })).toEqual(['resources that wait for each other in a circle: A → A']);
  });

  test('of resources are an input error that names them; other hosts are judged', () => {
    const circle = { Resources: { ...isolated().Resources, A: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: { 'Fn::GetAtt': ['B', 'CidrBlock'] } } }, B: { Type: 'AWS::EC2::VPC', DependsOn: 'A' } } };
    const report = judgeTemplates({ circle, ok: isolated() });
    expect(report.errors.map((e) => [e.template, e.message])).toEqual([['circle', 'resources that wait for each other in a circle: A → B → A']]);
    expect(report.hosts.map((h) => [h.template, h.verdict])).toEqual([['circle', 'ready'], ['ok', 'ready']]);
  });

  test('groups whose rules name each other inline are one; by separate rules they are none', () => {
    const rule = (group: string) => [{ IpProtocol: '-1', SourceSecurityGroupId: { Ref: group } }];
    const inline = { Resources: { A: { Type: 'AWS::EC2::SecurityGroup', Properties: { SecurityGroupIngress: rule('B') } }, B: { Type: 'AWS::EC2::SecurityGroup', Properties: { SecurityGroupIngress: rule('A') } } } };
    expect(judgeTemplates({ inline }).errors).toHaveLength(1);
    const own = (id: string, from: string) => ({ Type: 'AWS::EC2::SecurityGroupIngress', Properties: { GroupId: { Ref: id }, IpProtocol: '-1', SourceSecurityGroupId: { Ref: from } } });
    const separate = { Resources: { A: { Type: 'AWS::EC2::SecurityGroup' }, B: { Type: 'AWS::EC2::SecurityGroup' }, R: own('A', 'B'), S: own('B', 'A') } };
    expect(judgeTemplates({ separate }).errors).toEqual([]);
  });
});

describe('macros', () => {
  test('one that may rewrite the template is an assumption', () => {
    const [host] = judgeTemplates({ t: { ...isolated(), Transform: ['AWS::Serverless-2016-10-31', 'MyMacro'] } }).hosts;
    expect([host.verdict, host.assumptions.filter((a) => a.includes('macro'))]).toEqual(['ready', ['macro MyMacro does not change Host or its network']]);
  });

  test('one among the properties makes what is not there unknown', () => {
    const template = mutate(isolated(), (t) => {
      delete t.Resources.Host.Properties!.IamInstanceProfile;
      t.Resources.Host.Properties!['Fn::Transform'] = { Name: 'AWS::Include', Parameters: { Location: 's3://x/y' } };
    });
    expect(judgeTemplates({ t: template }).hosts[0].verdict).toBe('unknown');
  });

  test('resources that a module or macro makes are unknown, not missing', () => {
    const template = mutate(isolated(), (t) => {
      t.Resources.Host.Properties!.SubnetId = { Ref: 'NetworkSubnet' };
      (t.Resources as Record<string, unknown>).Network = { Type: { '!Rain::Module': './network.yaml' } };
      (t.Resources as Record<string, unknown>).Mod = { Type: 'Acme::Net::Vpc::MODULE' };
    });
    const report = judgeTemplates({ t: template });
    expect([report.errors, report.hosts.map((h) => h.verdict)]).toEqual([[], ['unknown']]);
  });
});

test('500 levels are read, and 501 are not', () => {
  const nested = (levels: number) => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`;
  expect(() => parseTemplate('t.json', nested(500))).not.toThrow();
  expect(() => parseTemplate('t.json', nested(501))).toThrow('nested deeper than 500 levels');
});

test.each(['{"a":1,"a":2}', '{"a":1,"\\u0061":2}', '{"x\\\\":1,"x\\\\":2}', '{"b":[{"\\"":1,"\\"":2}]}'])('of the key that stands twice in %s the last one counts', (text) => {
  const { data, repeated } = parseTemplate('t.json', text);
  expect(data).toEqual(JSON.parse(text));
  expect(repeated).toHaveLength(1);
});

test('keys that stand twice are told with their place', () => {
  const json = '{\n"Resources": {"A": {"Properties": {"Tags": [{"Key": "a",\n"Key": "b"}]}}, "A": {"Type": "x"}},\n"Resources": {}}';
  const yaml = 'Resources:\n  A:\n    Properties: {Tags: [{Key: a,\n      Key: b}]}\n  A: {Type: x}\n"Resources": {}\n';
  const places = [['Resources/A/Properties/Tags/0/Key', 3], ['Resources/A', 3], ['Resources', 4]];
  expect(parseTemplate('t.json', json).repeated?.map((r) => [r.path.join('/'), r.line])).toEqual(places);
  expect(parseTemplate('t.yaml', yaml).repeated?.map((r) => [r.path.join('/'), r.line])).toEqual([[places[0][0], 4], [places[1][0], 5], [places[2][0], 6]]);
  expect(parseTemplate('t.yaml', yaml).data).toEqual({ Resources: {} });
  const merged = 'x: &x {a: 1}\ny:\n  <<: *x\n  a: 2\nz: [*x, *x]\n';
  expect(parseTemplate('t.yaml', merged)).not.toHaveProperty('repeated');
  expect(parseTemplate('t.yaml', `x: &x {a: 1, a: 2}\ny: [${'*x, '.repeat(50)}*x]\n`).repeated).toHaveLength(1);
  expect(parseTemplate('t.json', `{${'"a": 1, '.repeat(50)}"a": 2}`).repeated).toHaveLength(20);
});

test('a text that is deep where a key stands twice is one input error', () => {
  const deep = `{"a":${'['.repeat(20_000)}${']'.repeat(20_000)},"a":1}`;
  expect(() => parseTemplate('t.json', deep)).toThrow('nested too deeply to be read');
  expect(() => parseTemplate('t.json', deep)).toThrow(InputError);
});

test('a template with a duplicate key is evaluated as CloudFormation does, with a warning', () => {
  const [yaml, json] = [join(folder, 'a.yaml'), join(folder, 'b.json')];
  writeFileSync(yaml, 'Resources:\n  Host:\n    Type: AWS::EC2::Instance\n    Properties:\n      InstanceType: t3.micro\n      InstanceType: t3.small\n');
  writeFileSync(json, '{"Resources": {\n"Host": {"Type": "AWS::S3::Bucket"},\n"Host": {"Type": "AWS::EC2::Instance"}}}');
  const { errors, warnings, estate } = load([yaml, json]);
  expect(errors).toEqual([]);
  expect(warnings.map((e) => [e.template, e.line, e.message])).toEqual([
    [yaml, 6, 'duplicate key "InstanceType" in Resources.Host.Properties (line 6); CloudFormation uses the last one'],
    [json, 3, 'duplicate key "Host" in Resources (line 3); CloudFormation uses the last one'],
  ]);
  expect(judge({ estate, errors, warnings }).hosts.map((h) => h.verdict)).toEqual(['never', 'never']);
});
