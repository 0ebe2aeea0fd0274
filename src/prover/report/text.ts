import { createColors } from 'picocolors';
import { Cause, causesOf } from './causes';
import { plain } from './inert';
import { hostFails, Report, ReportFinding, ReportHost } from './report';
import { Colors, pathLines } from './text-path';

export interface TextOptions {
  readonly color: boolean;
  /** List paths and assumptions of every host, not only of those that are not ready. */
  readonly verbose?: boolean;
  /** Say nothing of hosts that are ready; nothing at all if nothing fails. */
  readonly quiet?: boolean;
  /** What is undetermined fails, too. */
  readonly strict?: boolean;
}

/** The report for people: a table of the hosts, what fails first, each fault with its place, its cure and where the way ends. */
export function toText(report: Report, options: TextOptions): string {
  const colors = createColors(options.color);
  const hosts = [...report.hosts].sort((a, b) => RANK[a.verdict] - RANK[b.verdict]).filter((h) => !options.quiet || hostFails(h, options.strict ?? false));
  if (options.quiet && hosts.length === 0 && report.errors.length === 0) return '';
  const lines = detailLines(hosts, colors, options);
  for (const finding of report.findings) lines.push(...findingLines(finding, colors), '');
  const faults = [...report.errors.map((e) => inputLine(colors.red('error'), e)), ...(report.warnings ?? []).map((w) => inputLine(colors.yellow('warning'), w))];
  if (faults.length > 0) lines.push(...faults, '');
  lines.push(summaryLine(report, colors));
  return `${lines.join('\n')}\n`;
}

/** Host by host, or, where that would fill screens, by what many of them have in common. */
function detailLines(hosts: readonly ReportHost[], colors: Colors, options: TextOptions): string[] {
  const failing = hosts.filter((host) => host.verdict !== 'ready');
  if (failing.length > MAX_HOSTS && !options.verbose) return causeLines(failing, colors);
  return [...hosts.length > 1 ? [...tableLines(hosts, colors), ''] : [], ...hosts.flatMap((host) => hostLines(host, colors, options, hosts.length > 1))];
}

/** More hosts that are not ready than these are told by their causes. */
const MAX_HOSTS = 10;
const MAX_CAUSES = 20;

function causeLines(failing: readonly ReportHost[], colors: Colors): string[] {
  const causes = causesOf(failing);
  const spared = failing.filter((host) => !causes.some((cause) => cause.hosts.includes(host))).length;
  return [
    ...causes.slice(0, MAX_CAUSES).flatMap((cause) => [...oneCause(cause, colors), '']),
    ...causes.length > MAX_CAUSES ? [`and ${causes.length - MAX_CAUSES} more causes`, ''] : [],
    ...spared > 0 ? [colors.dim(`${count(spared)} suppressed: every error is acknowledged, in the baseline or not meant to be managed`), ''] : [],
    colors.dim('Each host: --verbose, or explain HOST.'), '',
  ];
}

function oneCause({ id, code, message, fix, fixAll, at, hosts, others }: Cause, colors: Colors): string[] {
  const mark = id === 'HostNotProven' ? colors.yellow('?') : colors.red('✘');
  const names = hosts.slice(0, 3).map((host) => plain(hostName(host))).join(', ');
  return [
    `${mark} ${colors.bold(count(hosts.length))}  ${id === 'HostNotProven' ? colors.yellow(id) : colors.red(id)} ${colors.dim(`[${code}]`)} ${plain(message)}${others > 0 ? colors.dim(` (and ${others} more like it)`) : ''}`,
    ...at.slice(0, 1).map((place) => placeLine(place, colors)),
    ...fix ? [`      ${colors.green('fix:')} ${plain(fix)}`] : [],
    ...fixAll ? [`      ${colors.green('or for all at once:')} ${fixAll}`] : [],
    colors.dim(`      ${names}${hosts.length > 3 ? `, ${hosts.length - 3} more` : ''}`),
  ];
}

const count = (hosts: number) => `${hosts} host${hosts === 1 ? '' : 's'}`;

function inputLine(level: string, { template, line, message }: Report['errors'][number]): string {
  return `${level} ${plain(template)}${line === undefined ? '' : `:${line}`}: ${plain(message)}`;
}

const RANK = { never: 0, unknown: 1, ready: 2 } as const;
const MARK = { never: '✘ never  ', unknown: '? unknown', ready: '✔ ready  ' } as const;

const paint = (verdict: ReportHost['verdict'], text: string, colors: Colors) =>
  (verdict === 'ready' ? colors.green(text) : verdict === 'never' ? colors.red(text) : colors.yellow(text));

export const hostName = (host: ReportHost) => host.constructPath ?? host.logicalId;

