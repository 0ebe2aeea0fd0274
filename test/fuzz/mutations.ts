import * as fc from 'fast-check';

/** Ways to hurt a template, and ways to rewrite it that change nothing. */

type Json = unknown;
export type Path = (string | number)[];

/** Every path of a value, containers included, the root excluded. */
export function pathsOf(value: Json, prefix: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => {
    const path = [...prefix, Array.isArray(value) ? Number(key) : key];
    return [path, ...pathsOf(item, path)];
  });
}

export function at(root: Json, path: Path): Json {
  let node = root;
  for (const step of path) node = (node as Record<string, Json> | undefined)?.[step as string];
  return node;
}

/** Replaces the value at a path in a copy; `undefined` removes it. */
export function replace(root: Json, path: Path, value: Json): Json {
  if (path.length === 0) return value;
  const [step, ...rest] = path;
  if (Array.isArray(root)) {
    const copy = [...root as Json[]];
    if (rest.length === 0 && value === undefined) copy.splice(step as number, 1);
    // A path may have been of an object that has since become a list: its `__proto__` must not become the list's own.
    else define(copy as unknown as Record<string, Json>, String(step), replace(copy[step as number], rest, value));
    return copy;
  }
  const copy: Record<string, Json> = { ...(root as Record<string, Json>) };
  if (rest.length === 0 && value === undefined) delete copy[step as string];
  else define(copy, String(step), replace(copy[step as string], rest, value));
  return copy;
}

function define(object: Record<string, Json>, key: string, value: Json): void {
  Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
}

const HOSTILE_KEYS = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', '', ' ', 'Fn::If', 'Ref', 'a\u0000b', '\u202e', '../../x', 'Fn::ForEach::X', 'Condition'];
const HOSTILE_TEXTS = ['', ' ', '\u0000', '\u202eabc', '${', '${}', '${!x}', '${A.B.C}', '{{resolve:ssm:/x}}', '{{resolve:', '0.0.0.0/0', '999.1.1.1/99', '::/0', '-1', '443',
  'true', 'null', 'arn:aws:iam::aws:policy/AdministratorAccess', '*', '????*?*?*?*?*', `${'*a'.repeat(500)}b`, 'x'.repeat(10_000), '</script>'];

const anyLeaf = fc.oneof(
  fc.constantFrom<Json>(null, true, false, 0, -1, 443, 1e21, Number.MAX_SAFE_INTEGER, [], {}, [[]], [null], { a: null }),
  fc.constantFrom<Json>(...HOSTILE_TEXTS),
);

/** An expression around a value that may or may not make sense. */
const WRAPPERS: ((value: Json, ids: string[], n: number) => Json)[] = [
  (v) => ({ 'Fn::If': ['NoSuchCondition', v, { Ref: 'AWS::NoValue' }] }),
  (v) => ({ 'Fn::If': ['Cycle', v, v] }),
  (v) => ({ 'Fn::If': [{ 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'us-east-1'] }, v, null] }),
  (v) => ({ 'Fn::Select': [0, [v]] }),
  (v) => ({ 'Fn::Select': [{ Ref: 'AWS::AccountId' }, v] }),
  (v) => ({ 'Fn::Join': [v, v] }),
  (v) => ({ 'Fn::Join': ['', [v, { Ref: 'AWS::StackName' }]] }),
  (v) => ({ 'Fn::Sub': v }),
  (v) => ({ 'Fn::Sub': ['${X}', { X: v }] }),
  (v) => ({ 'Fn::Split': [',', v] }),
  (v) => ({ 'Fn::Cidr': [v, 4, 8] }),
  (v) => ({ 'Fn::FindInMap': ['M', v, v] }),
  (v) => ({ 'Fn::Transform': { Name: 'AWS::Include', Parameters: { Location: v } } }),
  (v) => ({ 'Fn::ImportValue': v }),
  (v) => ({ 'Fn::Length': v }),
  (v) => ({ 'Fn::ToJsonString': v }),
  (v) => ({ 'Fn::ForEach::L': ['I', ['a', 'b'], { 'K${I}': v }] }),
  (v) => ({ 'Fn::Base64': v }),
  (_, ids, n) => ({ Ref: ids[n % ids.length] }),
  (_, ids, n) => ({ 'Fn::GetAtt': [ids[n % ids.length], 'Arn'] }),
  (_, ids, n) => ({ 'Fn::GetAtt': [ids[n % ids.length], 'Outputs.X'] }),
  (v) => [v],
  (v) => ({ [`Fn::${'X'.repeat(50)}`]: v }),
];

export interface Mutation {
  readonly kind: 'drop' | 'retype' | 'wrap' | 'hostile-key' | 'swap' | 'move';
  readonly where: number;
  readonly pick: number;
  readonly leaf: Json;
}

