import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { dirname, join } from 'path';
import * as fc from 'fast-check';
import { InputError, own } from '../../src/prover/core';
import { cureFinder } from '../../src/prover/remediation';
import { makeReport, toText } from '../../src/prover/report';
import { load, Loaded, loadTemplates, parseTemplate } from '../../src/prover/sources/cloudformation';
import { DEFAULT_OPTIONS, judge } from '../../src/prover/verdict';
import { at, Path, pathsOf, replace } from './mutations';
import { seeds } from './properties';

/** Inputs that refer to themselves, double, nest and repeat: each is an answer or an error of ours, soon. */

type Json = Record<string, unknown>;
const MAX_SECONDS = 3;

/** As the command line would: report, fixes and paths. */
function reported(loaded: Loaded): void {
  const judgement = judge(loaded);
  const report = makeReport(judgement, (place) => loaded.estate.lineOf(place), { paths: 'all', cures: cureFinder(loaded, DEFAULT_OPTIONS) });
  const text = toText(report, { color: false, verbose: true });
  for (const word of ['internal error', '[object Object]']) {
    const found = text.indexOf(word);
    if (found >= 0) throw new Error(`the report says ${text.slice(Math.max(0, found - 80), found + 200)}`);
  }
}

function within(work: () => void): void {
  const started = process.cpuUsage();
  try {
    work();
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
  }
  const { user, system } = process.cpuUsage(started);
  if ((user + system) / 1e6 > MAX_SECONDS) throw new Error(`took ${((user + system) / 1e6).toFixed(1)} s of CPU time`);
}

/** A value that refers to others which refer to others: `n` says how, `link` to which. */
interface Knot {
  readonly where: number;
  readonly how: number;
  readonly length: number;
  /** The last one refers to the first. */
  readonly isCircle: boolean;
}

const knots = fc.array(fc.record<Knot>({ where: fc.nat(100_000), how: fc.nat(1000), length: fc.integer({ min: 1, max: 60 }), isCircle: fc.boolean() }), { minLength: 1, maxLength: 4 });

const DOUBLES: ((x: unknown) => unknown)[] = [
  (x) => x,
  (x) => [x, x],
  (x) => ({ a: x, b: x }),
  (x) => ({ 'Fn::Join': ['', [x, x]] }),
  (x) => ({ 'Fn::Join': [x, [x, 'y', x]] }),
  (x) => ({ 'Fn::Select': [0, [x, x]] }),
  (x) => ({ 'Fn::Select': [x, x] }),
  (x) => ({ 'Fn::Split': [',', { 'Fn::Join': [',', [x, x]] }] }),
  (x) => ({ 'Fn::If': [{ 'Fn::Equals': [x, x] }, x, x] }),
  (x) => ({ 'Fn::FindInMap': ['KnotMap', x, x, { DefaultValue: x }] }),
  (x) => ({ 'Fn::Sub': ['${A}${A}', { A: x }] }),
  (x) => ({ 'Fn::ToJsonString': [x, x] }),
  (x) => ({ 'Fn::Cidr': [x, x, x] }),
  (x) => ({ 'Fn::Base64': { 'Fn::Join': ['', [x, x]] } }),
];

/** The ways one value may be referred to from another: the sections that hold it, and the reference. */
function linked(name: string, i: number, value: unknown, how: number): { sections: [string, string, unknown][]; reference: unknown } {
  const id = `${name}${i}`;
  switch (how % 5) {
    case 0: return { sections: [['Resources', id, { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: value } }]], reference: { 'Fn::GetAtt': [id, 'CidrBlock'] } };
    case 1: return { sections: [['Outputs', id, { Value: value, Export: { Name: id } }]], reference: { 'Fn::ImportValue': id } };
    case 2: return { sections: [['Mappings', id, { a: { b: value } }]], reference: { 'Fn::FindInMap': [id, 'a', 'b'] } };
    case 3: return { sections: [['Conditions', id, { 'Fn::Equals': [value, 'x'] }]], reference: { 'Fn::If': [id, 'x', 'y'] } };
    default: return { sections: [['Resources', id, { Type: 'AWS::EC2::Subnet', Properties: { CidrBlock: value } }]], reference: { 'Fn::Sub': `\${${id}.CidrBlock}` } };
  }
}

