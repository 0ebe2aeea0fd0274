import { globMatches } from '../../src/data/glob';
import type { ReducedStatement } from '../../src/data/managed-policies';
import { RELEVANT_ACTIONS } from '../../src/data/relevant-actions';
import type { SourcePolicy, SourceStatement } from './moto';

/**
 * The statements of a policy that touch a relevant action, with `Action` or `NotAction` spelled out as the relevant actions
 * it matches. All else of a statement stays as AWS wrote it.
 */
export function reducePolicy(policy: SourcePolicy): ReducedStatement[] {
  return asList(policy.Document.Statement).flatMap((statement) => {
    const Action = matchedActions(statement);
    if (Action.length === 0) return [];
    const { Effect, Resource, NotResource, Condition } = statement;
    return [{
      Effect,
      Action,
      ...(Resource !== undefined && { Resource }),
      ...(NotResource !== undefined && { NotResource }),
      ...(Condition !== undefined && { Condition }),
    }];
  });
}

function matchedActions({ Action, NotAction }: SourceStatement): string[] {
  if ((Action === undefined) === (NotAction === undefined)) throw new Error('a statement has either Action or NotAction');
  const patterns = asList(Action ?? NotAction!).map((pattern) => pattern.toLowerCase());
  const matches = (action: string) => patterns.some((pattern) => globMatches(pattern, action.toLowerCase()));
  return RELEVANT_ACTIONS.filter((action) => matches(action) === (Action !== undefined));
}

function asList<T>(value: T | T[]): T[] {
  return Array.isArray(value) ? value : [value];
}
