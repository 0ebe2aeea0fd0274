import { Place } from '../core';

/** Whether a host is named by one of some patterns: its construct path or logical id, `*` for any text. */
export function isExcluded(place: Place, patterns: readonly string[]): boolean {
  return patterns.some((pattern) => [place.constructPath, place.logicalId].some((name) => name !== undefined && matchesPattern(pattern, name)));
}

/** `*` stands for any text, everything else for itself. No regular expression: a pattern of many `*` must not take for ever. */
export function matchesPattern(pattern: string, text: string): boolean {
  const [first, ...rest] = pattern.split('*');
  if (rest.length === 0) return pattern === text;
  if (!text.startsWith(first)) return false;
  const last = rest.pop()!;
  let at = first.length;
  for (const part of rest) {
    const found = text.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return text.length - last.length >= at && text.endsWith(last);
}