function knotted(template: Json, list: readonly Knot[]): Json {
  let result = template;
  list.forEach(({ where, how, length, isCircle }, n) => {
    const paths = pathsOf(at(result, ['Resources'])).map((path): Path => ['Resources', ...path]).filter((path) => path[2] === 'Properties' && path.length > 3);
    if (paths.length === 0) return;
    const path = paths[where % paths.length];
    const double = (x: unknown, i: number) => DOUBLES[(how + (how % 7 === 0 ? i : 0)) % DOUBLES.length](x);
    const name = `Knot${n}x`;
    const last = linked(name, length - 1, '', how).reference;
    let value = isCircle ? double(last, 0) : at(result, path);
    const sections: [string, string, unknown][] = [['Mappings', 'KnotMap', { a: { b: 'c' } }]];
    for (let i = 0; i < length; i++) {
      const { sections: made, reference } = linked(name, i, value, how);
      sections.push(...made);
      value = double(reference, i);
    }
    for (const [section, key, content] of sections) result = { ...result, [section]: { ...own(result, section) as Json | undefined, [key]: content } };
    result = replace(result, path, value) as Json;
  });
  return result;
}

/** Mutants whose values refer to themselves, or double with every reference. */
export function selfReferencesEnd(beat: (what: string) => void = () => {}) {
  const all = seeds().filter(({ data }) => own(data as Json, 'Resources') !== undefined);
  return fc.property(fc.nat(all.length - 1), knots, (n, list) => {
    const text = JSON.stringify(knotted(all[n].data as Json, list));
    beat(text);
    within(() => reported(loadTemplates([{ name: 't', data: parseTemplate('t', text).data }])));
  });
}

interface YamlShape {
  readonly levels: number;
  readonly uses: number;
  readonly kind: 'list' | 'map' | 'merge' | 'mergeList' | 'key' | 'quoted' | 'deep' | 'loop';
  readonly from: number;
  readonly cut: number;
}

const shapes = fc.record<YamlShape>({
  levels: fc.integer({ min: 1, max: 60 }), uses: fc.integer({ min: 1, max: 12 }), kind: fc.constantFrom<YamlShape['kind']>('list', 'map', 'merge', 'mergeList', 'key', 'quoted', 'deep', 'loop'), from: fc.integer({ min: -2, max: 2 }), cut: fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat(1000) }),
});

/** A YAML template whose metadata, and a resource's tags, are made of aliases, merge keys, loops, deep or badly indented things. */
function yamlOf(template: Json, { levels, uses, kind, from, cut }: YamlShape): string {
  const rows: string[] = ['Metadata:', '  n0: &n0 {k0: x, l: !Ref AWS::Region}'];
  for (let i = 1; i <= levels; i++) {
    // Of the one before; sometimes of itself, or of one that comes later.
    const target = `*n${Math.max(0, i - 1 + (i % 9 === 0 ? from : 0))}`;
    const all = Array<string>(uses).fill(target).join(', ');
    if (kind === 'list') rows.push(`  n${i}: &n${i} [${all}]`);
    else if (kind === 'map') rows.push(`  n${i}: &n${i} {${Array.from({ length: uses }, (_, u) => `u${u}: ${target}`).join(', ')}}`);
    else if (kind === 'merge') rows.push(`  n${i}: &n${i} {<<: ${target}, k${i}: ${target}}`);
    else if (kind === 'mergeList') rows.push(`  n${i}: &n${i} {<<: [${all}], k${i}: 1}`);
    else if (kind === 'key') rows.push(`  n${i}: &n${i} {? ${target} : ${target}}`);
    else if (kind === 'quoted') rows.push(`  n${i}: &n${i} ${'"\''[i % 2]}a ${'word '.repeat(uses)}\n b\\${i % 2 === 0 ? '"' : "''"}\n  c${'"\''[i % 2]}`);
    else if (kind === 'deep') rows.push(`  n${i}: &n${i} ${'['.repeat(uses * 9)}${target}${']'.repeat(uses * 9)}`);
    else rows.push(`  Fn::ForEach::L${i}: [i${i}, [${Array.from({ length: uses }, (_, u) => `v${u}`).join(', ')}], {'\${i${i}}': ${target}}]`);
  }
  const resources = { ...own(template, 'Resources') as Json };
  const [first] = Object.keys(resources);
  rows.push(...Object.entries(template).filter(([section]) => section !== 'Metadata' && section !== 'Resources').map(([section, content]) => `${section}: ${JSON.stringify(content)}`));
  rows.push('Resources:', ...Object.entries(resources).map(([id, content]) => `  ${JSON.stringify(id)}: ${JSON.stringify(content)}`), '  Knot:', '    Type: AWS::EC2::SecurityGroup', `    DependsOn: ${JSON.stringify(first ?? 'Knot')}`, '    Properties:', `      SecurityGroupEgress: *n${levels}`, `      Tags: [*n${levels}, *n0]`);
  const text = `${rows.join('\n')}\n`;
  return cut === 0 ? text : text.slice(0, Math.floor((text.length * cut) / 1000));
}

