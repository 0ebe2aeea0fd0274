import { Block, headOf } from './shell-blocks';
import { Statement, statementsOf } from './shell-lexer';

/** From a system's own package repositories only, or from anywhere. */
export type Fetched = 'packages' | 'network';

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

/** Longer commands are cut: what matters stands in front, and patterns take their time on long lines. */
export const MAX_COMMAND = 2000;
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
  let ended = false;
  let fetching: Fetched | undefined;
  let onceFetched: Fetched | undefined;
  let strict = /^#!.*sh\s+-\w*e/.test(text);
  let waiting = 0;
  let piping = false;
  let lost = unclear;
  let chained = false;
  let before: Statement | undefined;
  for (const statement of statements) {
    chained = statement.operator === '||' || (statement.operator === '&&' && (chained || !surelyWorks(before)));
    onceFetched = statement.operator === '&&' ? worse(fetching, worse(onceFetched, fetched(before?.text))) : fetching;
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
    // It goes on where what it asks the network for has come: by `set -e`, in a loop until then, or else to an end.
    const loop = /^(?:while|until)\s+(.*)$/s.exec(statement.text)?.[1];
    if (loop !== undefined && waiting === 0) waiting = blocks.length;
    const waits = loop !== undefined || (waiting > 0 && blocks.length >= waiting);
    if (blocks.length < waiting) waiting = 0;
    const asked = fetched(loop ?? head.command);
    const ends = strict && !chained && !/^(?:if|elif|!)\s/.test(statement.text) && statement.then !== '||' && statement.then !== '&' && (piping || !/[^|]\|[^|]/.test(head.command));
    if (ends || waits) fetching = worse(fetching, asked);
    if (statement.operator === '||' && (/^exit\b/.test(head.command) || functions.includes(/^[\w.-]+/.exec(head.command)?.[0] ?? ''))) fetching = worse(fetching, fetched(before?.text));
    if (/\bpipefail\b/.test(head.command)) piping = true;
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

/** Variables that hold the agent's name: by themselves, or in a loop over several. */
class Names {
  private readonly values = new Map<string, { readonly value: string; readonly sure: boolean }>();
  private readonly counts = new Map<string, number>();
  private readonly shapes = new Map<string, RegExp>();
  private readonly saved = new Map<string, string>();

  constructor(private readonly script: string) {}

  /** A command with the names in place of their variables, and whether these surely hold them. */
  public in(text: string): { text: string; sure: boolean } {
    let sure = true;
    let named = text;
    if (this.saved.size > 0 && !text.includes('ssm-agent')) named = text.split(' ').map((word) => this.saved.get(word.replace(/^\.\//, '')) ?? word).join(' ');
    if (this.values.size === 0 || !named.includes('$')) return { text: named, sure };
    named = named.replace(/\$(?:\{(\w+)\}|(\w+))/g, (all, braced: string | undefined, plain: string | undefined) => {
      const known = this.values.get(braced ?? plain ?? '');
      if (known) sure &&= known.sure;
      return known?.value ?? all;
    });
    return { text: named.slice(0, MAX_COMMAND), sure };
  }

  public note(written: string, conditional: boolean): void {
    const statement = this.in(written).text;
    for (const name of this.values.keys()) if (written.search(this.setting(name)) >= 0) this.values.delete(name);
    if (!statement.includes('ssm-agent') || this.values.size >= MAX_NAMES || this.saved.size >= MAX_NAMES) return;
    const [, name, value] = NAMES_AGENT.exec(statement)?.filter((group, i) => i === 0 || group !== undefined) ?? LISTS_AGENT.exec(statement.slice(0, MAX_COMMAND)) ?? [];
    // What is set in several places may hold something else by then.
    if (name !== undefined) this.values.set(name, { value, sure: !conditional && this.timesSet(name) === 1 });
    // What is saved under another name is the agent's package still.
    const saved = SAVES.exec(statement.slice(0, MAX_COMMAND))?.[1];
    if (saved !== undefined && !saved.includes('ssm-agent')) this.saved.set(saved, `${saved.replace(/[^/]*$/, '')}amazon-ssm-agent${/\.\w+$/.exec(saved)?.[0] ?? ''}`);
  }

  private setting(name: string): RegExp {
    let shape = this.shapes.get(name);
    if (!shape) this.shapes.set(name, shape = SETS(name));
    return shape;
  }

  private timesSet(name: string): number {
    let times = this.counts.get(name);
    if (times === undefined) this.counts.set(name, times = (this.script.match(this.setting(name)) ?? []).length);
    return times;
  }
}

const MAX_NAMES = 20;
const NAMES_AGENT = /^(?:(?:export|local|readonly)\s+)?(\w+)=(?:["']([\w.:/@ =,+~-]*)["']|([\w.:/@-]*))$/;
const SAVES = /^(?:sudo\s+)?(?:curl|wget)\s(?=.*ssm-agent).*\s(?:-\w*[oO]|--output|--output-document=?)\s*["']?(?!\/dev\/|-)([\w./~-]+)["']?(?:\s|$)/;
const LISTS_AGENT = /^for\s+(\w+)\s+in\s(?:.*\s)?["']?([\w.:/@-]*ssm-agent[\w.:/@-]*)/;
const SETS = (name: string) => new RegExp(`(?:^|[\\s;({&|])${name}\\+?=|\\bfor\\s+${name}\\b|\\b(?:read|unset|declare|local|typeset|mapfile|readarray|getopts)\\b[^\\n;]{0,100}\\b${name}\\b|\\bprintf\\s+-v\\s+${name}\\b`, 'g');

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

/** Fail where there is no way to where they fetch from. Debian's `update` ends well all the same. */
const FETCHES_PACKAGES = /\b(?:yum|dnf|microdnf|zypper)\s(?:.*\s)?(?:update|upgrade|install|localinstall|makecache|refresh|dup|in|ref|up)\b|\b(?:apt|apt-get|aptitude)\s(?:.*\s)?(?:upgrade|dist-upgrade|full-upgrade|install)\b|\bamazon-linux-extras\s(?:.*\s)?install\b/;
const FETCHES = /\b(?:curl|wget|pip3?|npm|ping|nc|cfn-init|add-apt-repository)\s|\baws\s(?!configure\b|ssm\b)|\bgit\s(?:.*\s)?(?:clone|pull|fetch|submodule)\b|\bdocker\s(?:.*\s)?(?:pull|run|build|login|compose)\b|\bsnap\s+(?:install|refresh)\b|\b(?:rpm|yum|dnf|apt|apt-get|zypper|apt-key|yum-config-manager)\s.*https?:\/\//;
/** The host itself, and what every host has: the instance metadata service, the time, names. */
const AT_HAND = /\/\/(?:169\.254\.|localhost|127\.|\[?fd00:ec2|\$?\{?IMDS)|\s(?:169\.254\.|localhost|127\.)/i;

function fetched(text: string | undefined): Fetched | undefined {
  const command = text?.slice(0, MAX_COMMAND) ?? '';
  if (FETCHES.test(command)) return AT_HAND.test(command) ? undefined : 'network';
  return FETCHES_PACKAGES.test(command) ? 'packages' : undefined;
}

const worse = (one: Fetched | undefined, other: Fetched | undefined) => (one === 'network' || other === 'network' ? 'network' : one ?? other);

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
