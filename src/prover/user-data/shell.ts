import { Block, headOf } from './shell-blocks';
import { Fetched, Fetches } from './shell-fetches';
import { Functions } from './shell-functions';
import { MAX_COMMAND, Statement, statementsOf } from './shell-lexer';
import { assignedBy, Names } from './shell-names';

/** One command of a script. */
export interface Command {
  readonly text: string;
  /** The same with other values that its variables may have. */
  readonly others?: readonly string[];
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
  const names = new Names(text, assignedInLoops(statements));
  const bodies = new Functions();
  const within = new Map<Command, string>();
  const fetches = new Fetches();
  let ended = false;
  let strict = /^#!.*sh\s+-\w*e/.test(text);
  let lost = unclear;
  let chained = false;
  let before: Statement | undefined;
  for (const [place, statement] of statements.entries()) {
    chained = statement.operator === '||' || (statement.operator === '&&' && (chained || !surelyWorks(before)));
    const onceFetched = fetches.behind(statement, before);
    const head = headOf(statement.text, blocks, chained);
    if (head.function !== undefined) functions.push(head.function);
    if (head.lost || (statement.then === '&' && /^\}|\)$/.test(statement.text))) lost = true;
    const conditional = head.conditional || chained || ended || statement.then === '&';
    const written = head.command.slice(0, MAX_COMMAND);
    const called = bodies.called(written, names, `${place}`);
    bodies.note(head, written);
    for (const { text: said, others, sure } of called ?? [names.in(written)]) {
      if (said === '') continue;
      const command = { text: said, ...others.length > 0 ? { others } : {}, conditional: conditional || !sure || called !== undefined, ...onceFetched ? { onceFetched } : {} };
      commands.push(command);
      if (bodies.defining !== undefined) within.set(command, bodies.defining);
    }
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
  const followed = new Set(functions.filter((name) => bodies.isFollowed(name, text)));
  const run = commands.filter((command) => !followed.has(within.get(command) ?? ''));
  return { commands: run, files, ...functions.length > 0 ? { functions } : {}, ...lost || blocks.length > 0 ? { unclear: true } : {} };
}

/** Variables that a loop sets, by its body or by what it reads. */
function assignedInLoops(statements: readonly Statement[]): Set<string> {
  const names = new Set<string>();
  if (!statements.some(({ text }) => /^(?:for|while|until|done)\b|\bdone$/.test(text))) return names;
  const blocks: Block[] = [];
  for (const { text } of statements) {
    const { command } = headOf(text, blocks, false);
    const name = assignedBy(command.slice(0, MAX_COMMAND));
    if (name !== undefined && blocks.some(({ kind }) => kind === 'loop')) names.add(name);
  }
  return names;
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
