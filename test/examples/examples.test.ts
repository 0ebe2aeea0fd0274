import { spawnSync } from 'child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join, resolve } from 'path';
import { judgeFolder, verdicts } from '../constructs/judge-app';

const ROOT = resolve(__dirname, '../..');
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

let work: string;
beforeAll(() => { work = mkdtempSync(join(tmpdir(), 'examples-')); });
afterAll(() => rmSync(work, { recursive: true, force: true }));

/** Bundled outside of Jest, as for the demo: esbuild refuses Jest's realm. */
function synthesize(name: string): { status: number | null; output: string; outdir: string } {
  const outdir = join(work, `${name}.out`);
  const bundled = join(ROOT, 'node_modules/.cache/examples', `${name}-${process.pid}.js`);
  const env = { ...process.env, CDK_OUTDIR: outdir, CDK_VALIDATION: 'false' };
  const bundle = `require('${join(ROOT, 'scripts/bundle.js')}').bundle('${join(FOLDER, name, 'app.ts')}', '${bundled}')`;
  try {
    const made = spawnSync(process.execPath, ['-e', bundle], { cwd: ROOT, encoding: 'utf8', env });
    if (made.status !== 0) throw new Error(made.stderr);
    const child = spawnSync(process.execPath, [bundled], { cwd: ROOT, encoding: 'utf8', env });
    return { status: child.status, output: `${child.stdout}${child.stderr}`, outdir };
  } finally {
    rmSync(bundled, { force: true });
  }
}

test('every example is expected here, and explained', () => {
  const found = readdirSync(FOLDER).filter((name) => !ELSEWHERE.includes(name)).sort();
  expect(found).toEqual(Object.keys(EXPECTED));
  expect(found.filter((name) => !existsSync(join(FOLDER, name, 'README.md')))).toEqual([]);
});

test.each(Object.keys(EXPECTED))('%s', (name) => {
  const { status, output, outdir } = synthesize(name);
  expect({ status, output: status === 0 ? '' : output }).toEqual({ status: 0, output: '' });
  expect(verdicts(judgeFolder(outdir))).toEqual(EXPECTED[name]);
});
