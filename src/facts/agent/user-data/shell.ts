import { Block, headOf } from './shell-blocks';
import { Statement, statementsOf } from './shell-lexer';

/** One command of a script. */
export interface Command {
  readonly text: string;
  /** It stands in a branch, a loop, a function or behind a test, `&&` or `||`: whether it runs is not sure. */
  readonly conditional: boolean;
}

/** The commands of a script, and the texts it writes to files (here documents). */
export interface Script {
  readonly commands: readonly Command[];
  readonly files: readonly string[];
  /** Functions it defines. */
  readonly functions?: readonly string[];
  /** Its quotes, blocks or here documents do not end where they should: what runs is not sure. */
  readonly unclear?: boolean;
}

/** Longer commands are cut: what matters stands in front, and patterns take their time on long lines. */
export const MAX_COMMAND = 2000;
/** Here documents within here documents, at most. */
const MAX_DEPTH = 5;

/** Reads a shell script, roughly: enough to tell commands from comments, texts and branches. */
export function readShell(text: string, level = 0): Script {
  const { statements, unclear } = statementsOf(text);
  const commands: Command[] = [];
  const files: string[] = [];
  const functions: string[] = [];
  const blocks: Block[] = [];
  const names = new Map<string, string>();
  let ended = false;
  let strict = false;
  let lost = unclear;
  let chained = false;
  let before: Statement | undefined;
  for (const statement of statements) {
    chained = statement.operator === '||' || (statement.operator === '&&' && (chained || !surelyWorks(before)));
    const head = headOf(statement.text, blocks, chained);
    if (head.function !== undefined) functions.push(head.function);
    if (head.lost || (statement.then === '&' && /^\}|\)$/.test(statement.text))) lost = true;
    const conditional = head.conditional || chained || ended || statement.then === '&';
    const command = withNames(head.command.slice(0, MAX_COMMAND), names);
    if (command !== '') commands.push({ text: command, conditional });
    noteNames(statement.text, names);
    if (/^set\s.*-\w*e|^set\s+-o\s+errexit/.test(head.command)) strict = true;
    if (!head.inFunction && (isEnd(head.command, statement.operator, before) || (strict && !chained && isTest(head.command)))) ended = true;
    before = statement;
    for (const body of statement.documents) {
      // Text that is fed to a shell is commands.
      if (feedsShell(head.command) && level < MAX_DEPTH) {
        const inner = readShell(body, level + 1);
        commands.push(...inner.commands.map((c) => ({ ...c, conditional: c.conditional || conditional })));
        files.push(...inner.files);
        functions.push(...inner.functions ?? []);
        lost ||= inner.unclear ?? false;
      } else {
        files.push(`${statement.text}\n${body}`);
      }
    }
  }
  return { commands, files, ...functions.length > 0 ? { functions } : {}, ...lost || blocks.length > 0 ? { unclear: true } : {} };
}

/** Variables that hold the agent's name: by themselves, or in a loop over several. */
function noteNames(statement: string, names: Map<string, string>): void {
  if (!statement.includes('ssm-agent')) return;
  const [, name, value] = /^(?:(?:export|local|readonly)\s+)?(\w+)=["']?([\w.:/@-]*)["']?$/.exec(statement) ?? /^for\s+(\w+)\s+in\s(?:.*\s)?["']?([\w.:/@-]*ssm-agent[\w.:/@-]*)/.exec(statement.slice(0, MAX_COMMAND)) ?? [];
  if (name !== undefined && names.size < 100) names.set(name, value);
}

function withNames(text: string, names: ReadonlyMap<string, string>): string {
  if (names.size === 0 || !text.includes('$')) return text;
  return text.replace(/\$(?:\{(\w+)\}|(\w+))/g, (all, braced: string | undefined, plain: string | undefined) => names.get(braced ?? plain ?? '') ?? all).slice(0, MAX_COMMAND);
}

/** Whether nothing behind a command is reached, or only as long as it went well. */
function isEnd(command: string, operator: Statement['operator'], before: Statement | undefined): boolean {
  // What goes wrong is no plan; what is looked for may well not be there.
  if (/^exit\b/.test(command)) return operator !== '||' || (before !== undefined && isTest(before.text));
  return /^(?:return\b|kill\s+(?:-\S+\s+)?\$\$)/.test(command) || /^exec\s+(?![<>\d&])/.test(command);
}

/** A command by itself that ends a script of `set -e` where it does not find what it looks for. */
function isTest(command: string): boolean {
  return /^(?:test|\[|\[\[|grep|egrep|fgrep|false|pgrep|id|getent|command\s+-v|which)\s/.test(command) && !/[|]/.test(command);
}

/** Whether what stands behind `&&` is reached as a rule: the command before is no test, and does not depend on what it finds. */
function surelyWorks(statement: Statement | undefined): boolean {
  return statement !== undefined && !statement.text.includes('|') && /^(?:sudo\s+(?:-\w+\s+)*)?(?:set|cd|echo|printf|export|mkdir|sleep|true|apt-get|apt|yum|dnf|systemctl|service|snap|zypper|chkconfig)\s/i.test(statement.text)
    && !/\b(?:status|is-active|is-enabled|-q\w*|list)\b/.test(statement.text);
}

/** Whether a here document of this command is read by a shell, on this host. */
function feedsShell(command: string): boolean {
  return command.replace(/<<-?\s*\S+/g, ' ').split('|').some((member) => {
    const program = member.trim().replace(/^(?:\w+=\S*\s+)*(?:sudo(?:\s+-(?:[ughpCT]\s+\S+|-?[\w-]+(?:=\S+)?))*\s+)?(?:\w+=\S*\s+)*/, '');
    return /^(?:\/(?:usr\/)?bin\/)?(?:(?:ba|da|z|k)?sh|su)(?:\s|$)/.test(program) && !/\s-\w*c\b/.test(program);
  });
}
