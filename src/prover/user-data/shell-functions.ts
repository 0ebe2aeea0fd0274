import type { Head } from './shell-blocks';
import { Named, Names } from './shell-names';
import { wordsOf } from './shell-words';

/** Functions of a script, and what a call of one runs. */
export class Functions {
  private readonly bodies = new Map<string, string[]>();
  /** Where each is called, of the calls that are followed. */
  private readonly sites = new Map<string, Set<string>>();
  private readonly definitions = new Map<string, number>();
  private current: string | undefined;
  /** Commands that the calls of one command may still become. */
  private left = 0;

  /** The function that is being defined. */
  public get defining(): string | undefined {
    return this.current;
  }

  /** Takes a command into the function that is being defined. */
  public note(head: Head, command: string): void {
    if (head.function !== undefined && this.current === undefined) {
      this.current = head.function;
      this.definitions.set(head.function, (this.definitions.get(head.function) ?? 0) + 1);
      if (!this.bodies.has(head.function)) this.bodies.set(head.function, []);
    }
    if (this.current === undefined) return;
    if (command !== '') this.bodies.get(this.current)!.push(command);
    // The brace of a function may stand on the next line.
    if (!head.inFunction) this.current = undefined;
  }

  /**
   * The commands that a call runs, with its arguments in their place; undefined: it is no call, or one that cannot be followed.
   *
   * @param site what tells this call from others
   */
  public called(command: string, names: Names, site: string, depth = 0): Named[] | undefined {
    const name = /^[\w.-]+/.exec(command)?.[0] ?? '';
    const body = this.bodies.get(name);
    if (!body || this.current !== undefined) return undefined;
    if (depth === 0) this.left = MAX_COMMANDS;
    this.left -= body.length;
    if (this.left < 0 || depth > MAX_DEPTH) return undefined;
    const { text, sure } = names.in(command);
    const words = wordsOf(text.replace(/\s(?:\d|&)?>{1,2}\s*(?:&\d|[^\s>]+)/g, ' '), MAX_ARGUMENTS);
    // What an argument puts out may be a command as well.
    if (!words || /\$\(|`/.test(text)) return undefined;
    const inner = names.inCall(words.slice(1));
    const commands: Named[] = [];
    for (const [i, each] of body.entries()) {
      commands.push(...this.called(each, inner, `${name} ${i}`, depth + 1) ?? [withSure(inner.in(each), sure)]);
      inner.note(each, true);
    }
    if (this.left < 0) return undefined;
    const sites = this.sites.get(name) ?? new Set();
    this.sites.set(name, sites.add(site));
    return commands;
  }

  /** Whether all that a script says of a function is its definition and calls that are followed: what it does is told there. */
  public isFollowed(name: string, script: string): boolean {
    const calls = this.sites.get(name)?.size ?? 0;
    if (calls === 0) return false;
    const mentions = script.match(new RegExp(`(?<![\\w.-])${name.replace(/[.-]/g, '\\$&')}(?![\\w.-])`, 'g'))?.length ?? 0;
    return mentions === calls + (this.definitions.get(name) ?? 0);
  }
}

const withSure = (named: Named, sure: boolean): Named => ({ ...named, sure: named.sure && sure });

const MAX_ARGUMENTS = 20;
/** Functions that call others, at most. */
const MAX_DEPTH = 3;
const MAX_COMMANDS = 100;
