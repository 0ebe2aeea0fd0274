import { createHash } from 'crypto';
import { inertJson } from './inert';
import { Report, ReportFinding, ReportHost } from './report';

const SEVERITIES: Readonly<Record<ReportFinding['severity'], string>> = { error: 'critical', warning: 'minor', info: 'info' };

/**
 * A Code Quality report for GitLab's merge requests (https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format). Findings
 * that are acknowledged or in the baseline are left out: GitLab has no state for them.
 */
export function toGitlab(report: Report): string {
  const open = (findings: readonly ReportFinding[]) => findings.filter((f) => f.acknowledged === undefined && f.baseline !== true);
  const issues = [
    ...report.errors.map((error) => issue('InputError', 'blocker', error.message, { path: error.template, line: error.line })),
    ...report.hosts.flatMap((host) => open(host.findings).map((f) => ofFinding(f, host))),
    ...open(report.findings).map((f) => ofFinding(f)),
  ];
  // Equal fingerprints are one issue to GitLab.
  return `${inertJson([...new Map(issues.map((i) => [i.fingerprint, i])).values()], 2)}\n`;
}

function ofFinding(finding: ReportFinding, host?: ReportHost) {
  const [place] = finding.at;
  const description = `${host ? `${host.constructPath ?? host.logicalId}: ` : ''}${finding.message}${finding.cure ? `. Fix: ${finding.cure}` : ''}`;
  return issue(finding.id, SEVERITIES[finding.severity], description, { path: place?.template ?? host?.template ?? '.', line: place?.line }, finding.fingerprint);
}

function issue(name: string, severity: string, description: string, at: { readonly path: string; readonly line: number | undefined }, fingerprint?: string) {
  const path = at.path.replace(/\\/g, '/').replace(/^\.\//, '');
  return {
    description,
    check_name: name,
    fingerprint: fingerprint ?? createHash('sha256').update(JSON.stringify([name, path, description])).digest('hex').slice(0, 24),
    severity,
    location: { path, lines: { begin: at.line ?? 1 } },
  };
}
