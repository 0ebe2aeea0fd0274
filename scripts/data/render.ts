import type { ReducedStatement } from '../../src/data/managed-policies';
import { ACTION_CODES, type EncodedStatement } from '../../src/data/managed-policies-format';
import { RELEVANT_ACTIONS } from '../../src/data/relevant-actions';
import type { MotoSource } from './moto';
import { reducePolicy } from './reduce';

/** The text of `src/data/managed-policies-snapshot.ts`: one policy a line, sorted, so that a diff names what AWS changed. */
export function renderSnapshot(source: MotoSource): string {
  const names = Object.keys(source.policies).sort();
  const header = {
    source: 'AWS managed policies as packaged by moto (https://pypi.org/project/moto/), moto/iam/aws_managed_policies.py',
    version: source.version,
    date: newestChange(source),
    actions: RELEVANT_ACTIONS,
  };
  const rows = names.map((name) => {
    const policy = source.policies[name];
    const path = policy.Path.replace(/^\//, '');
    return `${JSON.stringify(name)}:${JSON.stringify([path, ...reducePolicy(policy).map(encode)])}`;
  });
  const headerLines = Object.entries(header).map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)},`);
  const json = ['{', ...headerLines, '"policies":{', rows.join(',\n'), '}}'].join('\n');
  return [
    '// Made by `npx tsx scripts/update-data.ts`; do not edit. The format is told in managed-policies-format.ts.',
    '/** JSON text: one string to scan is far quicker to load than as many object literals. */',
    // A `$` or a backtick can stand only inside a JSON string, where the escape means the same.
    `export const MANAGED_POLICIES_SNAPSHOT: string = String.raw\`${json.replace(/\$/g, '\\u0024').replace(/`/g, '\\u0060')}\`;`,
    '',
  ].join('\n');
}

function encode(statement: ReducedStatement): EncodedStatement {
  const { Effect, Action, Resource, NotResource, Condition } = statement;
  const a = Action.map((action) => ACTION_CODES[RELEVANT_ACTIONS.indexOf(action)]).join('');
  if (Effect === 'Allow' && Resource === '*' && Condition === undefined) return a;
  return {
    ...(Effect === 'Deny' && { d: 1 as const }),
    a,
    ...(Resource !== undefined && { r: Resource }),
    ...(NotResource !== undefined && { n: NotResource }),
    ...(Condition !== undefined && { c: Condition }),
  };
}

/** The day AWS last changed any of the policies: it dates the data itself, and does not depend on when the script runs. */
function newestChange(source: MotoSource): string {
  const dates = Object.values(source.policies).map((policy) => policy.UpdateDate ?? policy.CreateDate);
  return dates.sort().at(-1)!.slice(0, 10);
}
