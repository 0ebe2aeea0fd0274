/**
 * Variables of a PowerShell script that hold an address or the agent's package. One that is set twice, or by something else than a text, stays a
 * variable.
 */
export class PowerShellNames {
  private readonly values = new Map<string, string>();

  constructor(private readonly script: string) {}

  /** A command with values in place of its variables. */
  public in(command: string): string {
    if (this.values.size === 0 || !command.includes('$')) return command;
    const [, set, rest] = SETS.exec(command) ?? ['', '', command];
    return `${set}${rest.replace(VARIABLE, (all, braced?: string, plain?: string) => this.values.get((braced ?? plain ?? '').toLowerCase()) ?? all)}`;
  }

  /** What a command sets. */
  public note(command: string): void {
    const [, name, value] = LITERAL.exec(command)?.filter((group, i) => i === 0 || group !== undefined) ?? JOINED.exec(command) ?? [];
    if (name === undefined || !/ssm-?agent|:\/\/|amazonaws/i.test(value) || this.values.size >= MAX_NAMES) return;
    if ((this.script.match(new RegExp(`\\$\\{?${name}\\}?\\s*\\+?=(?!=)`, 'gi')) ?? []).length === 1) this.values.set(name.toLowerCase(), this.in(value));
  }
}

const MAX_NAMES = 30;
const VARIABLE = /\$(?:\{(\w+)\}|(\w+))(?![\w:])/g;
const SETS = /^(\$\w+\s*=)(.*)$/s;
const LITERAL = /^\$(\w+)\s*=\s*(?:'([^']*)'|"([^"]*)")\s*$/;
const JOINED = /^\$(\w+)\s*=\s*\(?Join-Path\s+.*?["']?([\w.-]+)["']?\)?\s*$/i;
