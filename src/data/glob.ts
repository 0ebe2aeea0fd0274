/**
 * Stands in a text for a part nobody knows yet, such as `${AWS::Region}`.
 * A NUL byte, because no action, parameter path or AMI name can hold one.
 */
export const UNKNOWN_PART = '\u0000';

/**
 * Whether a glob (`*` any text, `?` one character) matches a text, whatever its {@link UNKNOWN_PART}s turn out to be.
 *
 * Only `*` can be trusted to swallow an unknown part. The walk returns to the last `*` only, never to an earlier one,
 * so no pattern can make it exponential as a regular expression could be; for one `*` it is linear.
 */
export function globMatches(pattern: string, text: string): boolean {
  let p = 0;
  let t = 0;
  let star = -1;
  let resume = 0;
  while (t < text.length) {
    if (pattern[p] === '*') {
      star = p++;
      resume = t;
    } else if (p < pattern.length && symbolMatches(pattern[p], text[t])) {
      p++;
      t++;
    } else if (star >= 0) {
      p = star + 1;
      t = ++resume;
    } else {
      return false;
    }
  }
  while (pattern[p] === '*') p++;
  return p === pattern.length;
}

/**
 * Whether some value of the text's {@link UNKNOWN_PART}s would make the glob match it.
 *
 * Without unknown parts this is {@link globMatches}. Cost: length of the pattern times length of the text.
 */
export function globMayMatch(pattern: string, text: string): boolean {
  // reachable[t]: the pattern read so far can match the first t symbols of the text. An unknown part is free to be
  // empty (step over it) or to grow (stay on it), so it acts as a `*` on the other side.
  let reachable = skipUnknown([true], text);
  for (const symbol of pattern) {
    const next: boolean[] = [];
    let before = false;
    for (let t = 0; t <= text.length; t++) {
      if (symbol === '*') {
        before ||= reachable[t] ?? false;
        next[t] = before;
      } else {
        const grows = text[t] === UNKNOWN_PART && reachable[t];
        const reads = t > 0 && text[t - 1] !== UNKNOWN_PART && reachable[t - 1] && symbolMatches(symbol, text[t - 1]);
        next[t] = Boolean(grows || reads);
      }
    }
    if (!next.includes(true)) return false;
    reachable = skipUnknown(next, text);
  }
  return reachable[text.length] ?? false;
}

function symbolMatches(symbol: string, character: string): boolean {
  return symbol === character || (symbol === '?' && character !== UNKNOWN_PART);
}

function skipUnknown(reachable: boolean[], text: string): boolean[] {
  for (let t = 0; t < text.length; t++) {
    if (reachable[t] && text[t] === UNKNOWN_PART) reachable[t + 1] = true;
  }
  return reachable;
}
