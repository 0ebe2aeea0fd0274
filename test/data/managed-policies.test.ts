import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { managedPolicy, managedPolicyNames, managedPolicySource, RELEVANT_ACTIONS, type ReducedStatement } from '../../src/data/managed-policies';
import { ACTION_CODES, type Snapshot } from '../../src/data/managed-policies-format';
import { MANAGED_POLICIES_SNAPSHOT } from '../../src/data/managed-policies-snapshot';

const FIXTURES = join(__dirname, 'fixtures');

interface FullStatement extends Omit<ReducedStatement, 'Action'> {
  readonly Action?: string | string[];
  readonly NotAction?: string | string[];
}

/** As AWS publishes it; `statements` is always a list. */
function fullPolicy(name: string): { path: string; statements: FullStatement[] } {
  const { Path, Document } = JSON.parse(readFileSync(join(FIXTURES, `${name}.json`), 'utf8'));
  return { path: Path.slice(1), statements: [Document.Statement].flat() };
}

// Not the matcher of src: a regular expression a pattern.
const expressions = new Map<string, RegExp>();
function matches(patterns: string | string[], action: string): boolean {
  return [patterns].flat().some((pattern) => {
    let expression = expressions.get(pattern);
    if (!expression) {
      const source = [...pattern].map((c) => (c === '*' ? '.*' : c === '?' ? '.' : c.replace(/[^\w]/, '\\$&'))).join('');
      expressions.set(pattern, expression = new RegExp(`^${source}$`, 'i'));
    }
    return expression.test(action);
  });
}

/** What the statements say about an action: all that can decide it, in order. */
function verdicts(statements: readonly FullStatement[], action: string): unknown[] {
  return statements
    .filter(({ Action, NotAction }) => (Action === undefined ? !matches(NotAction!, action) : matches(Action, action)))
    .map(({ Effect, Resource, NotResource, Condition }) => ({ Effect, Resource, NotResource, Condition }));
}

describe.each(readdirSync(FIXTURES).map((file) => file.replace('.json', '')))('%s', (name) => {
  test('the reduced statements decide every relevant action as the full document does', () => {
    const full = fullPolicy(name);
    const reduced = managedPolicy(name)!;
    expect(reduced.path).toBe(full.path);
    for (const action of RELEVANT_ACTIONS) {
      expect([action, verdicts(reduced.statements, action)]).toStrictEqual([action, verdicts(full.statements, action)]);
    }
  });
});

test('the fixtures hold the hard shapes', () => {
  const all = readdirSync(FIXTURES).flatMap((file) => fullPolicy(file.replace('.json', '')).statements);
  expect(all.some((s) => s.Effect === 'Allow' && s.NotAction !== undefined)).toBe(true);
  expect(all.some((s) => s.Effect === 'Deny' && s.NotAction !== undefined)).toBe(true);
  expect(all.some((s) => s.Effect === 'Deny' && s.Action !== undefined)).toBe(true);
  expect(all.some((s) => s.NotResource !== undefined)).toBe(true);
  expect(all.some((s) => s.Condition !== undefined)).toBe(true);
  expect(all.some((s) => Array.isArray(s.Resource))).toBe(true);
});

