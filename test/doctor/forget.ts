import { prove } from '../../src/doctor';
import { LiveScope, SavedAnswer } from '../../src/prover/sources/live';
import { HostVerdict } from '../../src/prover/verdict';

/**
 * Forgetting is monotone: without any one answer, or any part of one, a verdict stays or becomes unknown, and the call that would have told
 * is named. What is concluded from an absence rests on a list that was seen whole.
 */

interface Mutation {
  readonly name: string;
  readonly answer: SavedAnswer;
  readonly scopes: readonly LiveScope[];
}

function listKeys({ data }: SavedAnswer): string[] {
  return Object.keys(data).filter((key) => Array.isArray(data[key]) && (data[key] as unknown[]).length > 0);
}

export function* mutationsOf(scopes: readonly LiveScope[], few: boolean): Generator<Mutation> {
  for (const [s, scope] of scopes.entries()) {
    const replaced = (index: number, ...by: SavedAnswer[]): readonly LiveScope[] => scopes.map((other, i) => (i === s ? { ...scope, answers: [...scope.answers.slice(0, index), ...by, ...scope.answers.slice(index + 1)] } : other));
    for (const [i, answer] of scope.answers.entries()) {
      const call = `${answer.service} ${answer.operation} ${Object.values(answer.parameters).join(' ')}`.trim();
      yield { name: `${call} not asked`, answer, scopes: replaced(i) };
      if (few) continue;
      yield { name: `${call} denied`, answer, scopes: replaced(i, { ...answer, outcome: 'denied', error: 'AccessDenied', data: {} }) };
      yield { name: `${call} failed`, answer, scopes: replaced(i, { ...answer, outcome: 'failed', error: 'RequestLimitExceeded', data: {} }) };
      for (const key of listKeys(answer)) {
        const list = answer.data[key] as unknown[];
        const half = Math.ceil(list.length / 2);
        for (const [which, part] of [['first', list.slice(0, half)], ['second', list.slice(half)], ['none', []]] as const) {
          yield { name: `${call}: ${which} half of ${key}`, answer, scopes: replaced(i, { ...answer, outcome: 'partial', data: { ...answer.data, [key]: part, NextToken: 'more' } }) };
        }
      }
    }
    const operations = [...new Set(scope.answers.map((a) => a.operation))];
    for (const operation of operations) {
      const [answer] = scope.answers.filter((a) => a.operation === operation);
      yield { name: `every ${operation} not asked`, answer, scopes: scopes.map((other, i) => (i === s ? { ...scope, answers: scope.answers.filter((a) => a.operation !== operation) } : other)) };
    }
  }
}

export const judged = (scopes: readonly LiveScope[]) => prove(scopes, { tier: 'connect', hostManagement: 'unknown' }).judgement;

const names = (host: HostVerdict) => host.unknowns.map(({ unknown }) => unknown.what).join('\n');

/** @param few only whole answers that are missing */
export function violationsOf(scopes: readonly LiveScope[], few = false): { tried: number; violations: string[]; unnamed: string[] } {
  const before = new Map(judged(scopes).hosts.map((host) => [host.key, host]));
  const violations: string[] = [];
  const unnamed: string[] = [];
  let tried = 0;
  for (const { name, answer, scopes: mutated } of mutationsOf(scopes, few)) {
    tried++;
    const { hosts, errors } = judged(mutated);
    violations.push(...errors.map((e) => `${name}: ${e.message}`));
    for (const host of hosts) {
      const was = before.get(host.key);
      if (was && host.verdict !== was.verdict && host.verdict !== 'unknown') violations.push(`${name}: ${host.name} was ${was.verdict} and is ${host.verdict}`);
      if (was && host.verdict === 'unknown' && was.verdict !== 'unknown' && !names(host).includes(`${answer.service} ${answer.operation}`)) unnamed.push(`${name}: ${host.name}: ${names(host)}`);
    }
    if (answer.operation !== 'describe-instances' && hosts.length !== before.size) violations.push(`${name}: ${before.size - hosts.length} hosts vanished`);
  }
  return { tried, violations, unnamed };
}

