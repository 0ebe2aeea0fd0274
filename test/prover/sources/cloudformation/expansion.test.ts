import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { writeAssembly } from '../../../../benchmarks/assemblies';
import { Budget, extentOf, LIMITS, TooLarge, Unknown, Worlds } from '../../../../src/prover/core';
import { load, loadTemplates, parseTemplate } from '../../../../src/prover/sources/cloudformation';
import { judge } from '../../../../src/prover/verdict';
import { isolated } from '../../../helpers/templates';

const lines = (n: number, line: (i: number) => string) => Array.from({ length: n }, (_, i) => line(i)).join('\n');
const READY = `Resources: ${JSON.stringify(isolated().Resources)}`;
const errorOf = (text: string): string => {
  try {
    parseTemplate('t.yaml', text);
    return 'none';
  } catch (error) {
    return (error as Error).message;
  }
};
const judged = (data: unknown) => {
  const { hosts, errors } = judge(loadTemplates([{ name: 't', data }]));
  return { verdicts: hosts.map((h) => h.verdict), errors: errors.map((e) => e.message) };
};
const numbered = (n: number, key: (i: number) => string, value: (i: number) => unknown) => Object.fromEntries(Array.from({ length: n }, (_, i) => [key(i), value(i)]));

describe('aliases', () => {
  test('share what they name', () => {
    const { data } = parseTemplate('t.yaml', 'a: &a {x: &b [1, !Ref Y]}\nb: *a\nc: [*b, *b]\nd: {<<: *a, y: *b}\n') as { data: Record<string, { x?: unknown; y?: unknown }> };
    expect(JSON.stringify(data)).toBe('{"a":{"x":[1,{"Ref":"Y"}]},"b":{"x":[1,{"Ref":"Y"}]},"c":[[1,{"Ref":"Y"}],[1,{"Ref":"Y"}]],"d":{"x":[1,{"Ref":"Y"}],"y":[1,{"Ref":"Y"}]}}');
    expect(data.b).toBe(data.a);
  });
  test('name the last anchor before them', () => expect(parseTemplate('t.yaml', 'a: &a 1\nb: *a\nc: &a 2\nd: *a\n').data).toEqual({ a: 1, b: 1, c: 2, d: 2 }));
  test('lead a finding to the line of what they name', () => {
    const { locate } = parseTemplate('t.yaml', 'a: &a\n  k:\n    l: 1\nb: *a\n');
    expect(locate(['b', 'k', 'l'])).toEqual({ line: 3, column: 5 });
  });
  test.each([
    ['that double 20 times', `Metadata:\n  a0: &a0 [x, x]\n${lines(20, (i) => `  a${i + 1}: &a${i + 1} [*a${i}, *a${i}]`)}\n${READY}`, 'aliases expand to more than 500,000 nodes (anchor a15 at line 17); the template is not evaluated'],
    ['of a large text', `Metadata:\n  a: &big ${'x'.repeat(100_000)}\n${lines(100, (i) => `  u${i}: *big`)}\n${READY}`, 'aliases expand to more than 8,000,000 characters (anchor big at line 2); the template is not evaluated'],
    ['that nest too deeply', `Metadata:\n  a0: &a0 [x]\n${lines(600, (i) => `  a${i + 1}: &a${i + 1} [*a${i}]`)}\n${READY}`, 'nested deeper than 500 levels'],
    ['of nothing', 'a: *b', 'the alias *b names no anchor'],
    ['of themselves', 'a: &a [*a]', 'an alias that holds itself'],
  ])('%s', (_name, text, message) => expect(errorOf(text)).toBe(message));
  test('of one file cost the others nothing', () => {
    const budget = new Budget({ nodesOfTemplate: 100, nodes: 100, parts: 100, characters: 100, nodesOfRun: 30, secondsOfHost: 60, secondsLost: 60 });
    expect(() => parseTemplate('a.yaml', `a: &a [1, 2, 3, 4]\n${lines(10, (i) => `u${i}: *a`)}`, { budget })).toThrow('aliases expand to more than 30 nodes in this run; the template is not evaluated');
    expect(parseTemplate('b.yaml', 'a: &a [1, 2, 3, 4]\nb: *a\n', { budget }).data).toBeDefined();
  });
});

