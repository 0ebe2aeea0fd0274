import { createColors } from 'picocolors';
import { Report, ReportFinding, ReportHost } from './report';

export interface TextOptions {
  readonly color: boolean;
  /** List assumptions of every host, not only of those that are not ready. */
  readonly verbose?: boolean;
}

type Colors = ReturnType<typeof createColors>;

/** The report for people: what fails first, each fault with its place and cure. */
export function toText(report: Report, options: TextOptions): string {
  const colors = createColors(options.color);
  const lines: string[] = [];
  for (const host of [...report.hosts].sort((a, b) => RANK[a.verdict] - RANK[b.verdict])) lines.push(...hostLines(host, colors, options));
  for (const finding of report.findings) lines.push(...findingLines(finding, colors), '');
  for (const error of report.errors) {
    lines.push(`${colors.red('error')} ${safe(error.template)}${error.line === undefined ? '' : `:${error.line}`}: ${safe(error.message)}`);
  }
  if (report.errors.length > 0) lines.push('');
  lines.push(summaryLine(report, colors));
  return `${lines.join('\n')}\n`;
}

const RANK = { never: 0, unknown: 1, ready: 2 } as const;

function hostLines(host: ReportHost, colors: Colors, options: TextOptions): string[] {
  const mark = host.verdict === 'ready' ? colors.green('✔ ready  ') : host.verdict === 'never' ? colors.red('✘ never  ') : colors.yellow('? unknown');
  const name = host.constructPath ?? host.logicalId;
  const lines = [`${mark} ${colors.bold(safe(name))}  ${colors.dim(`${host.type}, ${safe(host.template)}`)}`];
  for (const finding of host.findings) if (finding.id !== 'HostNotProven') lines.push(...findingLines(finding, colors));
  for (const { what, why } of host.unknowns) lines.push(`    ${colors.yellow('·')} ${safe(what)}: ${safe(why)}`);
  if (options.verbose || host.verdict === 'never') for (const assumption of host.assumptions) lines.push(colors.dim(`    assuming: ${safe(assumption)}`));
  if (lines.length > 1) lines.push('');
  return lines;
}

function findingLines(finding: ReportFinding, colors: Colors): string[] {
  const mark = finding.severity === 'error' ? colors.red(finding.id) : finding.severity === 'warning' ? colors.yellow(finding.id) : finding.id;
  const lines = [`    ${mark} ${colors.dim(`[${finding.code}]`)} ${safe(finding.message)}`];
  for (const at of finding.at.slice(0, 3)) {
    lines.push(colors.dim(`      at ${safe(at.template)}${at.line === undefined ? '' : `:${at.line}`} ${safe(at.logicalId)}${at.property === undefined ? '' : `.${safe(at.property)}`}${at.source === undefined ? '' : ` (${safe(at.source)})`}`));
  }
  if (finding.cure) lines.push(`      ${colors.green('cure:')} ${safe(finding.cure)}`);
  return lines;
}

function summaryLine(report: Report, colors: Colors): string {
  const { ready, never, unknown } = report.summary;
  const total = ready + never + unknown;
  if (total === 0) return 'no hosts';
  const part = (n: number, word: string, paint: (s: string) => string) => (n > 0 ? paint(`${n} ${word}`) : `${n} ${word}`);
  return `${total} host${total === 1 ? '' : 's'}: ${part(ready, 'ready', colors.green)}, ${part(never, 'never', colors.red)}, ${part(unknown, 'unknown', colors.yellow)}`;
}

/** Names come from the input: no control or direction characters may reach a terminal. */
function safe(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
