import { MAX_COMMAND } from './shell-lexer';
import { wordsOf } from './shell-words';

/** What a variable holds, as far as the script says. */
interface Held {
  /** The last one is the newest. */
  readonly values: readonly string[];
  /** It may hold something the script does not say. */
  readonly open: boolean;
  readonly sure: boolean;
  /** Values a loop gives it besides. */
  readonly more?: readonly string[];
}

/** A command with values in place of its variables. */
export interface Named {
  readonly text: string;
  /** The same with the other values that the variables may have. */
  readonly others: readonly string[];
  /** Whether the variables surely hold the values in `text`. */
  readonly sure: boolean;
}

/**
 * Variables of a script that matter to the agent: its name, addresses, Regions and package files. They are followed through assignments,
 * loops over a list, and arguments of functions. A variable that may hold something unseen stays a variable.
 */
export class Names {
  private readonly held = new Map<string, Held>();
  private readonly counts = new Map<string, number>();
  private readonly shapes = new Map<string, RegExp>();
  /** Packages of the agent by the name of their file. */
  private saved = new Map<string, string>();
  private args: readonly string[] | undefined;

  /** @param reassigned variables that a loop sets: what they hold at one place cannot be told from the text above it */
  constructor(private readonly script: string, private readonly reassigned: ReadonlySet<string> = new Set()) {}

  /** The variables within a function that is called with arguments. */
  public inCall(args: readonly string[]): Names {
    const inner = new Names(this.script, this.reassigned);
    this.held.forEach((value, name) => inner.held.set(name, value));
    inner.saved = this.saved;
    inner.args = args;
    return inner;
  }

  /** A command with values in place of its variables. */
  public in(text: string): Named {
    const named = this.withSaved(this.withArguments(text));
    const used = [...new Set([...named.matchAll(VARIABLE)].map((m) => m[1] ?? m[3]))].filter((name) => this.values(name).length > 0);
    let texts = [named];
    for (const name of used) {
      const before = texts;
      const withValue = (value: string) => (all: string, braced?: string, _?: string, plain?: string) => ((braced ?? plain) === name ? value : all);
      texts = this.values(name).flatMap((value) => before.map((each) => each.replace(VARIABLE, withValue(value)))).slice(0, MAX_TEXTS);
    }
    const [first, ...others] = texts.map((each) => this.withDefaults(each).slice(0, MAX_COMMAND));
    return { text: this.withSaved(first), others, sure: used.every((name) => this.held.get(name)!.sure) };
  }

  /** Newest first. */
  private values(name: string): readonly string[] {
    const held = this.held.get(name);
    return !held || held.open ? [] : [...held.values].reverse().concat(held.more ?? []);
  }

  /** What a statement does to the variables. */
  public note(written: string, conditional: boolean): void {
    const statement = this.withArguments(written.slice(0, MAX_COMMAND));
    if (/^shift\b/.test(statement)) this.args = undefined;
    const [, declared, name, rest] = ASSIGNS.exec(statement) ?? [];
    for (const other of this.held.keys()) if (other !== name && statement.includes(other) && statement.search(this.setting(other)) >= 0) this.held.delete(other);
    this.noteSaved(this.in(written).text);
    if (name !== undefined) this.assign(name, rest, conditional && declared !== 'local');
    else this.noteLoop(this.in(written).text, conditional);
  }

  private assign(name: string, rest: string, conditional: boolean): void {
    const words = wordsOf(rest, 2);
    // `NAME=value command` sets it for that command only.
    if (words === undefined || words.length > 1) {
      this.held.delete(name);
      return;
    }
    const before = conditional ? this.held.get(name) : undefined;
    const given = this.in(words[0] ?? '');
    const values = [given.text, ...given.others];
    const open = this.reassigned.has(name) || values.some((value) => !isTold(value)) || (before?.open ?? false);
    if (!values.some(matters) && !before) {
      this.held.delete(name);
      return;
    }
    if (this.held.size >= MAX_NAMES) return;
    const sure = !conditional && given.sure && values.length === 1 && this.timesSet(name) === 1;
    this.held.set(name, { values: [...new Set([...before?.values ?? [], ...values])].slice(-MAX_TEXTS), open, sure });
  }

