/** One command of a script. */
export interface Command {
  readonly text: string;
  /** It stands in a branch, a loop, a function or behind `&&` or `||`: whether it runs is not sure. */
  readonly conditional: boolean;
}

/** The commands of a script, and the texts it writes to files (here documents). */
export interface Script {
  readonly commands: readonly Command[];
  readonly files: readonly string[];
}

const OPENS = /^(?:if|for|while|until|case|select|function)\b|^[\w-]+\s*\(\)\s*\{?/;
const CLOSES = /^(?:fi|done|esac)\b/;
const SHELL = /(?:^|[\s|;&])(?:ba|da|z|k)?sh\b|\bsu\b/;
const PROGRAM = /\bpython|\bperl\b|\bruby\b/;
/** Longer commands are cut: what matters stands in front, and patterns take their time on long lines. */
export const MAX_COMMAND = 2000;
/** Here documents within here documents, at most. */
const MAX_DEPTH = 5;

/** Reads a shell script, roughly: enough to tell commands from comments, texts and branches. */
export function readShell(text: string, level = 0): Script {
  const commands: Command[] = [];
  const files: string[] = [];
  const blocks: ('branch' | 'group')[] = [];
  const lines = text.replace(/\\\r?\n/g, ' ').split(/\r?\n/);
  let ended = false;
  for (let i = 0; i < lines.length; i++) {
    const line = withoutComment(lines[i].slice(0, 8 * MAX_COMMAND));
    for (const { text: command, chained } of pieces(line)) {
      if (CLOSES.test(command) || /^\}/.test(command)) blocks.pop();
      const conditional = blocks.includes('branch') || chained || ended;
      if (command !== '' && command !== '{') commands.push({ text: command.slice(0, MAX_COMMAND), conditional });
      if (command === '{' || /^\(\s*$/.test(command)) blocks.push('group');
      else if (OPENS.test(command) && !/\}\s*$/.test(command)) blocks.push('branch');
      if (/^exit\b/.test(command)) ended = true;
    }
    const here = /<<-?\s*(["']?)([A-Za-z_][\w.-]*)\1/.exec(line);
    if (!here) continue;
    const body: string[] = [];
    while (++i < lines.length && lines[i].trim() !== here[2]) body.push(lines[i]);
    const taker = line.slice(0, here.index);
    // Text that is fed to a shell is commands.
    if (SHELL.test(taker) && !PROGRAM.test(taker) && level < MAX_DEPTH) {
      const inner = readShell(body.join('\n'), level + 1);
      const conditional = blocks.includes('branch') || ended;
      commands.push(...inner.commands.map((c) => ({ ...c, conditional: c.conditional || conditional })));
      files.push(...inner.files);
    } else {
      files.push(`${line}\n${body.join('\n')}`);
    }
  }
  return { commands, files };
}

/** A `#` that begins a word begins a comment. Quotes are looked at only roughly. */
function withoutComment(line: string): string {
  if (/^\s*#/.test(line)) return '';
  const at = line.search(/\s#\s/);
  return at >= 0 && (line.slice(0, at).match(/["']/g)?.length ?? 0) % 2 === 0 ? line.slice(0, at) : line;
}

/** Commands of one line. What follows `&&` runs as a rule, what follows `||` only after a failure. */
function pieces(line: string): { text: string; chained: boolean }[] {
  const result: { text: string; chained: boolean }[] = [];
  let chained = false;
  for (const token of line.split(/(\s*(?:&&|\|\||;;?)\s*)/)) {
    const operator = /^\s*(&&|\|\||;;?)\s*$/.exec(token)?.[1];
    if (operator !== undefined) {
      chained = operator === '||' || (chained && operator === '&&');
      continue;
    }
    const text = token.trim().replace(/^(?:then|do|else)\s+/, '').replace(/^(?:sudo\s+(?:-\w+\s+)*)/, '');
    result.push({ text, chained });
  }
  return result;
}
