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

const OPENS = /^(?:if|for|while|until|case|select|function)\b|^[\w-]+\s*\(\)\s*\{?|^\{$/;
const CLOSES = /^(?:fi|done|esac)\b|^\}/;

/** Reads a shell script, roughly: enough to tell commands from comments, texts and branches. */
export function readShell(text: string): Script {
  const commands: Command[] = [];
  const files: string[] = [];
  const lines = text.replace(/\\\r?\n/g, ' ').split(/\r?\n/);
  let depth = 0;
  let ended = false;
  for (let i = 0; i < lines.length; i++) {
    const line = withoutComment(lines[i]);
    const here = /<<-?\s*(["']?)([A-Za-z_][\w.-]*)\1/.exec(line);
    if (here) {
      const body: string[] = [];
      while (++i < lines.length && lines[i].trim() !== here[2]) body.push(lines[i]);
      files.push(`${line}\n${body.join('\n')}`);
      // Text that is fed to a shell is commands, run by somebody else's rules.
      if (/\b(?:ba|da|z|k)?sh\b|\bsudo\s+su\b|\bpython/.test(line.replace(/<<.*$/, ''))) commands.push({ text: `sh ${here[2]}`, conditional: false });
    }
    for (const piece of pieces(line)) {
      const { text: command } = piece;
      if (CLOSES.test(command)) depth = Math.max(0, depth - 1);
      if (command !== '') commands.push({ text: command, conditional: depth > 0 || piece.chained || ended });
      if (OPENS.test(command) && !/\}\s*$/.test(command)) depth++;
      if (/^exit\b/.test(command)) ended = true;
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