describe('what AWS is known to grant', () => {
  const allowed = (name: string) => new Set(managedPolicy(name)!.statements.flatMap((s) => (s.Effect === 'Allow' ? s.Action : [])));

  test('AmazonSSMManagedInstanceCore grants its 25 actions and no other', () => {
    expect([...allowed('AmazonSSMManagedInstanceCore')]).toStrictEqual(RELEVANT_ACTIONS.slice(0, 25));
  });

  test('the default policy of Default Host Management is the same without GetParameter and GetParameters', () => {
    const core = RELEVANT_ACTIONS.slice(0, 25).filter((action) => !['ssm:GetParameter', 'ssm:GetParameters'].includes(action));
    expect([...allowed('AmazonSSMManagedEC2InstanceDefaultPolicy')]).toStrictEqual(core);
  });

  test('PowerUserAccess grants all but IAM', () => {
    expect([...allowed('PowerUserAccess')]).toStrictEqual(RELEVANT_ACTIONS.filter((action) => !action.startsWith('iam:')));
  });

  test('AdministratorAccess grants everything, AWSDenyAll denies it', () => {
    expect(managedPolicy('AdministratorAccess')!.statements).toStrictEqual([{ Effect: 'Allow', Action: RELEVANT_ACTIONS, Resource: '*' }]);
    expect(managedPolicy('AWSDenyAll')!.statements).toStrictEqual([{ Effect: 'Deny', Action: RELEVANT_ACTIONS, Resource: '*' }]);
  });

  test.each(['AmazonSSMServiceRolePolicy', 'AmazonSSMPatchAssociation', 'CloudWatchAgentServerPolicy', 'ReadOnlyAccess'])(
    '%s does not let an instance register', (name) => {
      expect(allowed(name)).not.toContain('ssm:UpdateInstanceInformation');
    });
});

describe('looking a policy up', () => {
  test('with and without its path it is the same policy', () => {
    expect(managedPolicy('AmazonEC2RoleforSSM')).toMatchObject({ name: 'AmazonEC2RoleforSSM', path: 'service-role/' });
    expect(managedPolicy('service-role/AmazonEC2RoleforSSM')).toBe(managedPolicy('AmazonEC2RoleforSSM'));
  });

  test.each(['NoSuchPolicy', '', '/', 'amazonssmmanagedinstancecore', 'job-function/AmazonEC2RoleforSSM', 'service-role/AmazonSSMManagedInstanceCore',
    'toString', '__proto__', 'constructor'])('%j is no policy', (name) => {
    expect(managedPolicy(name)).toBeUndefined();
  });

  test('a policy that touches nothing relevant is known, and empty', () => {
    expect(managedPolicy('AmazonPollyReadOnlyAccess')).toStrictEqual({ name: 'AmazonPollyReadOnlyAccess', path: '', statements: [] });
  });
});

describe('the snapshot', () => {
  const snapshot = JSON.parse(MANAGED_POLICIES_SNAPSHOT) as Snapshot;

  test('was made with today\'s list of relevant actions', () => {
    expect(snapshot.actions).toStrictEqual(RELEVANT_ACTIONS);
  });

  test('has a code of its own for every action', () => {
    expect(new Set(ACTION_CODES).size).toBe(ACTION_CODES.length);
    expect(new Set(RELEVANT_ACTIONS).size).toBe(RELEVANT_ACTIONS.length);
    expect(RELEVANT_ACTIONS.length).toBeLessThanOrEqual(ACTION_CODES.length);
  });

  test('is dated, sorted and large enough to be all of AWS\'s policies', () => {
    expect(managedPolicySource()).toMatchObject({ version: expect.stringMatching(/^\d+\.\d+\.\d+$/), date: expect.stringMatching(/^20\d\d-\d\d-\d\d$/) });
    expect(managedPolicyNames().length).toBeGreaterThan(1500);
    expect(managedPolicyNames()).toStrictEqual([...managedPolicyNames()].sort());
  });

  test('decodes to well-formed statements throughout', () => {
    for (const name of managedPolicyNames()) {
      for (const statement of managedPolicy(name)!.statements) {
        expect(statement.Action.length).toBeGreaterThan(0);
        expect(statement.Action.every((action) => RELEVANT_ACTIONS.includes(action))).toBe(true);
        expect((statement.Resource === undefined) !== (statement.NotResource === undefined)).toBe(true);
      }
    }
  });
});

test.each(['', 'policies', 'source', 'actions', '"', '\n"AmazonSSMManagedInstanceCore', 'AmazonSSMManagedInstance', 'mazonSSMManagedInstanceCore', 'AmazonSSMManagedInstanceCore":["', 'amazonssmmanagedinstancecore', '__proto__', 'constructor'])('there is no policy %j', (name) => {
  expect(managedPolicy(name)).toBeUndefined();
});
