import { lazily, Truth } from '../../core';
import { STAR, Token, tokensOf } from './pattern';
import { Patterns, Statement } from './policy';
import { matchTokens } from './wildcard';

/**
 * The everyday statement, answered once for all requests: patterns without variables or holes, no condition, no principal. What it
 * says of an action rests on nothing else.
 */
export interface Plain {
  /** Whether its actions mean this one; undefined: that rests on the request. */
  readonly means: (action: string) => Truth | undefined;
  /** It is about every resource, whenever, whoever asks. */
  readonly everywhere: () => boolean;
}

const known = new WeakMap<Statement, Plain>();

export function plainOf(statement: Statement): Plain {
  let plain = known.get(statement);
  if (!plain) known.set(statement, plain = read(statement));
  return plain;
}

function read({ actions, notActions, literalActions, resources, conditions, principals, notPrincipals }: Statement): Plain {
  const everywhere = lazily(() => conditions === undefined && principals === undefined && notPrincipals === undefined
    && (resources?.().some((p) => p.length > 0 && p.every((token) => token === STAR)) ?? false));
  const meaning = (isMeant: boolean): Truth => (isMeant === (actions !== undefined) ? 'yes' : 'no');
  if (literalActions) return { means: (action) => meaning(literalActions.includes(action.toLowerCase())), everywhere };
  const patterns = lazily(() => {
    const all = (actions ?? notActions)?.();
    return all?.every((p) => p.every((token) => typeof token !== 'object')) ? all : undefined;
  });
  const answers = new Map<string, Truth>();
  const means = (action: string): Truth | undefined => {
    const fixed = patterns();
    if (!fixed) return undefined;
    let answer = answers.get(action);
    if (answer === undefined) answers.set(action, answer = meaning(matchesAny(fixed, action)));
    return answer;
  };
  return { means, everywhere };
}

function matchesAny(patterns: Patterns, action: string): boolean {
  const text = actionTokens(action);
  return patterns.some((pattern) => matchTokens(pattern as readonly Token[], text) === 'yes');
}

const tokens = new Map<string, readonly Token[]>();

/** The tokens of an action's name, in lower case; there are few of them. */
export function actionTokens(action: string): readonly Token[] {
  let found = tokens.get(action);
  if (!found) {
    found = tokensOf(action, true);
    if (tokens.size < 10_000) tokens.set(action, found);
  }
  return found;
}
