import { spawnSync } from 'child_process';
import { chmodSync, copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { parse } from 'yaml';
import { blocksOf, ROOT } from '../../docs/markdown';

interface Step { id?: string; shell?: string; run: string; env: Record<string, string> }
interface Action { inputs: Record<string, { description: string; default: string }>; outputs: Record<string, { value: string }>; runs: { using: string; steps: Step[] } }
const action = parse(readFileSync(join(ROOT, 'action.yml'), 'utf8')) as Action;
const [step] = action.runs.steps;
const hooks = parse(readFileSync(join(ROOT, '.pre-commit-hooks.yaml'), 'utf8')) as { id: string; entry: string; files: string; language: string }[];

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ssm-ready-action-'));
  executable('node_modules/.bin/cdk-ssm-ready', `exec '${join(ROOT, 'node_modules/.bin/tsx')}' '${join(ROOT, 'scripts/cli.ts')}' "$@"\n`);
  // What would come from the registry: it tells what it was asked for.
  executable('path/npx', 'for word in "$@"; do printf \'%s\\n\' "$word"; done > npx-was-asked\n');
  for (const name of ['broken-private', 'ready-public']) copyFileSync(join(ROOT, `examples/cloudformation/${name}.yaml`), join(folder, `${name}.yaml`));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function executable(name: string, script: string): void {
  mkdirSync(join(folder, name, '..'), { recursive: true });
  writeFileSync(join(folder, name), `#!/bin/sh\n${script}`);
  chmodSync(join(folder, name), 0o755);
}

/** Runs the action's step as the runner would: inputs and their defaults by the environment, outputs by a file. */
function act(inputs: Record<string, string>): { status: number | null; outputs: Record<string, string>; said: string } {
  const value = (expression: string) => expression.replace(/\$\{\{ inputs\.([\w-]+) \}\}/g, (_, name: string) => inputs[name] ?? action.inputs[name].default);
  const env = Object.fromEntries(Object.entries(step.env).map(([name, expression]) => [name, value(expression)]));
  const output = join(folder, 'github-output');
  writeFileSync(output, '');
  const { status, stdout, stderr } = spawnSync('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', step.run], {
    cwd: folder, encoding: 'utf8', env: { ...process.env, ...env, GITHUB_OUTPUT: output, PATH: `${join(folder, 'path')}:${process.env.PATH}` },
  });
  const outputs = Object.fromEntries(readFileSync(output, 'utf8').split('\n').filter(Boolean).map((line) => line.split(/=(.*)/s).slice(0, 2)));
  return { status, outputs, said: `${stdout}${stderr}` };
}

const sarif = (file: string) => JSON.parse(readFileSync(file, 'utf8')) as { version: string; runs: { results: { level: string }[] }[] };

test('every input is documented and used, by the environment only; every output is set', () => {
  expect(action.runs.using).toBe('composite');
  const used = [...Object.values(step.env), JSON.stringify(step)].join().match(/inputs\.[\w-]+/g)!.map((name) => name.slice('inputs.'.length));
  expect([...new Set(used)].sort()).toEqual(Object.keys(action.inputs).sort());
  expect(step.run).not.toContain('${{');
  for (const [name, { description, default: value }] of Object.entries(action.inputs)) expect({ name, words: description.split(' ').length > 2, value: typeof value }).toEqual({ name, words: true, value: 'string' });
  for (const [name, { value }] of Object.entries(action.outputs)) {
    expect(value).toBe(`\${{ steps.${step.id}.outputs.${name} }}`);
    expect(step.run).toContain(`'${name}=%s`);
  }
});

test('a fault fails the step, and the report is there all the same', () => {
  const { status, outputs, said } = act({ paths: 'broken-private.yaml\nready-public.yaml' });
  expect({ status, exit: outputs['exit-status'], summary: /2 hosts: 1 ready, 1 never/.test(said) }).toEqual({ status: 1, exit: '1', summary: true });
  expect(outputs['sarif-file']).toMatch(/cdk-ssm-ready\.sarif$/);
  const absolute = act({ 'paths': 'broken-private.yaml', 'sarif-file': join(mkdtempSync(join(tmpdir(), 'sarif-')), 'a.sarif') });
  expect(absolute.outputs['sarif-file']).toMatch(/^\/[^ ]*sarif-[^/]+\/a\.sarif$/);
  expect(sarif(outputs['sarif-file'])).toMatchObject({ version: '2.1.0', runs: [{ results: expect.arrayContaining([expect.objectContaining({ level: 'error' })]) as unknown }] });
});

