import { causesOf } from './causes';
import { plain } from './inert';
import { Report, ReportFinding } from './report';
import { ReportPlace } from './report-places';

type Level = 'error' | 'warning' | 'notice';
const LEVELS: Readonly<Record<ReportFinding['severity'], Level>> = { error: 'error', warning: 'warning', info: 'notice' };

/**
 * Workflow commands that GitHub Actions shows as annotations
 * (https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions). It shows ten of a kind for a step, so that there is one
 * for a cause, not for a host.
 */
export function toGithub(report: Report): string {
  const causes = causesOf(report.hosts).map(({ id, message, fix, at, hosts, others }) => {
    const first = hosts[0].constructPath ?? hosts[0].logicalId;
    const whom = hosts.length === 1 ? first : `${hosts.length} hosts: ${first} and ${hosts.length - 1} more`;
    const place = at[0] ?? { template: hosts[0].template, logicalId: hosts[0].logicalId };
    return command(id === 'HostNotProven' ? 'warning' : 'error', place, id, [`${message}${others > 0 ? ` (and ${others} more like it)` : ''}`, whom, ...fix ? [`fix: ${fix}`] : []]);
  });
  const warnings = report.hosts.flatMap((host) => host.findings)
    .filter((f) => f.severity !== 'error' && f.id !== 'HostNotProven' && f.acknowledged === undefined && f.baseline !== true);
  const beside = [...warnings, ...report.findings].map((f) => command(LEVELS[f.severity], f.at[0], f.id, [f.message, ...f.cure ? [`fix: ${f.cure}`] : []]));
  const inputs = [
    ...report.errors.map((e) => command('error', e, 'cdk-ssm-ready', [e.message])),
    ...(report.warnings ?? []).map((w) => command('warning', w, 'cdk-ssm-ready', [w.message])),
  ];
  return [...new Set([...inputs, ...causes, ...beside])].map((line) => `${line}\n`).join('');
}

function command(level: Level, place: Pick<ReportPlace, 'template' | 'line'> | undefined, title: string, lines: readonly string[]): string {
  const properties = [...place ? [`file=${property(place.template)}`, ...place.line === undefined ? [] : [`line=${place.line}`]] : [], `title=${property(title)}`];
  return `::${level} ${properties.join(',')}::${lines.map((line) => data(plain(line))).join('%0A')}`;
}

const data = (text: string) => text.replace(/%/g, '%25').replace(/\r/g, '%0D').replace(/\n/g, '%0A');
const property = (text: string) => data(plain(text)).replace(/:/g, '%3A').replace(/,/g, '%2C');