  private noteLoop(statement: string, conditional: boolean): void {
    const [, name, list] = LOOPS.exec(statement) ?? [];
    if (name === undefined || this.held.size >= MAX_NAMES) return;
    const items = wordsOf(list, 50) ?? [];
    const agent = items.find((item) => item.includes('ssm-agent'));
    const values = agent === undefined ? items : [agent];
    if (items.length === 0 || !values.some(matters)) return;
    // A loop takes its list's items one after the other.
    const more = items.filter((item) => agent !== undefined && item !== agent && matters(item));
    this.held.set(name, { values, open: !items.every(isTold), sure: !conditional && agent !== undefined && this.timesSet(name) === 1, more });
  }

  /** What is saved under another name is the agent's package still. */
  private noteSaved(statement: string): void {
    const file = SAVES.exec(statement)?.[1] ?? REDIRECTS.exec(statement)?.[1];
    if (file === undefined || file.includes('ssm-agent') || this.saved.size >= MAX_NAMES) return;
    this.saved.set(baseOf(file), `${file.replace(/[^/]*$/, '')}amazon-ssm-agent${/\.\w+$/.exec(file)?.[0] ?? ''}`);
  }

  private withSaved(text: string): string {
    if (this.saved.size === 0 || text.includes('ssm-agent')) return text;
    return text.split(' ').map((word) => this.saved.get(baseOf(word.replace(/^["']|["';]$/g, ''))) ?? word).join(' ');
  }

  private withArguments(text: string): string {
    const { args } = this;
    if (!args || !text.includes('$')) return text;
    const argument = (_: string, braced?: string, otherwise?: string, plain?: string) => args[Number(braced ?? plain) - 1] ?? otherwise ?? '';
    return text.replace(/"\$[@*]"|\$[@*]/g, () => args.join(' ')).replace(/\$(?:\{(\d+)(?::?-([^{}]*))?\}|(\d))/g, argument);
  }

  /** `${NAME:-value}` is the value where the script sets no such variable. */
  private withDefaults(text: string): string {
    return text.includes(':-') || text.includes('-http') ? text.replace(/\$\{(\w+):?-([^{}]*)\}/g, (all, name: string, value: string) => (this.timesSet(name) === 0 && matters(value) ? value : all)) : text;
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

/** The variable that a statement sets, and where it reads one. */
export function assignedBy(statement: string): string | undefined {
  return ASSIGNS.exec(statement)?.[2] ?? /^(?:read|mapfile|readarray)\s+(?:-\S+\s+)*(\w+)/.exec(statement)?.[1];
}

const MAX_NAMES = 60;
/** Texts that one command may become. */
const MAX_TEXTS = 8;
const VARIABLE = /\$(?:\{(\w+)(:?-[^{}]*)?\}|(\w+))/g;
const ASSIGNS = /^(?:(export|local|readonly|declare|typeset)\s+(?:-\w+\s+)*)?([A-Za-z_]\w*)=(.*)$/s;
const LOOPS = /^for\s+(\w+)\s+in\s+(.*)$/s;
const SAVES = /^(?:sudo\s+)?(?:curl|wget)\s(?=.*ssm-agent)(?:.*\s)?(?:-\w*[oO]|--output|--output-document)(?:\s+|=)["']?(?!\/dev\/|-)([\w./~${}-]+)["']?(?:\s|$)/;
const REDIRECTS = /^(?:sudo\s+)?(?:curl|wget)\s(?=.*ssm-agent)[^|]*[^0-9&]>\s*["']?(?!\/dev\/|&)([\w./~${}-]+\.(?:deb|rpm|pkg))["']?\s*$/;
const SETS = (name: string) => new RegExp(`(?:^|[\\s;({&|])${name}\\+?=|\\bfor\\s+${name}\\b|\\b(?:read|unset|declare|local|typeset|mapfile|readarray|getopts)\\b[^\\n;]{0,100}\\b${name}\\b|\\bprintf\\s+-v\\s+${name}\\b`, 'g');

const baseOf = (file: string) => file.replace(/^.*\//, '');

/** Names of the agent, addresses and parts of them, package files, Regions. */
const matters = (value: string) => /ssm|:\/\/|amazonaws|\.(?:deb|rpm|pkg)\b|^[a-z]{2}(?:-[a-z]+)+-\d$/i.test(value);

/** Whether a value is more than what a program puts out. */
const isTold = (value: string) => value.replace(/\$\{[^}]*\}|\$\w+/g, '').trim() !== '';
