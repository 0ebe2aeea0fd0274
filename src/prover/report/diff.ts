import { createColors } from 'picocolors';
import { plain } from './inert';
import { Report, ReportHost } from './report';

/** What became of one host between two states of the same templates. */
export interface HostChange {
  readonly host: string;
  readonly change: 'better' | 'worse' | 'new' | 'gone' | 'same';
  readonly before?: ReportHost['verdict'];
  readonly after?: ReportHost['verdict'];
  /** Errors that were not there before, and those that are gone. */
  readonly newFaults: readonly string[];
  readonly goneFaults: readonly string[];
}

const RANK = { never: 0, unknown: 1, ready: 2 } as const;

/** A side of the comparison: its report, and the folder or file it was read from. */
export interface Side {
  readonly report: Report;
  readonly root: string;
}

/** Compares host by host: by construct path, else by the template's place below its root and the logical id. */
export function diffReports(before: Side, after: Side): HostChange[] {
  const [old, now] = [byName(before), byName(after)];
  const changes: HostChange[] = [];
  for (const name of [...new Set([...old.keys(), ...now.keys()])].sort()) changes.push(changeOf(name, old.get(name), now.get(name)));
  return changes;
}

function changeOf(name: string, before: ReportHost | undefined, after: ReportHost | undefined): HostChange {
  const [had, has] = [faults(before), faults(after)];
  const newFaults = has.filter((f) => !had.includes(f));
  const goneFaults = had.filter((f) => !has.includes(f));
  const verdicts = { ...(before ? { before: before.verdict } : {}), ...(after ? { after: after.verdict } : {}) };
  const host = name.replace(/^#/, '');
  if (!before) return { host, change: newFaults.length > 0 ? 'worse' : 'new', ...verdicts, newFaults, goneFaults };
  if (!after) return { host, change: 'gone', ...verdicts, newFaults, goneFaults };
  const step = RANK[after.verdict] - RANK[before.verdict];
  const change = step < 0 || newFaults.length > 0 ? 'worse' : step > 0 || goneFaults.length > 0 ? 'better' : 'same';
  return { host, change, ...verdicts, newFaults, goneFaults };
}

const faults = (host: ReportHost | undefined) => [...new Set((host?.findings ?? []).filter((f) => f.severity === 'error' && f.acknowledged === undefined).map((f) => `${f.id} [${f.code}]`))].sort();

function byName({ report, root }: Side): Map<string, ReportHost> {
  const hosts = new Map<string, ReportHost>();
  for (const host of report.hosts) {
    const below = host.template.startsWith(root) ? host.template.slice(root.length).replace(/^[\\/]+/, '') : host.template;
    const name = host.constructPath ?? `${below}#${host.logicalId}`;
    // A template may stand twice in an input; each copy is a host of its own.
    let unique = name;
    for (let n = 2; hosts.has(unique); n++) unique = `${name} (${n})`;
    hosts.set(unique, host);
  }
  return hosts;
}

export function diffText(changes: readonly HostChange[], options: { readonly color: boolean }): string {
  const colors = createColors(options.color);
  const paint = { worse: colors.red, better: colors.green, new: colors.cyan, gone: colors.dim, same: colors.dim };
  const told = changes.filter((c) => c.change !== 'same');
  const lines = told.flatMap((c) => [
    `${paint[c.change](c.change.padEnd(6))} ${colors.bold(plain(c.host))}  ${c.before ?? 'not there'} → ${c.after ?? 'not there'}`,
    ...c.newFaults.map((f) => `    ${colors.red('+')} ${f}`),
    ...c.goneFaults.map((f) => `    ${colors.green('-')} ${f}`),
  ]);
  const count = (change: HostChange['change']) => changes.filter((c) => c.change === change).length;
  const summary = `${changes.length} host${changes.length === 1 ? '' : 's'}: ${count('worse')} worse, ${count('better')} better, ${count('new')} new, ${count('gone')} gone, ${count('same')} as before`;
  return `${[...lines, ...(lines.length > 0 ? [''] : []), summary].join('\n')}\n`;
}
