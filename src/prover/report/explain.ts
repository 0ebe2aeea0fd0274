import { createColors } from 'picocolors';
import { plain } from './inert';
import { ReportHost } from './report';
import { cureLines, findingLines, hostName } from './text';
import { pathLines } from './text-path';
import { Verify, verifyCommands } from './verify';

/** One host in full: its verdict, every hop of its way, what mends it, and how to see the same on AWS. */
export interface Explanation {
  readonly host: ReportHost;
  readonly verify: Verify;
}

/** @param service only this one; undefined: all */
export function explain(host: ReportHost, service: string | undefined): Explanation {
  const paths = host.paths?.map((path) => ({ ...path, services: path.services.filter((s) => service === undefined || s.service === service) }));
  const services = [...new Set(paths?.flatMap((p) => p.services.map((s) => s.service)) ?? [])];
  const narrowed = { ...host, ...(paths ? { paths } : {}) };
  return { host: narrowed, verify: verifyCommands(narrowed, services) };
}

const VERDICT = {
  ready: 'is ready: it can become a managed node',
  never: 'can never become a managed node',
  unknown: 'can neither be proved ready nor impossible',
} as const;

export function explanationText({ host, verify }: Explanation, options: { readonly color: boolean }): string {
  const colors = createColors(options.color);
  const paint = host.verdict === 'ready' ? colors.green : host.verdict === 'never' ? colors.red : colors.yellow;
  const lines = [`${colors.bold(plain(hostName(host)))} ${paint(VERDICT[host.verdict])}  ${colors.dim(`${host.type}, ${plain(host.template)}`)}`, ''];
  lines.push(...pathLines(host, colors, true), '');
  const findings = host.findings.filter((f) => f.id !== 'HostNotProven');
  if (findings.length > 0) lines.push('  Findings:', ...findings.flatMap((f) => findingLines(f, colors, host.cure === undefined)), ...cureLines(host, colors), '');
  if (host.unknowns.length > 0) lines.push('  Unresolved:', ...host.unknowns.map(({ what, why }) => `    ${colors.yellow('·')} ${plain(what)}: ${plain(why)}`), '');
  if (host.assumptions.length > 0) lines.push('  What is assumed:', ...host.assumptions.map((a) => `    ${plain(a)}`), '');
  lines.push('  See for yourself, on the host:', ...verify.onHost.map((c) => `    ${c}`), '', '  With the AWS CLI:', ...verify.onAws.map((c) => `    ${c}`));
  return `${lines.join('\n')}\n`;
}