export const mutations: fc.Arbitrary<Mutation[]> = fc.array(fc.record({
  kind: fc.constantFrom<Mutation['kind']>('drop', 'retype', 'wrap', 'wrap', 'hostile-key', 'swap', 'move'),
  where: fc.nat(100_000),
  pick: fc.nat(100_000),
  leaf: anyLeaf,
}), { minLength: 1, maxLength: 6 });

/** Hurts a template, one mutation after the other. */
export function hurt(template: Json, list: readonly Mutation[]): Json {
  let result = template;
  for (const { kind, where, pick, leaf } of list) {
    const paths = pathsOf(result);
    if (paths.length === 0) return result;
    const path = paths[where % paths.length];
    const other = paths[pick % paths.length];
    const ids = Object.keys((at(result, ['Resources']) as object | undefined) ?? { A: 1 });
    const value = at(result, path);
    if (kind === 'drop') result = replace(result, path, undefined);
    else if (kind === 'retype') result = replace(result, path, leaf);
    else if (kind === 'wrap') result = replace(result, path, WRAPPERS[pick % WRAPPERS.length](value, ids.length > 0 ? ids : ['A'], where));
    else if (kind === 'swap') result = replace(replace(result, path, at(result, other)), other, value);
    else if (kind === 'move') result = replace(result, [...path.slice(0, -1), `New${pick}`], value);
    else result = replace(result, [...path.slice(0, -1), HOSTILE_KEYS[pick % HOSTILE_KEYS.length]], leaf);
  }
  return result;
}

/** A rewriting that means the same. */
export interface Noise {
  readonly where: number;
  readonly how: number;
}

export const noises: fc.Arbitrary<Noise[]> = fc.array(fc.record({ where: fc.nat(100_000), how: fc.nat(100) }), { minLength: 1, maxLength: 5 });

/** Keys under which CloudFormation takes no function, so that wrapping would not be the same template. */
const LITERAL_ONLY = new Set(['Type', 'Condition', 'DependsOn', 'Ref', 'Fn::GetAtt', 'Fn::Sub', 'DeletionPolicy', 'UpdateReplacePolicy', 'CreationPolicy']);

/** Wraps known values below some resource's Properties in functions that come to the same. */
export function addNoise(template: Json, list: readonly Noise[]): Json {
  let result = template;
  list.forEach(({ where, how }, n) => {
    const paths = pathsOf(at(result, ['Resources'])).map((p) => ['Resources', ...p]).filter((p) => p[2] === 'Properties' && p.length > 3
      && !p.some((step) => typeof step === 'string' && (LITERAL_ONLY.has(step) || step.startsWith('Fn::'))));
    if (paths.length === 0) return;
    const path = paths[where % paths.length];
    const { value, sections } = wrapped(at(result, path), how, `Noise${n}`);
    result = replace(result, path, value);
    for (const [section, name, content] of sections) {
      const known = at(result, [section]) as Record<string, Json> | undefined;
      result = { ...(result as Record<string, Json>), [section]: { ...known, [name]: content } };
    }
  });
  return result;
}

function wrapped(value: Json, how: number, name: string): { value: Json; sections: [string, string, Json][] } {
  const text = typeof value === 'string' && !value.includes('${') && !value.includes('{{');
  const constant: Json = { 'Fn::Equals': ['a', 'a'] };
  const options: (() => { value: Json; sections: [string, string, Json][] })[] = [
    () => ({ value: { 'Fn::If': [name, value, { Ref: 'AWS::NoValue' }] }, sections: [['Conditions', name, constant]] }),
    () => ({ value: { 'Fn::If': [name, 'something else', value] }, sections: [['Conditions', name, { 'Fn::Not': [constant] }]] }),
    () => ({ value: { 'Fn::If': [name, value, value] }, sections: [['Conditions', name, { 'Fn::And': [constant, { 'Fn::Or': [constant, { 'Fn::Not': [constant] }] }] }]] }),
    () => ({ value: { 'Fn::Select': [1, ['x', value]] }, sections: [] }),
  ];
  if (text) {
    options.push(
      () => ({ value: { 'Fn::Sub': value }, sections: [] }),
      () => ({ value: { 'Fn::Join': ['', [value]] }, sections: [] }),
      () => ({ value: { 'Fn::Join': ['', [(value as string).slice(0, 2), (value as string).slice(2)]] }, sections: [] }),
      () => ({ value: { 'Fn::Sub': ['${V}', { V: value }] }, sections: [] }),
      () => ({ value: { Ref: name }, sections: [['Parameters', name, { Type: 'String', Default: value }]] }),
      () => ({ value: { 'Fn::FindInMap': [name, 'a', 'b'] }, sections: [['Mappings', name, { a: { b: value } }]] }),
      () => ({ value: { 'Fn::Select': [0, { 'Fn::Split': ['|', `${value as string}|y`] }] }, sections: [] }),
    );
  }
  return options[how % options.length]();
}
