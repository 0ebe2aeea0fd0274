import { createColors } from 'picocolors';
import type { Examined, ExaminedHost, ScopeCalls } from '../../doctor';
import { DoctorReport } from './doctor-report';
import { agreementWords, observedWords, ownersOf, runtimeCommands, systemCauses, whenItShows } from './doctor-words';
import { plain } from './inert';
import { Report, ReportFinding, ReportHost } from './report';
import { ReportStep } from './report-paths';
import { hostName, summaryLine } from './text';
import { brief, Colors, nearest } from './text-path';

export interface DoctorTextOptions {
  readonly color: boolean;
  /** Say nothing of instances that are fine. */
  readonly quiet: boolean;
  readonly isFine: (host: ExaminedHost) => boolean;
}

const LABEL = 10;
const MARK = { never: '✘ never', unknown: '? unknown', ready: '✔ ready' } as const;
const SIGN = { yes: '✔', no: '✘', unknown: '?' } as const;

/** The answer for people: one instance in full, or of many the causes first. */
export function doctorText(made: DoctorReport, examined: Examined, options: DoctorTextOptions): string {
  const colors = createColors(options.color);
  const { report } = made;
  const shown = report.hosts.filter((host) => {
    const entry = made.hosts.get(host.logicalId);
    return !options.quiet || !entry || !options.isFine(entry.examined);
  });
  if (options.quiet && shown.length === 0 && report.errors.length === 0) return '';
  const single = report.hosts.length === 1;
  const lines = examined.calls.flatMap((calls) => scopeLines(calls, report.summary.unknown > 0, colors));
  if (lines.length > 0) lines.push('');
  if (single) lines.push(...shown.flatMap((host) => hostLines(host, made, colors)));
  else lines.push(...causeLines(shown, colors), ...tableLines(shown, made, colors));
  for (const finding of report.findings) lines.push(`${finding.id}: ${plain(finding.message)}`, '');
  for (const error of report.errors) lines.push(`${colors.red('error')} ${plain(error.template)}: ${plain(error.message)}`);
  if (report.errors.length > 0) lines.push('');
  lines.push(lastLine(report, examined, colors));
  return `${lines.join('\n')}\n`;
}

function row(label: string, text: string, colors: Colors): string {
  return `${colors.dim(label.padEnd(LABEL))} ${text}`;
}

/** Who asked, where, when, and what is not seen. */
function scopeLines({ scope, incomplete, notAsked }: ScopeCalls, full: boolean, colors: Colors): string[] {
  const when = scope.from === undefined && scope.to === undefined ? '' : `, requested ${[scope.from, scope.to].filter((t) => t !== undefined).map((t) => plain(t)).join(' to ')}`;
  const lines = [row('account', `${plain(scope.account ?? 'unknown account')}, ${plain(scope.region ?? 'unknown Region')}${when}${scope.caller === undefined ? '' : `, by ${plain(scope.caller)}`}`, colors)];
  const of = (state: string) => incomplete.filter((p) => p.state === state).map((p) => `${p.service} ${p.operation}`);
  for (const [label, calls] of [['denied', of('denied')], ['failed', of('failed')], ['incomplete', of('partial')], ['not asked', full ? notAsked : []]] as const) {
    if (calls.length > 0) lines.push(row(label, colors.yellow(calls.join(', ')), colors));
  }
  return lines;
}

function hostLines(host: ReportHost, made: DoctorReport, colors: Colors): string[] {
  const { examined, commands } = made.hosts.get(host.logicalId)!;
  const errors = host.findings.filter((f) => f.severity === 'error');
  const lines = [
    row('instance', `${colors.bold(plain(examined.verdict.name))}`, colors),
    row('observed', plain(observedWords(examined)), colors),
    row('proved', `${paint(host.verdict, MARK[host.verdict], colors)}: ${plain(agreementWords(examined.agreement))}`, colors),
    ...hopLines(host, colors),
    '',
  ];
  for (const finding of errors) lines.push(row('cause', `${colors.red(finding.id)} ${plain(finding.message)}`, colors), ...placeLines(finding, colors));
  for (const finding of host.findings.filter((f) => f.severity === 'warning' && f.id !== 'HostNotProven')) lines.push(row('warning', `${colors.yellow(finding.id)} ${plain(finding.message)}`, colors));
  for (const { what, why } of host.unknowns) lines.push(row('unresolved', `${plain(what)}: ${plain(why)}`, colors));
  lines.push(...fixLines(host, errors, commands, examined, colors));
  if (errors.length > 0 || examined.agreement === 'unregistered-though-ready' || examined.agreement === 'lost-though-ready') lines.push(row('when', plain(whenItShows(examined)), colors));
  for (const owner of errors.length > 0 ? ownersOf(examined) : []) lines.push(row('made by', plain(owner), colors));
  if (host.verdict === 'ready' && ['lost-though-ready', 'unregistered-though-ready'].includes(examined.agreement)) {
    systemCauses(examined).forEach(({ cause, command }, i) => lines.push(row(i === 0 ? 'look at' : '', `${i + 1}. ${cause}`, colors), row('', `   ${plain(command)}`, colors)));
  }
  for (const assumption of host.assumptions) lines.push(row('assumed', plain(assumption), colors));
  return [...lines, ''];
}

const paint = (verdict: ReportHost['verdict'], words: string, colors: Colors) => (verdict === 'ready' ? colors.green(words) : verdict === 'never' ? colors.red(words) : colors.yellow(words));

function placeLines(finding: ReportFinding, colors: Colors): string[] {
  return finding.at.slice(0, 3).map((at) => row('', colors.dim(`at ${plain(at.template)} ${plain(at.logicalId)}${at.property === undefined ? '' : `.${plain(at.property.replace(/^Properties\./, ''))}`}`), colors));
}