test('quoted texts that are indented too little are all read, and nothing else is changed', () => {
  const text = 'a:\n  b:\n    k: "x\n  y\\\n z \\"q\n\n  w"\n    l: \'it\'\'s\n  "\n  more\'\n    u: |\n      "abc\n      \'d\n    z: ["a\n  b", c] # "\nb: {k: 1}\n';
  const { data, locate } = parseTemplate('t.yaml', text);
  expect(data).toEqual({ a: { b: { k: 'x yz "q\nw', l: 'it\'s " more', u: '"abc\n\'d\n', z: ['a b', 'c'] } }, b: { k: 1 } });
  expect(locate(['b', 'k'])).toEqual({ line: 16, column: 5 });
  const many = `a:\n${lines(700, (i) => `    k${i}: "one\n  two ${i}"`)}`;
  expect((parseTemplate('t.yaml', many).data as { a: Record<string, string> }).a.k699).toBe('one two 699');
});

describe('loops', () => {
  const hundred = Array.from({ length: 200 }, (_, i) => `i${i}`);
  const cubed = { 'Fn::ForEach::A': ['a', hundred, { 'Fn::ForEach::B': ['b', hundred, { 'Fn::ForEach::C': ['c', hundred, { 'T${a}${b}${c}': { Type: 'AWS::SNS::Topic' } }] }] }] };
  test('that are too large are one error, and their resources are not known', () => {
    const { verdicts, errors } = judged({ Transform: 'AWS::LanguageExtensions', Resources: { ...isolated().Resources, ...cubed } });
    expect(errors).toEqual(['the loop Fn::ForEach::A expands to more than 500,000 nodes; it is not evaluated']);
    expect(verdicts).toEqual(['ready']);
  });
  test('that CloudFormation would accept are written out', () => {
    const { estate, errors } = loadTemplates([{ name: 't', data: { Resources: { 'Fn::ForEach::A': ['a', hundred.slice(0, 20), { 'Fn::ForEach::B': ['b', hundred.slice(0, 25), { 'T${a}${b}': { Type: 'AWS::SNS::Topic', Properties: { TopicName: '${a}' } } }] }] } } }]);
    expect(errors).toEqual([]);
    expect(estate.ofType('AWS::SNS::Topic')).toHaveLength(500);
  });
  test('over a collection that rests on itself are not known', () => {
    const data = { Conditions: { 'Fn::ForEach::C': ['x', { 'Fn::GetAtt': ['V', 'CidrBlock'] }, { '${x}': true }] }, Resources: { ...isolated().Resources, 'V': { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: { 'Fn::GetAtt': ['V', 'CidrBlock'] } } }, 'Fn::ForEach::A': ['a', { 'Fn::GetAtt': ['V', 'CidrBlock'] }, {}] } };
    expect(judged(data).verdicts).toEqual(['ready']);
  });
});

describe('values', () => {
  const doubled = (n: number, double: (x: unknown) => unknown, first: unknown = '10.0.0.0/16') => {
    const { Resources: ready } = isolated();
    const rule = { IpProtocol: 'tcp', FromPort: 1, ToPort: 1, CidrIp: { 'Fn::GetAtt': [`V${n - 1}`, 'CidrBlock'] } };
    return {
      Resources: {
        ...ready,
        ...numbered(n, (i) => `V${i}`, (i) => ({ Type: 'AWS::EC2::VPC', Properties: { CidrBlock: i === 0 ? first : double({ 'Fn::GetAtt': [`V${i - 1}`, 'CidrBlock'] }) } })),
        HostGroup: { ...ready.HostGroup, Properties: { ...ready.HostGroup.Properties, SecurityGroupEgress: [{ IpProtocol: '-1', CidrIp: '0.0.0.0/0' }, rule] } },
      },
    };
  };
  test.each([
    ['Fn::Join', (x: unknown) => ({ 'Fn::Join': ['', [x, x]] }), 'Fn::Join in V20 expands to more than 8,000,000 characters; its value is not evaluated'],
    ['lists', (x: unknown) => [x, x], 'a value in V19 expands to more than 1,000,000 nodes; its value is not evaluated'],
  ])('that double by %s', (_name, double, message) => {
    const { verdicts, errors } = judged(doubled(40, double));
    expect(errors[0]).toBe(message);
    expect(verdicts).toEqual(['ready']);
  });
  test('that are taken twice and come to one are evaluated', () => expect(judged(doubled(40, (x) => ({ 'Fn::Select': [0, [x, x]] })))).toEqual({ verdicts: ['ready'], errors: [] }));
  test('that are not known keep one short key', () => {
    const { estate } = loadTemplates([{ name: 't', data: doubled(40, (x) => ({ 'Fn::FindInMap': ['M', x, x] }), { Ref: 'AWS::StackId' }) }]);
    const [stack] = estate.stacks;
    const last = () => estate.resolver.resolve({ 'Fn::GetAtt': ['V39', 'CidrBlock'] }, stack) as Unknown;
    expect(last()).toBeInstanceOf(Unknown);
    expect(last().key.length).toBeLessThan(5000);
    expect(last().key).toBe(last().key);
  });
  test('the extent of a value counts what is shared as often as it is used', () => {
    const [a] = [['xx', 'yy']];
    expect(extentOf({ l: a, r: [a, a] })).toEqual({ nodes: 11, characters: 12 });
  });
  test('that rest on themselves end at once', () => expect(judged(doubled(1, (x) => x, { 'Fn::GetAtt': ['V0', 'CidrBlock'] })).errors).toEqual(['resources that wait for each other in a circle: V0 → V0', 'Host cannot be judged: it rests on a chain of references without end']));
});

