import { spawnSync } from 'child_process';
import { mkdtempSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { bundleFixture } from '../../helpers/bundle';

describe('a real synth in a process of its own', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ssm-ready-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test.each([
    ['ready', 0, undefined],
    ['broken', 1, 'EndpointIngressBlocked'],
  ])('examples/typescript/%s exits %i', (name, status, words) => {
    const file = bundleFixture(join(__dirname, `../../../examples/typescript/${name}/app.ts`), join(folder, `${name}.js`));
    const child = spawnSync(process.execPath, [file], { encoding: 'utf8', env: { ...process.env, CDK_OUTDIR: join(folder, name) } });
    expect({ status: child.status, said: words === undefined || child.stderr.includes(words) }).toEqual({ status, said: true });
  });
});
