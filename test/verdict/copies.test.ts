import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { load, loadSparingly } from '../../src/load';
import { RenamedText } from '../../src/load/renamed';
import { DEFAULT_OPTIONS, judge, JudgeOptions, judgeSparingly } from '../../src/verdict';
import { areMereCopies } from '../../src/verdict/copies';
import { told, writeStacks } from '../fuzz/copies';
import { isolated, mutate, Resources } from '../helpers/templates';

type Template = { Resources: Resources; [section: string]: unknown };

const folder = mkdtempSync(join(tmpdir(), 'copies-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A network with a ready host that has a group and a rule of its own. */
function cell(change: (template: Template) => void = () => {}): string {
  return JSON.stringify(mutate(isolated() as Template, (t) => {
    t.Resources.Group = { Type: 'AWS::EC2::SecurityGroup', Properties: { GroupDescription: 'own', VpcId: { Ref: 'Vpc' }, Tags: [{ Key: 'Name', Value: 'One/Group' }] } };
    t.Resources.Rule = { Type: 'AWS::EC2::SecurityGroupIngress', Properties: { GroupId: { 'Fn::GetAtt': ['EndpointGroup', 'GroupId'] }, IpProtocol: 'tcp', FromPort: 443, ToPort: 443, SourceSecurityGroupId: { 'Fn::GetAtt': ['Group', 'GroupId'] }, Description: 'from OneGroup:443' } };
    t.Resources.Host.Properties!.SecurityGroupIds = [{ 'Fn::GetAtt': ['Group', 'GroupId'] }];
    change(t);
  }), undefined, 1);
}

const compact = (text: string) => JSON.stringify(JSON.parse(text));

/** An endpoint, shut, in a VPC that is made elsewhere. */
function elsewhere(VpcId: unknown): string {
  const { Ssm, EndpointSubnet } = isolated().Resources;
  return JSON.stringify({
    Mappings: { M: { eu: { vpc: 'vpc-0123456789abcdef0' } } },
    Resources: {
      Shut: { Type: 'AWS::EC2::SecurityGroup', Properties: { GroupDescription: 'shut', VpcId } },
      EndpointSubnet: { ...EndpointSubnet, Properties: { ...EndpointSubnet.Properties, VpcId } },
      Ssm: { ...Ssm, Properties: { ...Ssm.Properties, VpcId, SecurityGroupIds: [{ 'Fn::GetAtt': ['Shut', 'GroupId'] }] } },
    },
  });
}

/** A host in that VPC. */
function inVpc(): string {
  return cell((t) => {
    for (const id of ['Vpc', 'Ssm', 'SsmMessages']) delete t.Resources[id];
    delete t.Resources.Host.DependsOn;
    for (const { Properties } of Object.values(t.Resources)) if (Properties && 'VpcId' in Properties) Properties.VpcId = 'vpc-0123456789abcdef0';
  });
}

/** How many of the hosts are left out; whoever asks for findings is told the same as of the whole. */
function leftOut(texts: readonly string[], environments?: readonly string[], options: JudgeOptions = DEFAULT_OPTIONS): number {
  writeStacks(folder, texts, environments);
  const sparing = judgeSparingly(loadSparingly([folder]), options);
  const whole = judge(load([folder]), options);
  expect(told(sparing)).toBe(told(whole));
  return whole.hosts.length - sparing.hosts.length;
}

const renamed = (text: string, ...names: [string | RegExp, string][]) => names.reduce((t, [from, to]) => t.replace(typeof from === 'string' ? new RegExp(`\\b${from}\\b`, 'g') : from, to), text);

describe('a stack that says the same as another', () => {
  test('is left out', () => expect(leftOut([cell(), cell()])).toBe(1));
  test('so are many', () => expect(leftOut([cell(), cell(), cell(), cell()])).toBe(3));
  test('in other words, of other lengths', () => expect(leftOut([cell(), renamed(cell(), ['One', 'Eleven'], ['Rule', 'RuleOfEleven'], ['OneGroup', 'ElevenGroup']), renamed(cell(), ['Group', 'G'])])).toBe(2));
  test('each of several kinds', () => expect(leftOut([cell(), cell((t) => { delete t.Resources.Group.Properties!.Tags; }), cell(), cell((t) => { delete t.Resources.Group.Properties!.Tags; })])).toBe(2));
  test('beside one that is nobody\'s copy and fails', () => {
    const broken = cell((t) => { delete t.Resources.Rule; });
    expect(leftOut([cell(), broken, cell()])).toBe(1);
    expect(judgeSparingly(loadSparingly([folder])).hosts.map((host) => host.verdict).sort()).toEqual(['never', 'ready']);
  });
  test('with outputs, metadata and a description', () => {
    const text = cell((t) => Object.assign(t, { Description: 'One', Metadata: { One: ['Host'] }, Outputs: { Out: { Description: 'of One', Value: { Ref: 'Host' } } } }));
    expect(leftOut([text, renamed(text, ['One', 'Two'], ['Host', 'HostOfTwo'])])).toBe(1);
  });
  test('where what is waited for has another name', () => {
    const text = cell((t) => { t.Resources.Host.DependsOn = ['Rule', 'Profile']; });
    expect(leftOut([text, renamed(text, ['Rule', 'RuleTwo'])])).toBe(1);
  });
});

describe('is not left out, or all are judged again, where', () => {
  const cases: Record<string, () => readonly string[]> = {
    'the host of both fails': () => [cell((t) => { delete t.Resources.Rule; }), cell((t) => { delete t.Resources.Rule; })],
    'something else differs': () => [cell(), cell((t) => { t.Resources.Rule.Properties!.FromPort = 444; })],
    'a word of ours differs': () => [cell(), renamed(cell(), ['tcp', 'udp'])],
    'a type differs': () => [cell(), renamed(cell(), ['SecurityGroupIngress', 'SecurityGroupEgress'])],
    'a property is called otherwise': () => [cell(), renamed(cell(), ['PrivateDnsEnabled', 'PrivateDns'])],
    'an attribute of a resource is': () => [cell(), renamed(cell(), ['Properties', 'Other'])],
    'a type is one that nobody knows': () => [cell(), renamed(cell(), ['VPCEndpoint', 'Nothing'])],
    'a name is not the same throughout': () => [cell(), cell().replace('"Group"', '"GroupTwo"')],
    'a name becomes two': () => [cell(), renamed(cell().replace('"Group":', '"GroupKey":'), ['Group', 'GroupTwo'])],
    'two names become one': () => [cell(), renamed(cell(), ['Rule', 'Same'], ['Group', 'Same'])],
    'a name becomes another\'s': () => [cell(), renamed(cell(), ['Rule', 'Group'])],
    'a number differs': () => [cell(), renamed(cell(), ['443', '444'])],
    'a number becomes another literal': () => [cell((t) => { t.Resources.Vpc.Properties!.EnableDnsSupport = true; }), cell((t) => { t.Resources.Vpc.Properties!.EnableDnsSupport = false; })],
    'a name of what is not there becomes that of a resource': () => {
      const text = cell((t) => { t.Resources.Vpc.Properties!.Unread = { Ref: 'Later' }; });
      return [text, renamed(text, ['Host', 'Later'])];
    },
    'what was no function becomes one': () => {
      const text = cell((t) => { t.Resources.Vpc.Properties!.Unread = [{ Foo: 'Host' }]; });
      return [text, renamed(text, ['Foo', 'Ref'])];
    },
    'a function of names becomes another': () => {
      const text = cell((t) => {
        t.Resources.Vpc.Properties!.Unread = { 'Fn::Foo': '${Host}' };
      });
      return [text, renamed(text, ['Foo', 'Sub'])];
    },
    'a condition says something else': () => {
      const text = cell((t) => {
        t.Conditions = { Here: { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'eu-west-1'] } };
        Object.assign(t.Resources.Rule, { Condition: 'Here' });
      });
      return [text, renamed(text, ['west', 'east'])];
    },
    'a name stands in a text that is read': () => {
      const text = cell((t) => { t.Resources.Host.Properties!.UserData = { 'Fn::Base64': 'echo Group | tee file' }; });
      return [text, renamed(text, ['Group', 'GroupTwo'])];
    },
    'a word begins behind a backslash': () => {
      const text = cell((t) => { t.Resources.Host.Properties!.UserData = { 'Fn::Base64': '#!/bin/bash\nyum install -y x' }; });
      return [text, text.replace('\\nyum', '\\ryum')];
    },
    'it has what counts for the whole account': () => {
      const setting = cell((t) => { t.Resources.Setting = { Type: 'AWS::SSM::ServiceSetting', Properties: { SettingId: '/ssm/managed-instance/default-ec2-instance-management-role', SettingValue: 'Role' } }; });
      return [setting, setting];
    },
    'it gives a policy to a role elsewhere': () => {
      const policy = cell((t) => { t.Resources.Deny = { Type: 'AWS::IAM::Policy', Properties: { PolicyName: 'd', Roles: ['Shared'], PolicyDocument: { Statement: [{ Effect: 'Deny', Action: '*', Resource: '*' }] } } }; });
      return [policy, policy];
    },
    'an association reaches hosts by tags': () => {
      const tagged = cell((t) => { t.Resources.Host.Properties!.Tags = [{ Key: 'Name', Value: 'One' }]; });
      return [tagged, renamed(tagged, ['One', 'Two']), JSON.stringify({ Resources: { Inventory: { Type: 'AWS::SSM::Association', Properties: { Name: 'AWS-GatherSoftwareInventory', Targets: [{ Key: 'tag:Name', Values: ['Two'] }] } } } })];
    },
    'letters of a name are written by their codes': () => {
      const coded = compact(cell()).replace('"SourceSecurityGroupId":{"Fn::GetAtt":["Group"', '"SourceSecurityGroupId":{"Fn::GetAtt":["\\u0047roup"');
      expect(coded).toContain('\\u0047');
      return [coded, renamed(coded, ['Group', 'GroupTwo'])];
    },
    'a resource hides another of the same name, written by its codes': () => {
      const policy = { Type: 'AWS::IAM::Policy', Properties: { PolicyName: 'x', Roles: [{ Ref: 'Role' }], PolicyDocument: { Statement: [{ Effect: 'Deny', Action: '*', Resource: '*' }] } } };
      const coded = compact(cell()).replace('"Rule":', `"Deny1":${JSON.stringify(policy)},"\\u0044eny1":{"Type":"AWS::S3::Bucket"},"Rule":`);
      return [coded, renamed(coded, ['Deny1', 'Deny2'])];
    },
    'one may set up Default Host Management, which counts for a third': () => {
      const setup = cell((t) => { t.Resources.Setup = { Type: 'AWS::SSMQuickSetup::ConfigurationManager', Properties: { ConfigurationDefinitions: [{ Type: 'AWSQuickSetupType-Distributor', Parameters: {} }] } }; });
      return [setup, renamed(setup, ['Distributor', 'DHMC']), cell((t) => { delete t.Resources.Host.Properties!.IamInstanceProfile; })];
    },
    'one may set the role of Default Host Management by a function': () => {
      const setup = cell((t) => { t.Resources.Setup = { Type: 'AWS::Lambda::Function', Properties: { Environment: { Variables: { ID: '/ssm/managed-instance/default-ec2-instance-metadata-role' } } } }; });
      return [setup, renamed(setup, ['metadata', 'management']), cell((t) => { delete t.Resources.Host.Properties!.IamInstanceProfile; })];
    },
    'ids come from a mapping': () => [elsewhere({ 'Fn::FindInMap': ['M', 'eu', 'vpc'] }), elsewhere({ 'Fn::FindInMap': ['M', 'eu', 'vpc'] }), inVpc()],
    'ids are joined': () => [elsewhere({ 'Fn::Join': ['-', ['vpc', '0123456789abcdef0']] }), elsewhere({ 'Fn::Join': ['-', ['vpc', '0123456789abcdef0']] }), inVpc()],
    'a role elsewhere may be named by a function': () => {
      const policy = cell((t) => { t.Resources.Deny = { Type: 'AWS::IAM::Policy', Properties: { PolicyName: 'd', Roles: [{ 'Fn::Sub': 'Shared' }], PolicyDocument: { Statement: [{ Effect: 'Deny', Action: '*', Resource: '*' }] } } }; });
      return [policy, policy];
    },
    'a launch template of a third is named by one': () => {
      const named = cell((t) => { t.Resources.User = { Type: 'AWS::EKS::Thing', Properties: { Spec: { LaunchTemplateName: 'Foo' } } }; });
      const third = JSON.stringify({ Resources: { Template: { Type: 'AWS::EC2::LaunchTemplate', Properties: { LaunchTemplateName: 'Bar', LaunchTemplateData: { MetadataOptions: { HttpEndpoint: 'disabled' } } } } } });
      return [named, renamed(named, ['Foo', 'Bar']), third];
    },
    'references run in a circle': () => {
      const circle = cell((t) => { t.Resources.Vpc.DependsOn = 'Host'; });
      return [circle, circle];
    },
    'a template cannot be read': () => [cell(), cell(), '{'],
    'it is YAML in braces': () => {
      const text = cell().replace('"One/Group"', 'One/Group');
      return [text, text];
    },
  };

  test.each(Object.entries(cases))('%s', (_what, texts) => { expect(leftOut(texts())).toBe(0); });

  test('a word is an export in one, which a third imports', () => {
    const text = cell((t) => { t.Outputs = { Group: { Value: { 'Fn::GetAtt': ['Group', 'GroupId'] }, Expose: { Name: 'shared' } } }; });
    const third = cell((t) => { t.Resources.Host.Properties!.SecurityGroupIds = [{ 'Fn::ImportValue': 'shared' }]; });
    expect(leftOut([text, renamed(text, ['Expose', 'Export']), third])).toBe(0);
  });

  test('it lies in another Region or account', () => {
    expect(leftOut([cell(), cell()], ['aws://111111111111/eu-west-1', 'aws://111111111111/eu-west-2'])).toBe(0);
    expect(leftOut([cell(), cell()], ['aws://111111111111/eu-west-1', 'aws://222222222222/eu-west-1'])).toBe(0);
    expect(leftOut([cell(), cell()], ['aws://unknown-account/unknown-region', 'aws://111111111111/eu-west-1'])).toBe(0);
  });

  test('environments only look the same', () => {
    const there = cell((t) => {
      t.Conditions = { There: { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'undefined'] } };
      Object.assign(t.Resources.Rule, { Condition: 'There' });
    });
    expect(leftOut([there, there], ['aws://undefined/undefined', 'aws://unknown-account/unknown-region'])).toBe(0);
    expect(judge(load([folder])).hosts.map((host) => host.verdict)).toEqual(['ready', 'unknown']);
  });

  test('hosts are excluded, which may be those of one', () => {
    expect(leftOut([cell(), cell()], undefined, { ...DEFAULT_OPTIONS, exclude: ['Nobody'] })).toBe(0);
  });
});