/** A line a hop: the instance and its credentials, then the way to each service. */
function hopLines(host: ReportHost, colors: Colors): string[] {
  const [path] = host.paths ?? [];
  if (!path) return [];
  const line = (step: ReportStep) => {
    const color = step.answer === 'yes' ? colors.green : step.answer === 'no' ? colors.red : colors.yellow;
    return row('', `${color(SIGN[step.answer])} ${step.hop.padEnd(LABEL)} ${plain(step.answer === 'no' ? brief(step.words) : step.words)}${step.broken ? `  ${color('◀ blocked here')}` : ''}`, colors);
  };
  const seen = new Set<string>();
  const ways = path.services.flatMap((service) => {
    const steps = nearest(service).steps.map(line);
    const key = steps.join('\n').split(service.service).join('…');
    const same = seen.has(key);
    seen.add(key);
    return [row('', colors.dim(`to ${plain(service.service)}${same ? ': same as above' : ':'}`), colors), ...same ? [] : steps];
  });
  return [...path.steps.map(line), ...ways];
}

function fixLines(host: ReportHost, errors: readonly ReportFinding[], commands: readonly string[], examined: ExaminedHost, colors: Colors): string[] {
  if (host.cure) {
    const head = host.cure.leadsTo === 'ready' ? 'verified: the instance becomes ready' : 'verified: no errors remain; some values stay unresolved';
    return [row('fix', colors.dim(`(${head})`), colors), ...commands.length > 0 ? [] : host.cure.changes.map((change) => row('', plain(change), colors)), ...commands.map((command) => row('', colors.green(plain(command)), colors))];
  }
  const fixes = [...new Set(errors.map((f) => f.cure).filter((cure) => cure !== ''))];
  return [...fixes.map((fix, i) => row(i === 0 ? 'fix' : '', plain(fix), colors)), ...runtimeCommands(examined).map((command) => row('', colors.green(plain(command)), colors))];
}

/** What many instances have in common, the most frequent first. */
function causeLines(hosts: readonly ReportHost[], colors: Colors): string[] {
  const causes = new Map<string, { readonly message: string; readonly id: string; readonly vpc: string; readonly hosts: Set<string> }>();
  for (const host of hosts) {
    const vpc = host.paths?.[0]?.vpc.name ?? '';
    for (const finding of host.findings.filter((f) => f.severity === 'error')) {
      const message = withoutHost(finding.message, host);
      const key = `${finding.id}\u0000${message}\u0000${vpc}`;
      const known = causes.get(key) ?? { message, id: finding.id, vpc, hosts: new Set<string>() };
      known.hosts.add(host.logicalId);
      causes.set(key, known);
    }
    for (const { what } of host.unknowns) {
      const key = `unknown\u0000${what}`;
      const known = causes.get(key) ?? { message: `${what} is unresolved`, id: 'HostNotProven', vpc, hosts: new Set<string>() };
      known.hosts.add(host.logicalId);
      causes.set(key, known);
    }
  }
  const sorted = [...causes.values()].sort((a, b) => b.hosts.size - a.hosts.size || (a.message < b.message ? -1 : 1));
  const lines = sorted.slice(0, MAX_CAUSES).map(({ message, id, vpc, hosts: { size } }) => `${String(size).padStart(4)} ${size === 1 ? 'instance: ' : 'instances:'} ${id === 'HostNotProven' ? colors.yellow(id) : colors.red(id)} ${plain(message)}${vpc === '' || message.includes(vpc) ? '' : colors.dim(` (in ${plain(vpc)})`)}`);
  if (sorted.length > MAX_CAUSES) lines.push(`     and ${sorted.length - MAX_CAUSES} more causes`);
  return lines.length > 0 ? [...lines, ''] : [];
}

const MAX_CAUSES = 30;

const withoutHost = (message: string, host: ReportHost) => message.split(`${host.logicalId})`).join('…)').split(host.logicalId).join('the instance').replace(/[^\s(]+ \(…\)/g, 'the instance');

function tableLines(hosts: readonly ReportHost[], made: DoctorReport, colors: Colors): string[] {
  if (hosts.length === 0) return [];
  const name = (host: ReportHost) => plain(made.hosts.get(host.logicalId)?.examined.verdict.name ?? hostName(host));
  const width = Math.min(60, Math.max(...hosts.map((host) => name(host).length)));
  const sorted = [...hosts].sort((a, b) => RANK[a.verdict] - RANK[b.verdict] || (name(a) < name(b) ? -1 : 1));
  return [
    ...sorted.map((host) => {
      const ids = [...new Set(host.findings.filter((f) => f.severity === 'error').map((f) => f.id))];
      const agreement = host.observed && !['agrees', 'not-asked'].includes(host.observed.agreement) ? ` ${host.observed.agreement}` : '';
      return `${paint(host.verdict, MARK[host.verdict].padEnd(9), colors)} ${name(host).padEnd(width)} ${(host.observed?.state ?? '').padEnd(14)} ${ids.length > 0 ? ids.join(', ') : host.unknowns.length > 0 ? `${host.unknowns.length} unresolved` : ''}${agreement}`.trimEnd();
    }),
    '',
  ];
}

const RANK = { never: 0, unknown: 1, ready: 2 } as const;

function lastLine(report: Report, { gone }: Examined, colors: Colors): string {
  return `${summaryLine(report, colors).replace(/\bhost(s?)\b/, 'instance$1')}${gone > 0 ? `; ${gone} terminated, excluded` : ''}`;
}
