import { spawnSync } from 'child_process';
import { readdirSync } from 'fs';
import http, { createServer } from 'http';
import https from 'https';
import { AddressInfo } from 'net';
import { join, resolve } from 'path';
import { Outcome } from '../../handlers/shared/events';
import { putOnce, RESERVE, respond } from '../../handlers/shared/respond';
import { event } from './support';

const of = event('Create', {});

interface Attempt { readonly at: number; readonly milliseconds: number; readonly body: any }

/** Sends an answer with this much time left. Each of the first attempts fails after taking as long as it may, or this long. */
async function send(outcome: Outcome, left: number, failures: number, takes = Infinity): Promise<{ attempts: Attempt[]; spent: number; lost: boolean }> {
  const attempts: Attempt[] = [];
  let spent = 0;
  const put = async (_: string, body: string, milliseconds: number): Promise<void> => {
    attempts.push({ at: spent, milliseconds, body: JSON.parse(body) });
    if (attempts.length > failures) return;
    spent += Math.min(takes, milliseconds);
    throw new Error('lost');
  };
  const lost = await respond(of, outcome, () => left - spent, { put, sleep: async (wait) => { spent += wait; } }).then(() => false, () => true);
  return { attempts, spent, lost };
}

test('the answer names the request, and what it made', async () => {
  const { attempts } = await send({ status: 'SUCCESS', physicalId: 'id', data: { A: 'b' } }, 15_000, 0);
  expect(attempts.map(({ body }) => body)).toEqual([{ Status: 'SUCCESS', Reason: 'done', PhysicalResourceId: 'id', StackId: 'stack', RequestId: 'request', LogicalResourceId: 'Setting', Data: { A: 'b' } }]);
});

test.each([[15_000, 2], [15_000, 10], [RESERVE, 3]])('with %d ms left, %d lost attempts are tried again', async (left, failures) => {
  const { attempts, lost } = await send({ status: 'SUCCESS', physicalId: 'id' }, left, failures, 300);
  expect([attempts.length, lost]).toEqual([failures + 1, false]);
});

test.each([[RESERVE], [9_000], [3_000], [700]])('with %d ms left, attempts that hang end before the function does', async (left) => {
  const { attempts, spent, lost } = await send({ status: 'SUCCESS', physicalId: 'id' }, left, Infinity);
  expect(lost).toBe(true);
  expect(spent).toBeLessThan(left);
  expect(attempts.length).toBeGreaterThanOrEqual(left >= RESERVE ? 3 : 1);
});

test('an answer that trickles does not go on for longer than its attempt', async () => {
  const server = createServer((_, response) => {
    response.writeProcessing(); // bytes arrive, an answer does not
    const timer = setInterval(() => response.writeProcessing(), 20);
    response.on('close', () => clearInterval(timer));
  }).listen(0);
  await new Promise((done) => server.once('listening', done));
  const { port } = server.address() as AddressInfo;
  const request = jest.spyOn(https, 'request').mockImplementation(http.request as never);
  try {
    await expect(putOnce(`http://127.0.0.1:${port}/`, '{}', 150)).rejects.toThrow('did not answer');
  } finally {
    request.mockRestore();
    server.closeAllConnections();
    server.close();
  }
});

test('a long reason is cut: CloudFormation takes 4096 bytes', async () => {
  const { attempts: [{ body }] } = await send({ status: 'FAILED', physicalId: 'i'.repeat(1024), reason: 'x'.repeat(9000) }, 15_000, 0);
  expect(JSON.stringify(body).length).toBeLessThan(4096);
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