test.each(['ForEach', 'AWS', 'Transform'])('a name may not become a word of CloudFormation\'s: %s', (word) => {
  writeStacks(folder, [cell()]);
  const { estate } = load([folder]);
  const [of] = estate.stacks;
  expect(areMereCopies(estate, [{ of, names: new Map([['Host', 'Hosts']]) }])).toBe(true);
  expect(areMereCopies(estate, [{ of, names: new Map([['Host', word]]) }])).toBe(false);
});

test('hosts are called the same whether a copy is left out or not', () => {
  const here = cell((t) => {
    t.Conditions = { Here: { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'eu-west-1'] } };
    Object.assign(t.Resources.Rule, { Condition: 'Here' });
  });
  writeStacks(folder, [here, here, here], [1, 1, 2].map((n) => `aws://111111111111/eu-west-${n}`));
  const manifest = join(folder, 'manifest.json');
  writeFileSync(manifest, readFileSync(manifest, 'utf8').replace(/S[12]\.template/g, 'S0.template'));
  const sparing = judgeSparingly(loadSparingly([folder]));
  expect(sparing.hosts).toHaveLength(2);
  expect(told(sparing)).toBe(told(judge(load([folder]))));
});

test('a text of many and strange words is looked at in no time', () => {
  const words = Array.from({ length: 1500 }, (_, i) => 'a'.repeat(i + 1));
  const text = Buffer.from(JSON.stringify(words));
  // It took minutes with a search for each.
  expect(new RenamedText(text).namesIn(Buffer.from(JSON.stringify(words.map((w) => w.replace('a', 'b')))))?.size).toBe(1500);
});