describe('conditions', () => {
  const withCondition = (Conditions: Record<string, unknown>, name: string) => {
    const { Resources: ready } = isolated();
    return judged({ Parameters: { P: { Type: 'String', AllowedValues: ['a', 'b'] } }, Conditions, Resources: { ...ready, Ssm: { ...ready.Ssm, Condition: name } } });
  };
  const chain = (first: unknown) => numbered(20_000, (i) => `C${i}`, (i) => (i === 0 ? first : { 'Fn::Not': [{ Condition: `C${i - 1}` }] }));
  test('in a long chain hold as in a short one', () => {
    expect(withCondition(chain({ 'Fn::Equals': ['a', 'a'] }), 'C19998')).toEqual({ verdicts: ['ready'], errors: [] });
    expect(withCondition(chain({ 'Fn::Equals': ['a', 'a'] }), 'C19999')).toEqual({ verdicts: ['never'], errors: [] });
    expect(withCondition(chain({ 'Fn::Equals': [{ Ref: 'P' }, 'a'] }), 'C19999')).toEqual({ verdicts: ['unknown'], errors: [] });
  });
  test('in a long circle are one error', () => expect(withCondition(numbered(20_000, (i) => `C${i}`, (i) => ({ Condition: `C${(i + 19_999) % 20_000}` })), 'C5').errors).toEqual(['the condition C5 needs itself']));
});

describe('worlds', () => {
  test('too many of them are seen from the choices of the first', () => {
    const worlds = new Worlds();
    const atoms = Array.from({ length: 5000 }, (_, i) => ({ key: `a${i}`, label: `a${i}`, choices: ['x', 'y'] }));
    let asked = 0;
    expect(() => worlds.explore(() => atoms.forEach((atom) => {
      worlds.choose(atom);
      asked++;
    }))).toThrow('more than 64 combinations of a0, a1, a2, a3, a4, a5, a6, a7');
    expect(asked).toBeLessThan(64);
    // What asks for the first world only gets it.
    asked = 0;
    expect(() => worlds.explore(() => atoms.forEach((atom) => {
      worlds.choose(atom);
      asked++;
    }), 1)).toThrow();
    expect(asked).toBe(5000);
  });
});

