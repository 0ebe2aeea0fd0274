import { Truth, truthOf, Value } from '../../core';
import { NO_CONTEXT, RequestContext } from './context';
import { bind, compile, Hole, ONE, PatternOptions, STAR, Token, tokensOf } from './pattern';

/** Above this many steps a comparison of two texts with holes is not worth its time: unknown is always right. */
const MAX_STEPS = 4_000_000;

/**
 * Whether an IAM pattern matches a text. `yes` and `no` hold whatever the holes of both sides turn out to be, a deployment to the
 * partition `aws` taken for granted where nothing says another.
 */
export function matchWildcard(pattern: Value, text: Value, options: PatternOptions & { readonly context?: RequestContext } = {}): Truth {
  const { context = NO_CONTEXT, ignoreCase } = options;
  return matchTokens(bind(compile(pattern, options), context, ignoreCase), bind(tokensOf(text, ignoreCase), context, ignoreCase));
}

/** {@link matchWildcard} on what is compiled and bound already. */
export function matchTokens(pattern: readonly Token[], text: readonly Token[]): Truth {
  if (!pattern.some(isHole) && !text.some(isHole)) return truthOf(matchesSurely(pattern, text));
  if (matchesSurely(inAws(pattern), inAws(text))) return 'yes';
  if (excluded(pattern, text) || excluded(text, pattern)) return 'no';
  return mayMatch(pattern, text) ? 'unknown' : 'no';
}

function isHole(token: Token): token is Hole {
  return token instanceof Hole;
}

/** Without wildcard or hole, so that it is one text. */
export function literalOf(tokens: readonly Token[]): string | undefined {
  return tokens.every((token) => typeof token === 'string') ? tokens.join('') : undefined;
}

function excluded(hole: readonly Token[], other: readonly Token[]): boolean {
  const literal = hole.length === 1 && isHole(hole[0]) ? literalOf(other) : undefined;
  return literal !== undefined && (hole[0] as Hole).excludes.includes(literal);
}

function inAws(tokens: readonly Token[]): readonly Token[] {
  return tokens.some((t) => isHole(t) && t.key === 'AWS::Partition')
    ? tokens.flatMap((t) => (isHole(t) && t.key === 'AWS::Partition' ? ['a', 'w', 's'] : [t]))
    : tokens;
}

/**
 * The usual walk that goes back to the last star only. A hole of the text is like one character of its own: only a star, or the
 * same hole in the pattern, surely covers it.
 */
function matchesSurely(pattern: readonly Token[], text: readonly Token[]): boolean {
  let p = 0;
  let t = 0;
  let star = -1;
  let resume = 0;
  while (t < text.length) {
    if (p < pattern.length && pattern[p] === STAR) {
      star = p++;
      resume = t;
    } else if (p < pattern.length && covers(pattern[p], text[t])) {
      p++;
      t++;
    } else if (star >= 0) {
      p = star + 1;
      t = ++resume;
    } else {
      return false;
    }
  }
  while (pattern[p] === STAR) p++;
  return p === pattern.length;
}

function covers(pattern: Token, text: Token): boolean {
  if (pattern === ONE) return typeof text === 'string';
  if (isHole(pattern)) return isHole(text) && pattern.key === text.key;
  return pattern === text;
}

/**
 * Whether some filling of the holes matches: the positions of the text that each piece of the pattern can end at, piece by piece.
 * Never wrong with `false`; holes that are equal on both sides are filled independently, so `true` may be too generous.
 */
function mayMatch(pattern: readonly Token[], text: readonly Token[]): boolean {
  if (pattern.length * text.length > MAX_STEPS) return true;
  let reached = new Uint8Array(text.length + 1);
  reached[0] = 1;
  passHoles(reached, text);
  for (const token of pattern) {
    const next = new Uint8Array(text.length + 1);
    for (let j = 0; j <= text.length; j++) {
      if (reached[j]) advance(token, j, text, next);
    }
    passHoles(next, text);
    if (!next.includes(1)) return false;
    reached = next;
  }
  return reached[text.length] === 1;
}

function advance(token: Token, from: number, text: readonly Token[], next: Uint8Array): void {
  if (token === STAR || isHole(token)) {
    // Where this walk was before, everything behind it is marked already.
    for (let j = from; j <= text.length && !next[j]; j++) {
      next[j] = 1;
      const over = text[j];
      if (token !== STAR && typeof over === 'string' && !token.admits(over)) break;
    }
    return;
  }
  const over = text[from];
  if (over === undefined) return;
  if (isHole(over)) {
    if (token === ONE || over.admits(token as string)) next[from] = 1;
  } else if (token === ONE || token === over) {
    next[from + 1] = 1;
  }
}

/** A hole may be empty, or end anywhere. */
function passHoles(reached: Uint8Array, text: readonly Token[]): void {
  for (let j = 0; j < text.length; j++) if (reached[j] && isHole(text[j])) reached[j + 1] = 1;
}