describe('what a text calls by other names', () => {
  const names = (a: string, b: string) => {
    const found = new RenamedText(Buffer.from(a)).namesIn(Buffer.from(b));
    return found && Object.fromEntries(found);
  };
  const long = ' '.repeat(700);

  test.each([
    ['{"a": 1}', '{"a": 1}', {}],
    ['{"ab": "ab/c"}', '{"x": "x/c"}', { ab: 'x' }],
    ['{"Stack1": "Stack1/x"}', '{"Stack10": "Stack10/x"}', { Stack1: 'Stack10' }],
    ['{"Stack10": 1}', '{"Stack1": 1}', { Stack10: 'Stack1' }],
    [`{"a": 1,${long}"ab": "a"}`, `{"b": 1,${long}"ab": "b"}`, { a: 'b' }],
    [`{${long}"a": 1,${long}"b": "é"}`, `{${long}"a": 1,${long}"cd": "é"}`, { b: 'cd' }],
    ['{"a": "b a"}', '{"b": "a b"}', { a: 'b', b: 'a' }],
    ['{"a": "a"}', '{"b": "a"}', undefined],
    ['{"a": "a"}', '{"b": "c"}', undefined],
    ['{"a": 1, "b": 2}', '{"c": 1, "c": 2}', undefined],
    ['{"a": 1}', '{"a": 2}', undefined],
    ['{"a": "1x"}', '{"a": "2x"}', undefined],
    ['{"a": "x1"}', '{"a": "1x"}', undefined],
    ['{"a": true}', '{"a": null}', undefined],
    ['{"a": true}', '{"a": truth}', undefined],
    ['{"a": "a"}', '{"true": "true"}', undefined],
    ['{"a": "\\na"}', '{"a": "\\nb"}', undefined],
    ['{"a": "b\\n"}', '{"a": "c\\n"}', undefined],
    ['{"a": "b"}', '{"a": ""}', undefined],
    ['{"a": ""}', '{"a": "b"}', undefined],
    ['{"a": "b"}', '{"a": "b" }', undefined],
    ['{"a": "b"}', '{"a": "b"}}', undefined],
    ['{"a": "b"}}', '{"a": "b"}', undefined],
    ['{"a": "b-"}', '{"a": "c+"}', undefined],
    ['{"a": "é"}', '{"a": "è"}', undefined],
    ['', '', {}],
    ['a', 'b', { a: 'b' }],
  ])('%s and %s', (a, b, expected) => {
    expect(names(a, b)).toEqual(expected);
    // The same once the text knows where copies of it differ: in any word, or in all.
    const words = [...new Set(a.match(/(?<![A-Za-z0-9\\])[A-Za-z][A-Za-z0-9]*(?![A-Za-z0-9\\])/g))].filter((word) => !['true', 'null'].includes(word) && !a.includes(`\\${word}`));
    for (const chosen of [words, ...words.map((word) => [word])]) {
      const text = new RenamedText(Buffer.from(a));
      const copy = a.replace(/[A-Za-z0-9]+/g, (word) => (chosen.includes(word) ? `z${word}` : word));
      expect(text.namesIn(Buffer.from(copy))?.size).toBe(chosen.length);
      expect(text.namesIn(Buffer.from(b)) && Object.fromEntries(text.namesIn(Buffer.from(b))!)).toEqual(expected);
    }
  });
});
