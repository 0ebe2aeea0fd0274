import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { run } from '../../src/cli/main';
import { isolated, mutate } from '../helpers/templates';

const folder = mkdtempSync(join(tmpdir(), 'ssm-ready-cli-'));
const home = process.cwd();
beforeAll(() => {
  process.chdir(folder);
  write('ready.json', JSON.stringify(isolated()));
  write('never.json', JSON.stringify(mutate(isolated(), (t) => { delete t.Resources.Host.Properties!.IamInstanceProfile; }), undefined, 2));
  write('unknown.json', JSON.stringify({ ...mutate(isolated(), (t) => { t.Resources.Host.Properties!.SubnetId = { Ref: 'Subnet' }; }), Parameters: { Subnet: { Type: 'String' } } }));
  write('list-of-numbers.json', '[1]');
  write('nohosts.yaml', 'Resources:\n  Topic:\n    Type: AWS::SNS::Topic\n');
});
afterAll(() => {
  process.chdir(home);
  rmSync(folder, { recursive: true, force: true });
});

function write(name: string, text: string | Buffer): string {
  mkdirSync(join(folder, name, '..'), { recursive: true });
  writeFileSync(join(folder, name), text);
  return name;
}

function cli(...args: string[]) {
  const said = { out: '', err: '' };
  const status = run(args, { out: (t) => { said.out += t; }, err: (t) => { said.err += t; }, color: false });
  return { status, ...said };
}

interface Json {
  schemaVersion: number;
  hosts: { template: string; logicalId: string; verdict: string; findings: { id: string; at: { line?: number }[] }[]; unknowns: unknown[]; assumptions: string[] }[];
  errors: { template: string; message: string; line?: number }[];
  warnings?: { template: string; message: string; line?: number }[];
  summary: Record<string, number>;
}
const json = (...args: string[]) => {
  const result = cli('check', '--format', 'json', ...args);
  return { ...result, data: JSON.parse(result.out) as Json };
};

