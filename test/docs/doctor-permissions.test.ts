import { readFileSync } from 'fs';
import { join } from 'path';
import { doctorPermissions, NEEDS_NO_PERMISSION, PERMISSION_TIERS } from '../../scripts/docs/doctor-permissions';
import { collectScript } from '../../src/doctor';
import { OPERATIONS, permissionOf } from '../../src/prover/sources/live';
import { ROOT } from './markdown';

test('docs/doctor-permissions.md is up to date', () => {
  if (readFileSync(join(ROOT, 'docs/doctor-permissions.md'), 'utf8') !== doctorPermissions()) throw new Error('docs/doctor-permissions.md is stale: npm run docs:generate');
});

test('every call that is read belongs to exactly one tier, or requires no permission', () => {
  for (const operation of OPERATIONS) {
    const call = `${operation.service} ${operation.operation}`;
    expect([call, PERMISSION_TIERS.filter((tier) => tier.has(operation)).length]).toEqual([call, NEEDS_NO_PERMISSION.has(call) ? 0 : 1]);
  }
});

interface Statement { Sid: string; Effect: string; Action: string[]; Resource: string }
const policy = () => JSON.parse(/```json\n([^]*?)```/.exec(doctorPermissions())![1]) as { Version: string; Statement: Statement[] };

test('the policy allows what is read, and nothing that writes', () => {
  const actions = policy().Statement.flatMap(({ Action }) => Action);
  const read = OPERATIONS.filter(({ service, operation }) => service !== 'sts' && operation !== 'get-account-authorization-details').map(({ service, operation }) => permissionOf(service, operation));
  expect([...actions].sort()).toEqual([...new Set(read)].sort());
  for (const action of actions) expect(action).toMatch(/^[a-z0-9]+:(Describe|Get|List|Search)[A-Za-z0-9]+$/);
});

test('the policy fits into one managed policy', () => {
  expect(JSON.stringify(policy()).length).toBeLessThan(6144);
});

test('the script of --print-script asks for each call that is read, and for no other', () => {
  const script = collectScript({ ids: ['i-1'], regions: [], deep: true });
  const asked = new Set([...script.matchAll(/save "?[^\s"]+"? ([a-z0-9]+ [a-z-]+)/g)].map(([, call]) => call));
  const names = OPERATIONS.map((o) => `${o.service} ${o.operation}`);
  expect([...asked].filter((call) => !names.includes(call))).toEqual([]);
  expect(names.filter((name) => !asked.has(name))).toEqual([
    'ec2 describe-regions', // for `--region all`, which the script is not given
    'ec2 describe-prefix-lists', // describe-managed-prefix-lists answers the same
    'iam get-account-authorization-details', // for many instances
  ]);
});