test('the benchmark\'s assembly takes nothing of the budget', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ssm-ready-budget-'));
  try {
    writeAssembly(1000, folder);
    const { estate, errors } = load([folder]);
    expect(errors).toEqual([]);
    expect(estate.budget.nodesSpent).toBe(0);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test('a run has one budget, of which what is refused takes nothing', () => {
  const budget = new Budget({ nodesOfTemplate: 10, nodes: 10, parts: 10, characters: 10, nodesOfRun: 100, secondsOfHost: 60, secondsLost: 60 });
  const construct = {};
  for (let i = 0; i < 10; i++) budget.spendOnce(construct, 60);
  expect(() => budget.spend(60)).toThrow(TooLarge);
  budget.spend(40);
  expect(budget.nodesSpent).toBe(100);
});

describe('files', () => {
  let folder: string;
  const write = (name: string, content: unknown) => {
    mkdirSync(join(folder, name, '..'), { recursive: true });
    writeFileSync(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content));
    return join(folder, name);
  };
  const loaded = (...paths: string[]) => {
    const { estate, errors } = load(paths);
    return { templates: estate.stacks.map((s) => s.template.slice(folder.length + 1)), errors: errors.map((e) => `${e.template.slice(folder.length + 1)}: ${e.message}`) };
  };
  beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'ssm-ready-expansion-')); });
  afterEach(() => {
    jest.restoreAllMocks();
    rmSync(folder, { recursive: true, force: true });
  });
  const stack = (templateFile: string) => ({ type: 'aws:cloudformation:stack', environment: 'aws://111111111111/eu-west-1', properties: { templateFile } });

  test('that are named twice are read once', () => {
    const a = write('sub/a.json', isolated());
    const text = write('sub/note.json', '{"no": "template"}');
    symlinkSync(a, join(folder, 'link.json'));
    expect(loaded(a, a)).toEqual({ templates: ['sub/a.json'], errors: [] });
    expect(loaded(a, join(folder, 'sub/../sub/./a.json'), join(folder, 'link.json'), join(folder, 'sub'), folder)).toEqual({ templates: ['sub/a.json'], errors: [] });
    expect(loaded(join(folder, 'sub'), a, text).errors).toEqual(['sub/note.json: no CloudFormation template: it has no Resources section']);
  });
  test('of an assembly are read as its stacks, however they are named', () => {
    const file = write('cdk.out/S.template.json', isolated());
    write('cdk.out/manifest.json', { version: '38.0.0', artifacts: { S: stack('S.template.json') } });
    for (const paths of [[file, join(folder, 'cdk.out')], [join(folder, 'cdk.out'), file], [join(folder, 'cdk.out'), join(folder, 'cdk.out')]]) {
      expect(loaded(...paths)).toEqual({ templates: ['cdk.out/S.template.json'], errors: [] });
      expect(load(paths).estate.stacks.map((s) => s.region)).toEqual(['eu-west-1']);
    }
  });
  test('that contain themselves are read once', () => {
    write('S.json', isolated());
    write('manifest.json', { version: '38.0.0', artifacts: { S: stack('S.json'), A: { type: 'cdk:cloud-assembly', properties: { directoryName: '.' } }, B: { type: 'cdk:cloud-assembly', properties: { directoryName: './' } } } });
    expect(loaded(folder)).toEqual({ templates: ['S.json'], errors: ['manifest.json: the assembly contains itself'] });
  });
  test('that nest each other without end are one error', () => {
    const nested = (file: string) => ({ Type: 'AWS::CloudFormation::Stack', Properties: { TemplateURL: file } });
    write('a.json', { Resources: { ...isolated().Resources, X: nested('./b.json'), Y: nested('./b.json') } });
    write('b.json', { Resources: { X: nested('./a.json'), Y: nested('./a.json') } });
    expect(loaded(join(folder, 'a.json'))).toEqual({ templates: ['a.json', 'b.json', 'b.json'], errors: ['b.json: the template nests itself (at X)'] });
  });
  test('in a folder that may not be read cost only that folder', () => {
    write('a.json', isolated());
    write('closed/b.json', isolated());
    const fs = jest.requireActual<typeof import('fs')>('fs');
    const { readdirSync } = fs;
    jest.spyOn(fs, 'readdirSync').mockImplementation(((path: string, options: object) => {
      if (path.endsWith('closed')) throw Object.assign(new Error('EACCES: permission denied, scandir'), { code: 'EACCES' });
      return readdirSync(path, options as never);
    }) as never);
    expect(loaded(folder)).toEqual({ templates: ['a.json'], errors: ['closed: cannot be read: EACCES: permission denied, scandir'] });
  });
});

test('hosts that run out of time have a second each, once enough is lost', () => {
  const budget = new Budget({ ...LIMITS, secondsOfHost: 0.05, secondsLost: 0.08 });
  const outOfTime = () => {
    budget.startHost();
    for (;;) budget.tick();
  };
  expect(outOfTime).toThrow('takes more than 0.05 seconds of CPU time');
  expect(outOfTime).toThrow('takes more than 0.05 seconds of CPU time');
  const lost = new Budget({ ...LIMITS, secondsOfHost: 1.5, secondsLost: 0 });
  expect(() => {
    lost.startHost();
    for (;;) lost.tick();
  }).toThrow('takes more than 1 second of CPU time');
});
