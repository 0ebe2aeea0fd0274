/** More names than this differ in no two stacks that say the same. */
const MAX_NAMES = 5000;

const BACKSLASH = 92;

/** Literals of JSON are words too. */
const LITERALS: ReadonlySet<string> = new Set(['true', 'false', 'null']);

/** So few words are counted by themselves, more of them all at once. */
const FEW = 64;

/** ASCII letters and digits. Out of a text there is none. */
const isWord = (code: number | undefined) => code !== undefined && ((code >= 97 && code <= 122) || (code >= 65 && code <= 90) || (code >= 48 && code <= 57));
const isLetter = (code: number | undefined) => isWord(code) && code! > 57;

/**
 * What one JSON text calls by other names than another, where that is all that differs: the second is the first with each of these words
 * in place of its own, everywhere. A word is a run of letters and digits, and begins with a letter, so that no number is one; it stands
 * beside no backslash, so that it is the same word once the text is read. Both are UTF-8 if one is, since words are of ASCII.
 */
export class RenamedText {
  private readonly counts = new Map<string, number>();
  private all?: ReadonlyMap<string, number>;
  /** Where the first text that was a renamed one differed. */
  private places?: Places;

  constructor(private readonly text: Buffer) {}

  /** Whether a text has words that say something else than is written: letters and digits by their codes. JSON.stringify makes none. */
  public static isCoded(text: Buffer): boolean {
    for (let at = text.indexOf('\\u00'); at >= 0; at = text.indexOf('\\u00', at + 1)) if (text[at + 4] >= 51 && text[at + 4] <= 55) return true;
    return false;
  }

  /** The words of the other text by those of this one; undefined where anything else differs, or a word is not the same throughout. */
  public namesIn(other: Buffer): ReadonlyMap<string, string> | undefined {
    return this.places?.namesIn(other.toString('latin1')) ?? this.findNamesIn(other);
  }

  private findNamesIn(other: Buffer): ReadonlyMap<string, string> | undefined {
    const starts: number[] = [];
    const differences = differencesOf(this.text, other, starts);
    if (!differences) return undefined;
    const names = new Map<string, string>();
    for (const [word, { to, times }] of differences) {
      if ((differences.size > FEW ? this.countAll().get(word) : this.count(word)) !== times) return undefined;
      names.set(word, to);
    }
    if (starts.length > 0) this.places ??= new Places(this.text.toString('latin1'), starts);
    return names;
  }

  private countAll(): ReadonlyMap<string, number> {
    if (this.all) return this.all;
    const counts = new Map<string, number>();
    for (const word of this.text.toString('latin1').match(/[A-Za-z0-9]+/g) ?? []) counts.set(word, (counts.get(word) ?? 0) + 1);
    return (this.all = counts);
  }

  /** How often a word stands in this text. */
  private count(word: string): number {
    let count = this.counts.get(word);
    if (count === undefined) this.counts.set(word, count = countWord(this.text, word));
    return count;
  }
}

/** A text in which certain words may be others: most copies differ in the same ones, and are known without looking for differences. */
class Places {
  private readonly words: string[] = [];
  /** What stands before each word. */
  private readonly between: string[] = [];
  private readonly tail: string;

  constructor(text: string, starts: readonly number[]) {
    let end = 0;
    for (const start of starts) {
      this.between.push(text.slice(end, start));
      end = endOfWord(text, start);
      this.words.push(text.slice(start, end));
    }
    this.tail = text.slice(end);
  }

  /** As for any text, but undefined wherever it is not these words that differ. */
  public namesIn(other: string): ReadonlyMap<string, string> | undefined {
    const known = new Map<string, string>();
    const parts: string[] = [];
    let at = 0;
    for (let i = 0; i < this.words.length; i++) {
      const word = this.words[i];
      at += this.between[i].length;
      let to = known.get(word);
      if (to === undefined) {
        // A word, as far as the rest is the same.
        if (!isLetter(other.charCodeAt(at))) return undefined;
        known.set(word, to = other.slice(at, endOfWord(other, at)));
      }
      parts.push(this.between[i], to);
      at += to.length;
    }
    parts.push(this.tail);
    if (parts.join('') !== other) return undefined;
    const names = new Map([...known].filter(([word, to]) => word !== to));
    const targets = new Set(names.values());
    return targets.size < names.size || [...targets].some((to) => LITERALS.has(to)) ? undefined : names;
  }
}

function endOfWord(text: string, start: number): number {
  let end = start;
  while (isWord(text.charCodeAt(end))) end++;
  return end;
}

interface Difference {
  readonly to: string;
  times: number;
}

function differencesOf(a: Buffer, b: Buffer, starts: number[]): ReadonlyMap<string, Difference> | undefined {
  const found = new Map<string, Difference>();
  const targets = new Set<string>();
  let i = 0;
  let j = 0;
  for (;;) {
    const alike = commonLength(a, i, b, j);
    i += alike;
    j += alike;
    if (i === a.length && j === b.length) return found;
    if (!isWord(a[i]) && !isWord(b[j])) return undefined;
    // Since the last word that differed both have been the same, so this one begins alike.
    let start = i;
    while (start > 0 && isWord(a[start - 1])) start--;
    const other = j - (i - start);
    while (isWord(a[i])) i++;
    while (isWord(b[j])) j++;
    if (!isLetter(a[start]) || !isLetter(b[other])) return undefined;
    if (a[start - 1] === BACKSLASH || a[i] === BACKSLASH || b[j] === BACKSLASH) return undefined;
    const word = a.toString('latin1', start, i);
    const to = b.toString('latin1', other, j);
    starts.push(start);
    const known = found.get(word);
    if (known) {
      if (known.to !== to) return undefined;
      known.times++;
      continue;
    }
    if (targets.has(to) || LITERALS.has(word) || LITERALS.has(to) || found.size === MAX_NAMES) return undefined;
    targets.add(to);
    found.set(word, { to, times: 1 });
  }
}

/** Compared by the machine, this much at a time. */
const CHUNK = 256;

/** How many bytes are the same from two places on. */
function commonLength(a: Buffer, from: number, b: Buffer, other: number): number {
  const most = Math.min(a.length - from, b.length - other);
  let n = 0;
  while (n + CHUNK <= most && a.compare(b, other + n, other + n + CHUNK, from + n, from + n + CHUNK) === 0) n += CHUNK;
  while (n < most && a[from + n] === b[other + n]) n++;
  return n;
}

function countWord(text: Buffer, word: string): number {
  let count = 0;
  for (let at = text.indexOf(word, 0, 'latin1'); at >= 0; at = text.indexOf(word, at + word.length, 'latin1')) {
    if (!isWord(text[at - 1]) && !isWord(text[at + word.length])) count++;
  }
  return count;
}