/** Aliases, merge keys, badly indented texts and what is cut off in the middle. */
export function yamlEnds(beat: (what: string) => void = () => {}) {
  const all = seeds().filter(({ data }) => own(data as Json, 'Resources') !== undefined);
  return fc.property(fc.nat(all.length - 1), shapes, (n, shape) => {
    const text = yamlOf(all[n].data as Json, shape);
    beat(text);
    within(() => reported(loadTemplates([{ name: 't.yaml', data: parseTemplate('t.yaml', text).data }])));
  });
}

interface Folder {
  readonly seed: number;
  readonly artifacts: readonly { readonly kind: number; readonly target: number }[];
  readonly nested: readonly { readonly file: number; readonly child: number }[];
  readonly hurt: number;
}

const folders = fc.record<Folder>({
  seed: fc.nat(1000),
  artifacts: fc.array(fc.record({ kind: fc.nat(9), target: fc.nat(9) }), { maxLength: 6 }),
  nested: fc.array(fc.record({ file: fc.nat(3), child: fc.nat(9) }), { maxLength: 8 }),
  hurt: fc.nat(11),
});

const FILES = ['a.json', 'b.json', 'sub/c.json', 'd.yaml'];
const TARGETS: unknown[] = [...FILES, '.', 'sub', './', '../x', 'nothing.json', 7];
const BROKEN = ['', '{', '[]', 'null', '{"version":1}', '{"version":"1","artifacts":[]}', '{"version":"1","artifacts":{"A":null,"B":{"type":"aws:cloudformation:stack"}}}', '\ufeff{"version":"1","artifacts":{}}'];

/** Assemblies with manifests that name themselves, nothing or rubbish, and templates that nest each other. */
export function foldersEnd(beat: (what: string) => void = () => {}) {
  const all = seeds().filter(({ data }) => own(data as Json, 'Resources') !== undefined);
  return fc.property(folders, ({ seed, artifacts, nested, hurt }) => {
    const folder = mkdtempSync(join(tmpdir(), 'ssm-ready-fuzz-'));
    try {
      const write = (name: string, content: string) => {
        mkdirSync(dirname(join(folder, name)), { recursive: true });
        writeFileSync(join(folder, name), content);
      };
      FILES.forEach((file, f) => {
        const children = nested.filter((e) => e.file === f).map(({ child }, i) => [`Nested${i}`, { Type: 'AWS::CloudFormation::Stack', Properties: { TemplateURL: `./${String(TARGETS[child])}` }, Metadata: { 'aws:asset:path': TARGETS[child] } }]);
        write(file, JSON.stringify({ Resources: { ...own(all[(seed + f) % all.length].data as Json, 'Resources') as Json, ...Object.fromEntries(children) as Json } }));
      });
      const made = artifacts.map(({ kind, target }, i) => [`A${i}`, kind < 6 ? { type: 'aws:cloudformation:stack', environment: kind === 5 ? 'aws://a' : 'aws://1/eu-west-1', properties: { templateFile: TARGETS[target] } } : { type: 'cdk:cloud-assembly', properties: { directoryName: TARGETS[target] } }]);
      if (hurt !== 11) write(hurt === 10 ? 'sub/manifest.json' : 'manifest.json', hurt < BROKEN.length ? BROKEN[hurt] : JSON.stringify({ version: '38.0.0', artifacts: Object.fromEntries(made) as Json }));
      beat(JSON.stringify({ seed, artifacts, nested, hurt }));
      within(() => reported(load([folder, join(folder, 'a.json'), join(folder, 'sub'), folder])));
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
}