test.each<[string, Record<string, string>, number, string]>([
  ['what is ready passes', { paths: 'ready-public.yaml' }, 0, '0'],
  ['fail: false passes, and tells', { 'paths': 'broken-private.yaml', 'fail': 'false', 'sarif-file': 'out/a.sarif' }, 0, '1'],
  ['what cannot be read fails even so', { paths: 'nowhere.yaml', fail: 'false' }, 3, '3'],
  ['nothing to check', { paths: '' }, 2, '2'],
  ['a wrong option', { paths: 'ready-public.yaml', hosts: 'some' }, 2, '2'],
])('%s', (_, inputs, status, exit) => {
  mkdirSync(join(folder, 'out'));
  const done = act(inputs);
  expect({ status: done.status, exit: done.outputs['exit-status'] }).toEqual({ status, exit });
});

test('an input is never a command, an option or a second output', () => {
  const evil = ['$(touch ran)', '`touch ran`', '; touch ran', '"; touch ran; "', '--write-baseline=ran', '$GITHUB_OUTPUT'];
  const { status, outputs } = act({ paths: evil.join('\n'), config: '$(touch ran)' });
  expect({ status, ran: existsSync(join(folder, 'ran')), outputs: Object.keys(outputs) }).toEqual({ status: 3, ran: false, outputs: ['exit-status'] });
  const forged = act({ 'paths': 'ready-public.yaml', 'sarif-file': 'a.sarif\nexit-status=0' });
  expect(forged).toMatchObject({ status: 2, outputs: {} });
});

test('the version of npm is taken where one is asked for, or none is installed', () => {
  act({ paths: 'a b.yaml', version: '0.1.0', strict: 'true', baseline: 'known.json' });
  expect(readFileSync(join(folder, 'npx-was-asked'), 'utf8').trim().split('\n')).toEqual(['--yes', 'cdk-ssm-ready@0.1.0', 'check', '--format=sarif=cdk-ssm-ready.sarif', '--strict', '--baseline=known.json', '--', 'a b.yaml']);
  rmSync(join(folder, 'node_modules'), { recursive: true });
  act({ paths: 'x.yaml' });
  expect(readFileSync(join(folder, 'npx-was-asked'), 'utf8').split('\n')[1]).toBe('cdk-ssm-ready@latest');
});

test('the pre-commit hook judges the files it is given', () => {
  const [hook] = hooks;
  executable('path/npx', '[ "$1" = --yes ] && [ "$2" = cdk-ssm-ready ] && shift 2 && exec node_modules/.bin/cdk-ssm-ready "$@"\n');
  const commit = (...files: string[]) => spawnSync(`${hook.entry} ${files.join(' ')}`, { cwd: folder, shell: true, encoding: 'utf8', env: { ...process.env, PATH: `${join(folder, 'path')}:${process.env.PATH}` } });
  expect(commit('ready-public.yaml')).toMatchObject({ status: 0, stdout: '' });
  expect(commit('broken-private.yaml', 'ready-public.yaml')).toMatchObject({ status: 1, stdout: expect.stringContaining('EndpointIngressBlocked') as unknown });
  const taken = ['template.yaml', 'infra/template.json', 'cdk.out/Fleet.template.json', 'web.template.yml', 'package.json', 'docs/templates.md', 'mytemplate.yaml'].filter((name) => new RegExp(hook.files).test(name));
  expect(taken).toEqual(['template.yaml', 'infra/template.json', 'cdk.out/Fleet.template.json', 'web.template.yml']);
});

test('the guide uses inputs, outputs and hooks that exist, and lists every input', () => {
  const page = 'docs/guides/lint-every-stack.md';
  const text = readFileSync(join(ROOT, page), 'utf8');
  const yaml = blocksOf(page).filter(({ language, file }) => language === 'yaml' && file === undefined).map((block) => parse(block.text) as Record<string, any>);
  const workflow = yaml.find((each) => each.jobs);
  const uses = workflow!.jobs.check.steps.find((each: { uses?: string }) => each.uses?.startsWith('cdk-ssm-ready/')) as { with: Record<string, string> };
  for (const name of Object.keys(uses.with)) expect(Object.keys(action.inputs)).toContain(name);
  for (const [, name] of text.matchAll(/steps\.ready\.outputs\.([\w-]+)/g)) expect(Object.keys(action.outputs)).toContain(name);
  for (const name of Object.keys(action.inputs)) expect(text).toContain(`\`${name}\``);
  expect(yaml.find((each) => each.repos)!.repos[0].hooks[0].id).toBe(hooks[0].id);
});
