import { MAX_COMMAND } from './shell-lexer';

/** Variables that hold the agent's name: by themselves, or in a loop over several. */
export class Names {
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
