import { Block, headOf } from './shell-blocks';
import { Fetched, Fetches } from './shell-fetches';
import { MAX_COMMAND, Statement, statementsOf } from './shell-lexer';
import { Names } from './shell-names';

/** One command of a script. */
export interface Command {
  readonly text: string;
  /** It stands in a branch, a loop, a function or behind a test, `&&` or `||`: whether it runs is not sure. */
  readonly conditional: boolean;
  /** It runs where what is fetched before it arrives. */
  readonly onceFetched?: Fetched;
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

/** Here documents of one command that are told with it. */
const MAX_NAMED = 10;
/** Here documents within here documents, at most. */
const MAX_DEPTH = 5;

/** Reads a shell script, roughly: enough to tell commands from comments, texts and branches. */
export function readShell(text: string, level = 0): Script {
  const { statements, unclear } = statementsOf(text);
  const commands: Command[] = [];
  const files: string[] = [];
  const functions: string[] = [];
  const blocks: Block[] = [];
  const names = new Names(text);
  const fetches = new Fetches();
  let ended = false;
  let strict = /^#!.*sh\s+-\w*e/.test(text);
  let lost = unclear;
  let chained = false;
  let before: Statement | undefined;
  for (const statement of statements) {
    chained = statement.operator === '||' || (statement.operator === '&&' && (chained || !surelyWorks(before)));
    const onceFetched = fetches.behind(statement, before);
    const head = headOf(statement.text, blocks, chained);
    if (head.function !== undefined) functions.push(head.function);
    if (head.lost || (statement.then === '&' && /^\}|\)$/.test(statement.text))) lost = true;
    const conditional = head.conditional || chained || ended || statement.then === '&';
    const command = names.in(head.command.slice(0, MAX_COMMAND));
    if (command.text !== '') commands.push({ text: command.text, conditional: conditional || !command.sure, ...onceFetched ? { onceFetched } : {} });
    names.note(statement.text.slice(0, MAX_COMMAND), conditional);
    if (/^set\s(?:.*\s)?(?:-\w*e|-\w*o\s+errexit)|^trap\s.*\sERR\b/.test(head.command)) strict = true;
    if (/^set\s(?:.*\s)?(?:\+\w*e|\+\w*o\s+errexit)/.test(head.command)) strict = false;
    if (!head.inFunction && (isEnd(head.command, statement.operator, before) || (strict && !chained && isTest(head.command)))) ended = true;
    const ends = /^exit\b/.test(head.command) || functions.includes(/^[\w.-]+/.exec(head.command)?.[0] ?? '');
    fetches.note(statement, head.command, blocks.length, strict && !chained, ends, before);
    before = statement;
    const fed = statement.documents.length > 0 && level < MAX_DEPTH && feedsShell(head.command.slice(0, MAX_COMMAND));
    for (const [n, body] of statement.documents.entries()) {
      // Text that is fed to a shell is commands.
      if (fed) {
        const inner = readShell(body, level + 1);
        commands.push(...inner.commands.map((c) => ({ ...c, conditional: c.conditional || conditional, ...onceFetched ? { onceFetched } : {} })));
        files.push(...inner.files);
        functions.push(...inner.functions ?? []);
        lost ||= inner.unclear ?? false;
      } else {
        files.push(n < MAX_NAMED ? `${statement.text.slice(0, MAX_COMMAND)}\n${body}` : body);
      }
    }
  }
  return { commands, files, ...functions.length > 0 ? { functions } : {}, ...lost || blocks.length > 0 ? { unclear: true } : {} };
}

/** Whether nothing behind a command is reached, or only as long as it went well. */
function isEnd(command: string, operator: Statement['operator'], before: Statement | undefined): boolean {
  // What goes wrong is no plan; what is looked for may well not be there.
  if (/^exit\b/.test(command)) return operator !== '||' || (before !== undefined && isTest(before.text));
  return /^(?:return\b|kill\s+(?:-\S+\s+)?\$\$)/.test(command) || /^exec\s+(?![<>\d&])/.test(command);
}

/** A command by itself that ends a script of `set -e` where it does not find what it looks for. */
function isTest(command: string): boolean {
  return /^(?:test|\[|\[\[|grep|egrep|fgrep|false|pgrep|id|getent|command\s+-v|which|(?:yum|dnf)\s(?:.*\s)?check-update)(?:\s|$)/.test(command) && !/[|]/.test(command);
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
    return /^(?:\/(?:usr\/)?bin\/)?(?:(?:ba|da|z|k)?sh(?:\s|$)|su(?:\s+(?:-l?|--login|root))*\s*$)/.test(program) && !/\s-\w*[cn]\b/.test(program);
  });
}