function tableLines(hosts: readonly ReportHost[], colors: Colors): string[] {
  const bearers = new Map<string, number>();
  for (const host of hosts) bearers.set(hostName(host), (bearers.get(hostName(host)) ?? 0) + 1);
  const names = hosts.map((host) => plain(`${hostName(host)}${bearers.get(hostName(host)) === 1 ? '' : ` (${host.template})`}`));
  const width = Math.min(80, names.reduce((longest, name) => Math.max(longest, name.length), 4));
  const rows = hosts.map((host, i) => {
    const ids = [...new Set(host.findings.filter((f) => f.id !== 'HostNotProven').map((f) => (f.acknowledged === undefined && f.baseline !== true ? f.id : `(${f.id})`)))];
    const why = host.verdict === 'unknown' && ids.length === 0 ? `${host.unknowns.length} unresolved` : ids.join(', ');
    return `${paint(host.verdict, MARK[host.verdict], colors)}  ${names[i].padEnd(width)}  ${why}`.trimEnd();
  });
  return [colors.dim(`${'VERDICT'.padEnd(11)}${'HOST'.padEnd(width)}  WHY`), ...rows];
}

function hostLines(host: ReportHost, colors: Colors, options: TextOptions, inTable: boolean): string[] {
  const head = `${paint(host.verdict, MARK[host.verdict], colors)} ${colors.bold(plain(hostName(host)))}  ${colors.dim(`${host.type}, ${plain(host.template)}`)}`;
  const lines: string[] = [];
  for (const finding of host.findings) if (finding.id !== 'HostNotProven') lines.push(...findingLines(finding, colors, host.cure === undefined));
  for (const { what, why } of host.unknowns) lines.push(`    ${colors.yellow('·')} ${plain(what)}: ${plain(why)}`);
  if (host.paths && (options.verbose || host.verdict === 'never')) lines.push(...pathLines(host, colors, options.verbose === true));
  lines.push(...cureLines(host, colors));
  if (options.verbose || host.verdict === 'never') for (const assumption of host.assumptions) lines.push(colors.dim(`    assumes: ${plain(assumption)}`));
  // The table has said all there is to say of a host without faults.
  if (lines.length === 0) return inTable ? [] : [head, ''];
  return [head, ...lines, ''];
}

/** What makes the host ready, all of it together; proved, not guessed. */
export function cureLines({ cure }: ReportHost, colors: Colors): string[] {
  if (!cure) return [];
  const outcome = cure.leadsTo === 'ready' ? 'verified: the instance becomes ready' : 'verified: no errors remain; what is unresolved stays';
  return [`    ${colors.green('fix')} ${colors.dim(`(${outcome}):`)}`, ...cure.changes.map((change, i) => `      ${cure.changes.length > 1 ? `${i + 1}. ` : ''}${plain(change)}`)];
}

export function findingLines(finding: ReportFinding, colors: Colors, withCure = true): string[] {
  const mark = finding.severity === 'error' ? colors.red(finding.id) : finding.severity === 'warning' ? colors.yellow(finding.id) : finding.id;
  const lines = [`    ${mark} ${colors.dim(`[${finding.code}]`)} ${plain(finding.message)}`];
  for (const at of finding.at.slice(0, 3)) lines.push(placeLine(at, colors));
  if (finding.cure && withCure) lines.push(`      ${colors.green('fix:')} ${plain(finding.cure)}`);
  if (finding.acknowledged !== undefined) lines.push(`      ${colors.cyan('acknowledged:')} ${plain(finding.acknowledged)}`);
  if (finding.baseline) lines.push(`      ${colors.cyan('in the baseline')}`);
  return lines;
}

function placeLine(at: ReportFinding['at'][number], colors: Colors): string {
  return colors.dim(`      at ${plain(at.template)}${at.line === undefined ? '' : `:${at.line}`} ${plain(at.logicalId)}${at.property === undefined ? '' : `.${plain(at.property)}`}${at.source === undefined ? '' : ` (${plain(at.source)})`}`);
}

export function summaryLine(report: Report, colors: Colors): string {
  const { ready, never, unknown, excluded, spared } = report.summary;
  const total = ready + never + unknown;
  const left = excluded === undefined ? '' : ` (${excluded} excluded)`;
  if (total === 0) return `no hosts${left}`;
  const part = (n: number, word: string, color: (s: string) => string) => (n > 0 ? color(`${n} ${word}`) : `${n} ${word}`);
  const failing = spared === undefined ? '' : ` (${spared} suppressed)`;
  return `${total} host${total === 1 ? '' : 's'}: ${part(ready, 'ready', colors.green)}, ${part(never, 'never', colors.red)}${failing}, ${part(unknown, 'unknown', colors.yellow)}${left}`;
}
