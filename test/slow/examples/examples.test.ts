import { spawnSync } from 'child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join, resolve } from 'path';
import { judgeFolder, verdicts } from '../../constructs/judge-app';

const ROOT = resolve(__dirname, '../../..');
const FOLDER = join(ROOT, 'examples/typescript');

/** Shown by the owner of the prover, with tests of their own. */
const ELSEWHERE = ['ready', 'broken'];

/** What the prover must say of each example; `unknown` only where the example's README says why. */
const EXPECTED: Record<string, string[]> = {
  'auto-scaling': ['Workers/Mixed/ASG: ready', 'Workers/Plain/ASG: ready'],
  'bastion-replaced': ['Database/Jump/Resource: ready'],
  'central-endpoints': ['Central/Web: ready'],
  'debian': ['Debian/Latest: ready', 'Debian/Pinned: ready'],
  'ecs-capacity': ['Containers/Capacity/ASG: ready'],
  'existing-vpc': ['Tenant/Web: ready'],
  'host-management': ['Managed/Web: ready'],
  'isolated-fleet': ['Fleet/Web: ready', 'Fleet/Worker: ready'],
  'organization': [],
  'session-logging': ['Audited/Web: ready'],
  'ssh-rescue': ['Rescue/LockedOut: ready'],
};

const bundled = join(ROOT, 'node_modules/.cache/examples', `all-${process.pid}.js`);
let work: string;
beforeAll(() => {
  work = mkdtempSync(join(tmpdir(), 'examples-'));
  // One bundle of all, each a module that runs when it is required. Bundled outside of Jest, as for the demo: esbuild refuses Jest's realm.
  const entry = join(work, 'all.ts');
  writeFileSync(entry, `const apps: Record<string, () => unknown> = {\n${Object.keys(EXPECTED).map((name) => `  '${name}': () => require('${join(FOLDER, name, 'app.ts')}'),\n`).join('')}};
for (const name of Object.keys(apps)) { process.env.CDK_OUTDIR = '${work}/' + name + '.out'; console.log('>' + name); apps[name](); }\n`);
  const made = spawnSync(process.execPath, ['-e', `require('${join(ROOT, 'scripts/bundle.js')}').bundle('${entry}', '${bundled}')`], { cwd: ROOT, encoding: 'utf8' });
  if (made.status !== 0) throw new Error(made.stderr);
  const child = spawnSync(process.execPath, [bundled], { cwd: ROOT, encoding: 'utf8', env: { ...process.env, CDK_VALIDATION: 'false' } });
  run = { status: child.status, output: `${child.stdout}${child.stderr}` };
});
afterAll(() => {
  rmSync(work, { recursive: true, force: true });
  rmSync(bundled, { force: true });
});
let run: { status: number | null; output: string };

test('every example is expected here, and explained', () => {
  const found = readdirSync(FOLDER).filter((name) => !ELSEWHERE.includes(name)).sort();
  expect(found).toEqual(Object.keys(EXPECTED));
  expect(found.filter((name) => !existsSync(join(FOLDER, name, 'README.md')))).toEqual([]);
});

test('all synthesize', () => {
  expect({ status: run.status, output: run.status === 0 ? '' : run.output }).toEqual({ status: 0, output: '' });
});

test.each(Object.keys(EXPECTED))('%s', (name) => {
  expect(verdicts(judgeFolder(join(work, `${name}.out`)))).toEqual(EXPECTED[name]);
});
