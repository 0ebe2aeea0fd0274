import type { Head } from './shell-blocks';
import { Named, Names } from './shell-names';
import { wordsOf } from './shell-words';

/** Functions of a script, and what a call of one runs. */
export class Functions {
  private readonly bodies = new Map<string, string[]>();
  private defining: string | undefined;
  /** Commands that the calls of one command may still become. */
  private left = 0;

  /** Takes a command into the function that is being defined. */
  public note(head: Head, command: string): void {
    if (head.function !== undefined && this.defining === undefined) {
      this.defining = head.function;
      if (!this.bodies.has(head.function)) this.bodies.set(head.function, []);
    }
    if (this.defining === undefined) return;
    if (command !== '') this.bodies.get(this.defining)!.push(command);
    // The brace of a function may stand on the next line.
    if (!head.inFunction) this.defining = undefined;
  }

  /** The commands that a call runs, with its arguments in their place; undefined: it is no call, or one that cannot be followed. */
  public called(command: string, names: Names, depth = 0): Named[] | undefined {
    const body = this.bodies.get(/^[\w.-]+/.exec(command)?.[0] ?? '');
    if (!body || this.defining !== undefined) return undefined;
    if (depth === 0) this.left = MAX_COMMANDS;
    this.left -= body.length;
    if (this.left < 0) return undefined;
    const { text, sure } = names.in(command);
    const words = wordsOf(text.replace(/\s(?:\d|&)?>{1,2}\s*(?:&\d|[^\s>]+)/g, ' '), MAX_ARGUMENTS);
    // What an argument puts out may be a command as well.
    if (!words || /\$\(|`/.test(text)) return undefined;
    const inner = names.inCall(words.slice(1));
    const commands: Named[] = [];
    for (const each of body) {
      const called = depth < MAX_DEPTH ? this.called(each, inner, depth + 1) : undefined;
      const named = inner.in(each);
      commands.push(...called ?? [{ ...named, sure: named.sure && sure }]);
      inner.note(each, true);
    }
    return this.left < 0 ? undefined : commands;
  }
}

const MAX_ARGUMENTS = 20;
/** Functions that call others, at most. */
const MAX_DEPTH = 3;
const MAX_COMMANDS = 100;
