/**
 * Names come from the input. Whatever a format is read by, a name must stay a name there: no control or direction character may move a
 * cursor or turn a sentence around, no markup may come to life.
 */

// Control characters, line separators, zero-width and direction marks, and halves of surrogate pairs.
const HARMFUL = /[\u0000-\u001f\u007f-\u009f\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

const spell = (c: string) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** For terminals, and the first step for everything else. */
export function plain(text: string): string {
  return text.replace(HARMFUL, spell);
}

/** For XML and HTML, in text and in quoted attributes. */
export function markup(text: string): string {
  return plain(text).replace(/[&<>"'`]/g, (c) => `&#${c.charCodeAt(0)};`);
}

/**
 * For Markdown as GitHub reads it: punctuation that means something is spelled as a character reference, and an empty comment keeps
 * `@name` and addresses from becoming mentions and links.
 */
export function markdownText(text: string): string {
  return plain(text)
    .replace(/[&<>"'`*_[\]{}#|~\\!$^]/g, (c) => `&#${c.charCodeAt(0)};`)
    .replace(/@/g, '@<!-- -->')
    .replace(/:\/\//g, ':<!-- -->//')
    .replace(/www\./gi, (w) => `${w.slice(0, 3)}<!-- -->.`);
}

/** JSON that is harmless on a terminal and inside of a script element too; it says the same. */
export function inertJson(data: unknown, indent?: number): string {
  return JSON.stringify(data, undefined, indent).replace(HARMFUL, (c) => (c === '\n' ? c : spell(c)));
}
