import { causesOf } from './causes';
import { markdownText as esc } from './inert';
import { hostFails, Report, ReportFinding, ReportHost } from './report';
import { brief, nearest } from './text-path';

/** A comment on a pull request may hold 65,536 characters; beyond these the rest is counted. */
const MAX_ROWS = 100;
const MAX_DETAILS = 40;
const MAX_CAUSES = 20;
/** More hosts that are not ready than these have their causes listed first. */
const MAX_APART = 10;

const SIGN = { never: '❌ never', unknown: '❔ unknown', ready: '✅ ready' } as const;
const RANK = { never: 0, unknown: 1, ready: 2 } as const;

/** For a comment on a pull request: the count, a table, and the details folded. */
export function toMarkdown(report: Report): string {
  const hosts = [...report.hosts].sort((a, b) => RANK[a.verdict] - RANK[b.verdict]);
  const lines = ['## Systems Manager readiness', '', headline(report), ''];
  const title = titles(hosts);
  lines.push(...causes(hosts, title));
  if (hosts.length > 0) lines.push(...table(hosts, title), '');
  const telling = hosts.filter((h) => h.findings.length > 0);
  for (const host of telling.slice(0, MAX_DETAILS)) lines.push(...details(host, title(host)), '');
  if (telling.length > MAX_DETAILS) lines.push(`… and ${telling.length - MAX_DETAILS} more hosts with findings.`, '');
  for (const finding of report.findings) lines.push(`- **${finding.id}** ${esc(finding.message)}. ${esc(finding.cure)}`);
  for (const error of report.errors) lines.push(inputItem('error', error));
  for (const warning of report.warnings ?? []) lines.push(inputItem('warning', warning));
  return `${lines.join('\n').trimEnd()}\n`;
}

function inputItem(level: string, { template, line, message }: Report['errors'][number]): string {
  return `- **${level}** ${code(`${template}${line === undefined ? '' : `:${line}`}`)} ${esc(message)}`;
}

// Markdown is read inside of an element too.
const code = (text: string) => `<code>${esc(text)}</code>`;

function headline({ summary }: Report): string {
  const { ready, never, unknown, spared, excluded } = summary;
  const total = ready + never + unknown;
  if (total === 0) return 'No EC2 host in the input.';
  const parts = [`**${ready}** ready`, `**${never}** never${spared ? ` (${spared} suppressed)` : ''}`, `**${unknown}** unknown`];
  return `${total} host${total === 1 ? '' : 's'}: ${parts.join(', ')}${excluded ? `, ${excluded} excluded` : ''}.`;
}

/** What many hosts have in common goes before what each of them has. */
function causes(hosts: readonly ReportHost[], title: (host: ReportHost) => string): string[] {
  const failing = hosts.filter((host) => host.verdict !== 'ready');
  if (failing.length <= MAX_APART) return [];
  const list = causesOf(failing);
  const items = list.slice(0, MAX_CAUSES).map((cause) => {
    const names = cause.hosts.slice(0, 3).map(title).join(', ');
    return `- **${cause.hosts.length}** × **${cause.id}** ${esc(cause.message)}${cause.others > 0 ? ` (and ${cause.others} more like it)` : ''}${cause.fix ? `. Fix: ${esc(cause.fix)}` : ''}. ${names}${cause.hosts.length > 3 ? `, ${cause.hosts.length - 3} more` : ''}`;
  });
  return ['### Causes', '', ...items, ...list.length > MAX_CAUSES ? [`- and ${list.length - MAX_CAUSES} more causes`] : [], ''];
}

/** What to call hosts: those of one name by their files too. */
function titles(hosts: readonly ReportHost[]): (host: ReportHost) => string {
  const nameOf = (host: ReportHost) => host.constructPath ?? host.logicalId;
  const files = new Map<string, Set<string>>();
  for (const host of hosts) files.set(nameOf(host), (files.get(nameOf(host)) ?? new Set()).add(host.template));
  return (host) => `${code(nameOf(host))}${files.get(nameOf(host))?.size === 1 ? '' : ` in ${code(host.template)}`}`;
}

function table(hosts: readonly ReportHost[], title: (host: ReportHost) => string): string[] {
  const rows = hosts.slice(0, MAX_ROWS).map((host) => {
    const ids = [...new Set(host.findings.map((f) => (f.acknowledged === undefined && f.baseline !== true ? f.id : `${f.id} (acknowledged)`)))];
    return `| ${title(host)} | ${SIGN[host.verdict]} | ${ids.join(', ')} |`;
  });
  const more = hosts.length > MAX_ROWS ? [`| … and ${hosts.length - MAX_ROWS} more | | |`] : [];
  return ['| host | verdict | why |', '| --- | --- | --- |', ...rows, ...more];
}

function details(host: ReportHost, title: string): string[] {
  const open = hostFails(host, false) ? ' open' : '';
  return [
    `<details${open}><summary>${SIGN[host.verdict]} ${title}</summary>`,
    '',
    ...host.findings.flatMap((f) => findingLines(f, host.cure === undefined)),
    ...cure(host),
    ...way(host),
    '',
    '</details>',
  ];
}

/** All of it together makes the host ready. */
function cure(host: ReportHost): string[] {
  return host.cure ? ['', `Fix (${host.cure.leadsTo === 'ready' ? 'verified: the instance becomes ready' : 'verified: no errors remain'}):`, '', ...host.cure.changes.map((change, i) => `${i + 1}. ${esc(change)}`)] : [];
}

function findingLines(finding: ReportFinding, withCure: boolean): string[] {
  const at = finding.at[0];
  const place = at ? ` (${code(`${at.template}${at.line === undefined ? '' : `:${at.line}`}`)} ${code(at.logicalId)})` : '';
  const lines = [`- **${finding.id}** ${esc(finding.message)}${place}`];
  if (finding.cure && withCure) lines.push(`  - fix: ${esc(finding.cure)}`);
  if (finding.acknowledged !== undefined) lines.push(`  - acknowledged: ${esc(finding.acknowledged)}`);
  if (finding.baseline) lines.push('  - in the baseline');
  return lines;
}

/** The way up to where it ends, as one line a service. */
function way(host: ReportHost): string[] {
  const path = host.paths?.find((p) => p.answer === 'no');
  if (!path) return [];
  const chain = (steps: readonly { readonly words: string; readonly broken?: true; readonly answer: string }[]) => {
    const end = steps.findIndex((s) => s.broken);
    const upTo = end < 0 ? steps : steps.slice(0, end + 1);
    return upTo.map((s) => (s.broken ? `**${s.answer === 'no' ? '✘' : '?'} ${esc(brief(s.words))}**` : esc(s.words))).join(' → ');
  };
  const itself = path.steps.some((s) => s.broken) ? [`- the host itself: ${chain(path.steps)}`] : [];
  const services = path.services.filter((s) => s.answer !== 'yes').map((s) => `- to ${esc(s.service)} from ${code(path.subnet.name)}: ${chain(nearest(s).steps)}`);
  return itself.length + services.length > 0 ? ['', 'Where the way ends:', '', ...itself, ...services] : [];
}
