import { spawnSync } from 'child_process';
import { readdirSync } from 'fs';
import { join, resolve } from 'path';
import { respond } from '../../handlers/shared/respond';
import { event } from './support';

const of = event('Create', {});

test('the answer names the request, and what it made', async () => {
  const bodies: any[] = [];
  await respond(of, { status: 'SUCCESS', physicalId: 'id', data: { A: 'b' } }, async (_, body) => { bodies.push(JSON.parse(body)); });
  expect(bodies).toEqual([{ Status: 'SUCCESS', Reason: 'done', PhysicalResourceId: 'id', StackId: 'stack', RequestId: 'request', LogicalResourceId: 'Setting', Data: { A: 'b' } }]);
});

test('a lost connection is tried again, not for ever', async () => {
  let calls = 0;
  const flaky = (failures: number) => async () => { if (calls++ < failures) throw new Error('lost'); };
  await respond(of, { status: 'SUCCESS', physicalId: 'id' }, flaky(2));
  expect(calls).toBe(3);
  calls = 0;
  await expect(respond(of, { status: 'SUCCESS', physicalId: 'id' }, flaky(99))).rejects.toThrow('lost');
  expect(calls).toBe(4);
});

test('a long reason is cut: CloudFormation takes 4096 bytes', async () => {
  let size = 0;
  await respond(of, { status: 'FAILED', physicalId: 'i'.repeat(1024), reason: 'x'.repeat(9000) }, async (_, body) => { size = body.length; });
  expect(size).toBeLessThan(4096);
});

describe('the committed bundles', () => {
  const root = resolve(__dirname, '../..');
  const node = (...args: string[]) => spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' });

  test('are what the sources make', () => {
    // Outside of Jest: esbuild refuses Jest's realm.
    const { status, stderr } = node('scripts/bundle-handlers.js', '--check');
    expect([status, stderr]).toEqual([0, '']);
  });

  test.each(readdirSync(join(root, 'assets/handlers')))('%s loads and exports a handler', (name) => {
    const { stdout } = node('-e', `process.stdout.write(typeof require('./assets/handlers/${name}').handler)`);
    expect(stdout).toBe('function');
  });
});
