import { endOfQuotes } from './shell-quotes';

/** What stands for the output of a program in a word. */
export const OUTPUT = '${output}';

/**
 * The words of a command without their quotes; variables stay, and what a program puts out becomes a variable. Undefined: more words than asked for,
 * or something that is no word (a pipe, a redirection of input).
 */
export function wordsOf(text: string, most: number): string[] | undefined {
  const words: string[] = [];
  let word: string | undefined;
  for (let at = 0; at < text.length;) {
    const char = text[at];
    if (/\s/.test(char)) {
      if (word !== undefined) words.push(word);
      word = undefined;
      at++;
    } else if (char === '\\') {
      word = `${word ?? ''}${text[at + 1] ?? ''}`;
      at += 2;
    } else if (char === '\'') {
      const end = text.indexOf('\'', at + 1);
      if (end < 0) return undefined;
      word = `${word ?? ''}${text.slice(at + 1, end)}`;
      at = end + 1;
    } else if (char === '"') {
      const end = endOfQuotes(text, at);
      if (end > text.length) return undefined;
      word = `${word ?? ''}${withoutOutput(text.slice(at + 1, end - 1)).replace(/\\(["\\$`])/g, '$1')}`;
      at = end;
    } else if (char === '`' || (char === '$' && text[at + 1] === '(')) {
      const end = endOfOutput(text, at);
      if (end === undefined) return undefined;
      word = `${word ?? ''}${OUTPUT}`;
      at = end;
    } else if (/[|<>&;()]/.test(char)) {
      return undefined;
    } else {
      word = `${word ?? ''}${char}`;
      at++;
    }
    if (words.length > most) return undefined;
  }
  return word === undefined ? words : [...words, word];
}

/** Within double quotes only programs and variables mean something. */
function withoutOutput(text: string): string {
  let result = '';
  for (let at = 0; at < text.length;) {
    const end = text[at] === '`' || (text[at] === '$' && text[at + 1] === '(') ? endOfOutput(text, at) : undefined;
    result += end === undefined ? text[at] : OUTPUT;
    at = end ?? at + 1;
  }
  return result;
}

function endOfOutput(text: string, at: number): number | undefined {
  if (text[at] === '`') {
    const end = text.indexOf('`', at + 1);
    return end < 0 ? undefined : end + 1;
  }
  const end = endOfQuotes(text, at + 1);
  return end > text.length ? undefined : end;
}
