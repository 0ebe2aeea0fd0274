import { readdirSync, readFileSync } from 'fs';
import { join } from 'path';
import { parse } from 'yaml';
import { ROOT } from './markdown';

interface Step { uses?: string; run?: string; env?: Record<string, string> }
interface Job { permissions?: Record<string, string>; needs?: string | string[]; steps: Step[]; strategy?: { matrix: Record<string, string[]> } }
interface Workflow { on: Record<string, unknown>; permissions?: unknown; jobs: Record<string, Job> }

const FOLDER = join(ROOT, '.github/workflows');
const names = readdirSync(FOLDER).sort();
const workflow = (name: string) => parse(readFileSync(join(FOLDER, name), 'utf8')) as Workflow;
const jobs = (name: string) => Object.entries(workflow(name).jobs);
const tasks = (JSON.parse(readFileSync(join(ROOT, '.projen/tasks.json'), 'utf8')) as { tasks: Record<string, { steps?: { spawn?: string; execArgs?: string[] }[] }> }).tasks;

test('there is a workflow to build, to release, to upgrade, and one for titles', () => {
  expect(names).toEqual(['build.yml', 'pull-request-lint.yml', 'release.yml', 'upgrade-main.yml']);
});

/** A right that is not here is one that nobody argued for. */
const MAY_WRITE: Record<string, Record<string, string>> = {
  'pull-request-lint.yml validate': { 'pull-requests': 'write' },
  'release.yml release': { contents: 'write' },
  'release.yml release_github': { contents: 'write' }, // makes the release
  'release.yml release_npm': { 'id-token': 'write' }, // trusted publishing
  'release.yml release_pypi': { 'id-token': 'write' },
};

test.each(names)('%s: every job says what it may do, and no more than is argued for', (name) => {
  for (const [job, { permissions }] of jobs(name)) {
    expect({ job, stated: permissions !== undefined }).toEqual({ job, stated: true });
    const writes = Object.fromEntries(Object.entries(permissions!).filter(([, right]) => right !== 'read'));
    expect({ job, writes }).toEqual({ job, writes: MAY_WRITE[`${name} ${job}`] ?? {} });
  }
});

test.each(names)('%s: actions are pinned, and text of others is never read as a command', (name) => {
  for (const [job, { steps }] of jobs(name)) {
    for (const { uses, run } of steps) {
      if (uses !== undefined) expect({ job, uses }).toEqual({ job, uses: expect.stringMatching(/@[0-9a-f]{40}$/) as unknown });
      expect(run ?? '').not.toMatch(/\$\{\{ *(github\.event\.(pull_request|issue|comment|head_commit)|github\.head_ref|inputs\.)/);
    }
  }
});

test('the build runs the oldest and the newest CDK on every Node.js that is promised', () => {
  const { matrix } = workflow('build.yml').jobs;
  expect(matrix.strategy!.matrix).toEqual({ node: ['20', '22', '24'], cdk: ['oldest', 'newest'] });
  const { engines } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { engines: { node: string } };
  expect(engines.node).toBe(`>= ${matrix.strategy!.matrix.node[0]}.0.0`);
  const page = readFileSync(join(ROOT, 'docs/compatibility.md'), 'utf8');
  for (const node of matrix.strategy!.matrix.node) expect(page).toMatch(new RegExp(`Node\\.js[^\\n]*\\b${node}\\b`));
});

test('npm and PyPI are published to without a stored secret; a push to main releases', () => {
  const { on, jobs: all } = workflow('release.yml');
  expect(on).toMatchObject({ push: { branches: ['main'] } });
  const env = (job: string) => Object.assign({}, ...all[job].steps.map((step) => step.env ?? {})) as Record<string, string>;
  expect(env('release_npm')).toMatchObject({ NPM_TRUSTED_PUBLISHER: 'true', NPM_CONFIG_PROVENANCE: 'true' });
  expect(env('release_pypi')).toMatchObject({ PYPI_TRUSTED_PUBLISHER: 'true' });
  for (const job of ['release_npm', 'release_pypi']) expect(JSON.stringify(all[job])).not.toContain('secrets.');
  expect(all.release_github.needs).toEqual(expect.arrayContaining(['release_npm', 'release_pypi', 'release_maven']));
});

test('a build compares the API with the last release', () => {
  const spawned = (task: string): string[] => (tasks[task].steps ?? []).flatMap(({ spawn }) => (spawn === undefined ? [] : [spawn, ...spawned(spawn)]));
  expect(spawned('release')).toContain('compat');
  expect(tasks.compat.steps![0].execArgs).toEqual(['jsii-diff', 'npm:cdk-ssm-ready', '-k', '--ignore-file', '.compatignore']);
});

test('titles of pull requests are conventional commits, from which the version follows', () => {
  expect(JSON.stringify(workflow('pull-request-lint.yml').jobs.validate.steps)).toMatch(/action-semantic-pull-request.*feat.*fix.*chore/s);
});

test('the build runs every step of .ci/run, each by its name', () => {
  const script = readFileSync(join(ROOT, '.ci/run'), 'utf8');
  const steps = /^ALL=\(([^)]*)\)$/m.exec(script)![1].split(' ');
  expect(steps.length).toBeGreaterThan(4);
  for (const name of steps) expect(script).toMatch(new RegExp(`^${name}\\(\\) \\{$`, 'm'));
  const { ci } = workflow('build.yml').jobs;
  expect(ci.strategy!.matrix).toEqual({ steps });
  expect(ci.steps.at(-1)!.run).toBe('bash .ci/run "$STEPS"');
});

test('nothing near the secrets of publishing is whatever is newest that day, and no workflow installs without the lockfile', () => {
  expect(readFileSync(join(FOLDER, 'release.yml'), 'utf8').match(/publib@[^']*/g)).toEqual(['publib@0.2.1061', 'publib@0.2.1061', 'publib@0.2.1061']);
  for (const name of names) expect(readFileSync(join(FOLDER, name), 'utf8')).not.toMatch(/npm install *$/m);
});

test('subjects of commits and titles of pull requests may begin with the same words', () => {
  const { wrongSubjects, TYPES } = jest.requireActual<{ wrongSubjects(subjects: string[]): string[]; TYPES: string[] }>('../../scripts/commit-subjects.js');
  const step = workflow('pull-request-lint.yml').jobs.validate.steps[0] as Step & { with: { types: string } };
  expect(step.with.types.trim().split('\n')).toEqual(TYPES);
  expect(wrongSubjects(['feat: x', 'fix(load)!: x', 'Merge branch x', 'Fix x', 'feat x', 'docs:x', 'toString: x'])).toEqual(['Fix x', 'feat x', 'docs:x', 'toString: x']);
});
