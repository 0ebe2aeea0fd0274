/**
 * Where quotes, parentheses or backticks end that begin here: the place behind them, beyond the text where they do not end. A program whose
 * output stands in quotes has quotes of its own.
 */
export function endOfQuotes(text: string, start: number): number {
  const open: ('"' | '(' | '{' | '`')[] = [];
  let at = start;
  do {
    const char = text[at];
    const inside = open[open.length - 1];
    if (char === '\\') {
      at += 2;
    } else if (char === inside || (char === ')' && inside === '(') || (char === '}' && inside === '{')) {
      open.pop();
      at++;
    } else if (inside === '`') {
      at++;
    } else if (char === '"' || char === '`') {
      open.push(char);
      at++;
    } else if (char === '$' && (text[at + 1] === '(' || text[at + 1] === '{')) {
      open.push(text[at + 1] as '(' | '{');
      at += 2;
    } else if (inside === '"' || inside === '{') {
      at++;
    } else if (char === '\'') {
      at = endOfApostrophes(text, at);
    } else if (char === '(' || (char === '{' && at === start)) {
      open.push(char);
      at++;
    } else if (char === '#' && /\s/.test(text[at - 1])) {
      at = endOfLine(text, at);
    } else if (char === '<' && text[at + 1] === '<' && text[at + 2] !== '<') {
      at = endOfDocument(text, at);
    } else {
      at++;
    }
  } while (open.length > 0 && at < text.length);
  return open.length > 0 ? text.length + 1 : at;
}

/** Within `'…'` nothing means anything; within `$'…'` a backslash does. */
function endOfApostrophes(text: string, start: number): number {
  let end = start + 1;
  const escapes = text[start - 1] === '$';
  while (end < text.length && text[end] !== '\'') end += escapes && text[end] === '\\' ? 2 : 1;
  return end + 1;
}

const endOfLine = (text: string, at: number) => (text.indexOf('\n', at) < 0 ? text.length : text.indexOf('\n', at));

/** A here document of a program in quotes: only its end matters. */
function endOfDocument(text: string, at: number): number {
  const word = /^<<-?[ \t]*(['"\\]?)(\w+)\1/.exec(text.slice(at, at + 100))?.[2];
  if (word === undefined) return at + 2;
  const end = text.indexOf(`\n${word}`, at);
  return end < 0 ? text.length : end + 1 + word.length;
}
