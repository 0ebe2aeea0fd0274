import { readdirSync, readFileSync } from 'fs';
import { join } from 'path';

export const ROOT = join(__dirname, '../..');

/** A fenced block: its language, and what follows that on the line of the fence. */
export interface Block {
  readonly page: string;
  readonly line: number;
  readonly language: string;
  /** `file=NAME`: what it is the content of. */
  readonly file?: string;
  /** A whole program: nothing is put around it. */
  readonly whole: boolean;
  readonly text: string;
}

/** Pages that people read, without those of single checks, which have tests of their own (test/prover/rules). */
export function pages(): string[] {
  const below = (folder: string): string[] => (readdirSync(join(ROOT, folder), { recursive: true }) as string[])
    .filter((name) => name.endsWith('.md')).map((name) => `${folder}/${name.replaceAll('\\', '/')}`);
  const top = readdirSync(ROOT).filter((name) => name.endsWith('.md') && name !== 'API.md');
  return [...top, ...below('docs'), ...below('examples'), ...below('integ'), ...below('oracles')].filter((page) => !page.startsWith('docs/checks/') || page === 'docs/checks/README.md').sort();
}

export function blocksOf(page: string): Block[] {
  const text = readFileSync(join(ROOT, page), 'utf8');
  return [...text.matchAll(/^```(\w+)([^\n]*)\n([^]*?)^```$/gm)].map((match) => {
    const [, language, info, content] = match;
    const file = /\bfile=(\S+)/.exec(info)?.[1];
    return { page, language, whole: /\bnofixture\b/.test(info), text: content, line: text.slice(0, match.index).split('\n').length, ...(file === undefined ? {} : { file }) };
  });
}

/** A command of a page, and what the page says it prints; undefined: the page does not say. */
export interface Command { readonly page: string; readonly command: string; readonly output?: string }

/** The commands of a block: each line of `sh`; of `console` what follows `$`, the lines below being its output. */
export function commandsOf({ page, language, text }: Block): Command[] {
  if (language === 'console') {
    return text.split(/^\$ /m).filter((part) => part.trim() !== '').map((part) => {
      const [command, ...output] = part.split('\n');
      return { page, command, output: output.join('\n') };
    });
  }
  if (language !== 'sh') return [];
  return text.replace(/\s*\\\n\s*/g, ' ').split('\n').map((line) => line.replace(/(^|\s+)# .*$/, '').trim()).filter((command) => command !== '').map((command) => ({ page, command }));
}