describe('exit status', () => {
  test.each([
    ['ready', ['ready.json'], 0],
    ['never', ['never.json'], 1],
    ['unknown', ['unknown.json'], 0],
    ['unknown, strict', ['--strict', 'unknown.json'], 1],
    ['no hosts', ['nohosts.yaml'], 0],
    ['no hosts, strict', ['--strict', 'nohosts.yaml'], 0],
    ['Default Host Management said to be on', ['--default-host-management', 'on', 'never.json'], 0],
    ['never and a missing file: 3 beats 1', ['never.json', 'missing.json'], 3],
    ['no path', [], 2],
    ['unknown option', ['--colour', 'ready.json'], 2],
    ['bad option value', ['--format', 'pdf', 'ready.json'], 2],
    ['bad parameter', ['--parameters', 'novalue', 'ready.json'], 2],
    ['a parameter no template has', ['--parameters', 'Typo=1', 'ready.json'], 2],
    ['a parameters file that is not there', ['--parameters-file', 'nowhere.json', 'ready.json'], 3],
    ['a parameters file of another shape', ['--parameters-file', 'list-of-numbers.json', 'ready.json'], 2],
  ])('%s', (_, args, status) => {
    const result = cli('check', ...args);
    expect(result.status).toBe(status);
    expect(result.out + result.err).not.toMatch(/\n\s+at .*\(/);
  });

  test('an unknown command is a usage error, help is not', () => {
    expect(cli('chekc').status).toBe(2);
    expect(cli('--help')).toMatchObject({ status: 0, err: '' });
    expect(cli('--version').out).toMatch(/^\d+\.\d+\.\d+/);
  });
});

describe('parameters', () => {
  const template = {
    ...mutate(isolated(), (t) => { Object.assign(t.Resources.Ssm, { Condition: 'On' }); }),
    Parameters: { Mode: { Type: 'String' }, List: { Type: 'CommaDelimitedList' } },
    Conditions: { On: { 'Fn::Equals': [{ Ref: 'Mode' }, 'on'] } },
  };

  test.each<[string, unknown]>([
    ['CloudFormation\'s own list', [{ ParameterKey: 'Mode', ParameterValue: 'on' }, { ParameterKey: 'List', ParameterValue: 'a,b' }]],
    ['a template configuration', { Parameters: { Mode: 'on', List: ['a', 'b'] } }],
    ['pairs as text', ['Mode=on', 'List=a,b']],
  ])('%s', (_, content) => {
    write('parametric.json', JSON.stringify(template));
    write('values.json', JSON.stringify(content));
    expect(json('parametric.json').data.hosts[0].verdict).toBe('unknown');
    expect(json('--parameters-file', 'values.json', 'parametric.json').data.hosts[0].verdict).toBe('ready');
    expect(json('--parameters-file', 'values.json', '--parameters', 'Mode=off', 'parametric.json').data.hosts[0].verdict).toBe('never');
  });
});

describe('JSON', () => {
  test('has the published shape', () => {
    const { data } = json('never.json');
    expect(Object.keys(data)).toEqual(['schemaVersion', 'hosts', 'findings', 'errors', 'summary']);
    expect(data.summary).toEqual({ ready: 0, never: 1, unknown: 0 });
    const [host] = data.hosts;
    expect(host).toMatchObject({ template: 'never.json', logicalId: 'Host', type: 'AWS::EC2::Instance', verdict: 'never', unknowns: [] });
    expect(host.findings[0]).toMatchObject({ id: 'InstanceProfileMissing', code: 'INSTANCE_PROFILE_MISSING', severity: 'error' });
    expect(host.findings[0].at[0]).toMatchObject({ template: 'never.json', logicalId: 'Host' });
    expect(host.findings[0].at[0].line).toBeGreaterThan(100);
    expect(host.assumptions).toContain('Default Host Management is disabled in this account and Region');
  });

  test('names templates as given, joined with the path below a folder, and is the same on every run', () => {
    write('infra/a/one.json', JSON.stringify(isolated()));
    write('infra/b/two.json', JSON.stringify(isolated()));
    const { data, out } = json('infra');
    expect(data.hosts.map((h) => h.template)).toEqual(['infra/a/one.json', 'infra/b/two.json']);
    expect(json('infra').out).toBe(out);
  });
});

describe('input that cannot be read: one clear line, exit 3, the rest judged', () => {
  const cases: [string, string, string | Buffer, RegExp, number?][] = [
    ['broken JSON', 'bad.json', '{\n  "Resources": {\n    "A": { "Type": "AWS::SNS::Topic", }\n  }\n}', /^not valid JSON: .* at line 3, column \d+$/, 3],
    ['broken YAML', 'bad.yaml', 'Resources:\n  A:\n    Type: x\n   B: [\n', /^not valid YAML: .* at line \d+, column \d+$/],
    ['an empty file', 'empty.json', '', /^the file is empty$/],
    ['blanks only', 'blank.yaml', ' \n\n', /^the file is empty$/],
    ['a file that is no template', 'package.json', '{ "name": "x", "version": "1.0.0" }', /^no CloudFormation template: it has no Resources section$/],
    ['a list', 'list.json', '[1, 2]', /^a template is an object, not a list$/, 1],
    ['a scalar', 'scalar.yaml', 'hello', /^no CloudFormation template: it is no object$/],
    ['not UTF-8', 'latin1.yaml', Buffer.from([0x52, 0xe9, 0x3a, 0x20, 0xff]), /^the file is not valid UTF-8$/],
    ['NUL characters', 'nul.json', '{"Resources": {"a\u0000": 1}}', /NUL/],
    ['a resource that is no object', 'noobject.json', '{"Resources": {"A": {"Type": "AWS::SNS::Topic"}, "B": 7}}', /^the resource B is no object$/],
    ['an alias that holds itself', 'cycle.yaml', 'Resources: &a\n  A:\n    Type: AWS::SNS::Topic\n    Properties: *a\n', /alias that holds itself/],
    ['nested too deep', 'deep.json', `{"Resources": ${'{"a":'.repeat(2000)}1${'}'.repeat(2000)}}`, /nested deeper than 500 levels/],
    ['nested too deep in YAML', 'deep.yaml', `Resources: ${'['.repeat(20000)}${']'.repeat(20000)}`, /nested/],
  ];

  test.each(cases.map(([title, name, text, message, line]) => ({ title, name, text, message, line })))('$title', ({ name, text, message, line }) => {
    write(name, text);
    const { status, data, err } = json(name, 'ready.json');
    expect(status).toBe(3);
    expect(data.errors).toHaveLength(1);
    expect(data.errors[0].template).toBe(name);
    expect(data.errors[0].message).toMatch(message);
    if (line !== undefined) expect(data.errors[0].line).toBe(line);
    expect(data.summary.ready).toBe(1);
    expect(err.trim().split('\n')).toHaveLength(1);
  });

  test.each([
    ['JSON', 'twice.json', '{"Resources": {"A": {"Type": "AWS::SNS::Topic"},\n"A": {"Type": "AWS::SNS::Topic"}}}', 2],
    ['YAML', 'twice.yaml', 'Resources:\n  A: {Type: x}\n  A: {Type: y}\n', 3],
    ['YAML, a default twice', 'default.yaml', 'Parameters:\n  P:\n    Type: String\n    Default: a\n    Default: b\nResources:\n  A: {Type: y}\n', 5],
  ])('a duplicate key in %s is a warning: the template is evaluated, and the exit status is 0', (_, name, text, line) => {
    write(name, text);
    const { status, data, err } = json(name, 'ready.json');
    expect({ status, errors: data.errors, ready: data.summary.ready }).toEqual({ status: 0, errors: [], ready: 1 });
    expect(data.warnings).toEqual([{ template: name, line, message: expect.stringMatching(/^duplicate key "(A|Default)" in \S+ \(line \d\); CloudFormation uses the last one$/) as unknown }]);
    expect(err).toMatch(/^cdk-ssm-ready: warning: \S+:\d: duplicate key/);
    expect(cli('check', name).out).toContain(`warning ${name}:${line}: duplicate key`);
    expect(cli('check', '--format', 'markdown', name).out).toContain(`- **warning** <code>${name}:${line}</code> duplicate key`);
    expect(cli('check', '--format', 'html', name).out).toContain('Warnings about inputs');
    expect(cli('check', '--format', 'junit', name).out).toMatch(/errors="0"[^]*<system-out>warning: duplicate key/);
    const [first] = (JSON.parse(cli('check', '--format', 'sarif', name).out) as { runs: { invocations: unknown[] }[] }).runs;
    expect(first.invocations).toEqual([{ executionSuccessful: true, toolExecutionNotifications: [expect.objectContaining({ level: 'warning' })] }]);
  });

  test('a quoted text that ends at column 0 is read as CloudFormation reads it', () => {
    write('column.yaml', 'Description: "some text\n"\nResources:\n  A: {Type: y}\n');
    expect(cli('check', 'column.yaml')).toMatchObject({ status: 0 });
  });

  test('a folder without templates', () => {
    write('docs/readme.md', '# hello');
    write('docs/package.json', '{ "name": "x" }');
    const { status, data } = json('docs', 'ready.json');
    expect([status, data.errors.map((e) => e.message), data.summary.ready]).toEqual([3, ['the folder holds no CloudFormation template and no CDK cloud assembly'], 1]);
  });

  test('in a folder what does not look like a template is passed over, a broken template is not', () => {
    write('mixed/tsconfig.json', '{ // comments\n }');
    write('mixed/values.yaml', 'a: 1');
    write('mixed/ok.json', JSON.stringify(isolated()));
    expect(json('mixed').status).toBe(0);
    write('mixed/broken.yaml', 'AWSTemplateFormatVersion: "2010-09-09"\nResources:\n  A: [\n');
    const { status, data } = json('mixed');
    expect([status, data.errors.map((e) => e.template), data.summary.ready]).toEqual([3, ['mixed/broken.yaml'], 1]);
  });

  test('a cloud assembly that names files outside of it', () => {
    write('evil.out/manifest.json', JSON.stringify({
      version: '1.0.0',
      artifacts: { A: { type: 'aws:cloudformation:stack', environment: 'aws://111111111111/us-east-1', properties: { templateFile: '../never.json' } } },
    }));
    const { status, data } = json('evil.out');
    expect([status, data.hosts]).toEqual([3, []]);
    expect(data.errors[0].message).toContain('outside of the assembly');
  });
});

test('hostile names reach a terminal as harmless text', () => {
  const evil = 'Ho\u001b[31mst\u202e';
  write('evil.json', JSON.stringify(mutate(isolated(), (t) => {
    t.Resources[evil] = t.Resources.Host;
    delete t.Resources.Host;
    delete t.Resources[evil].Properties!.IamInstanceProfile;
  })));
  const { out, status } = cli('check', 'evil.json');
  expect(status).toBe(1);
  expect(out).not.toMatch(/[\u001b\u202e]/);
  expect(out).toContain('Ho\\u001b[31mst\\u202e');
});
