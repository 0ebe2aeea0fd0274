import { markup, plain } from './inert';
import { hostFails, Report, ReportFinding, ReportHost } from './report';

/** JUnit XML: a suite a template, a case a host. What is acknowledged or cannot be told is skipped, saying why. */
export function toJunit(report: Report, options: { readonly strict?: boolean } = {}): string {
  const strict = options.strict ?? false;
  const templates = [...new Set([...report.hosts.map((h) => h.template), ...report.errors.map((e) => e.template), ...(report.warnings ?? []).map((w) => w.template)])].sort();
  const suites = templates.map((template) => suite(template, report, strict));
  const general = report.findings.length > 0 ? [generalSuite(report.findings)] : [];
  const all = [...suites, ...general];
  const sum = (key: 'tests' | 'failures' | 'errors' | 'skipped') => all.reduce((n, s) => n + s[key], 0);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="cdk-ssm-ready" tests="${sum('tests')}" failures="${sum('failures')}" errors="${sum('errors')}" skipped="${sum('skipped')}">`,
    ...all.flatMap((s) => s.lines),
    '</testsuites>',
    '',
  ].join('\n');
}

interface Suite { readonly tests: number; readonly failures: number; readonly errors: number; readonly skipped: number; readonly lines: readonly string[] }

function suite(template: string, report: Report, strict: boolean): Suite {
  const hosts = report.hosts.filter((h) => h.template === template);
  const errors = report.errors.filter((e) => e.template === template);
  const failures = hosts.filter((h) => hostFails(h, strict)).length;
  const skipped = hosts.filter((h) => !hostFails(h, strict) && h.verdict !== 'ready').length;
  const cases = hosts.flatMap((host) => testCase(host, strict));
  const warnings = (report.warnings ?? []).filter((w) => w.template === template);
  const broken = errors.flatMap((error) => [
    `    <testcase classname="${markup(template)}" name="the template can be read">`,
    `      <error message="${markup(error.message)}"/>`,
    '    </testcase>',
  ]);
  return wrap(template, { tests: hosts.length + errors.length, failures, errors: errors.length, skipped }, [...broken, ...cases, ...warnings.length > 0 ? [`    <system-out>${markup(warnings.map((w) => `warning: ${w.message}`).join('\n'))}</system-out>`] : []]);
}

function wrap(name: string, counts: Omit<Suite, 'lines'>, lines: readonly string[]): Suite {
  const head = `  <testsuite name="${markup(name)}" tests="${counts.tests}" failures="${counts.failures}" errors="${counts.errors}" skipped="${counts.skipped}">`;
  return { ...counts, lines: [head, ...lines, '  </testsuite>'] };
}

function testCase(host: ReportHost, strict: boolean): string[] {
  const name = markup(host.constructPath ?? host.logicalId);
  const head = `    <testcase classname="${markup(host.template)}" name="${name}"`;
  if (hostFails(host, strict)) {
    const open = host.findings.filter((f) => f.acknowledged === undefined && f.baseline !== true && f.severity !== 'info');
    const text = open.map((f) => findingText(f)).join('\n');
    return [`${head}>`, `      <failure type="${host.verdict}" message="${markup([...new Set(open.map((f) => f.id))].join(', '))}">${text}</failure>`, '    </testcase>'];
  }
  if (host.verdict === 'ready') return [`${head}/>`];
  const reasons = host.findings.map((f) => f.acknowledged ?? (f.baseline ? 'in the baseline' : undefined)).filter((r) => r !== undefined);
  const why = host.verdict === 'unknown' ? host.findings.find((f) => f.id === 'HostNotProven')?.message ?? 'not proved'
    : reasons.length > 0 ? `acknowledged: ${[...new Set(reasons)].join('; ')}` : 'never, but not meant to be managed';
  return [`${head}>`, `      <skipped message="${markup(why)}"/>`, '    </testcase>'];
}

function findingText(finding: ReportFinding): string {
  const at = finding.at[0];
  const place = at ? ` (${plain(at.template)}${at.line === undefined ? '' : `:${at.line}`} ${plain(at.logicalId)})` : '';
  return markup(`${finding.id}: ${plain(finding.message)}${place}. Cure: ${plain(finding.cure)}`);
}

function generalSuite(findings: readonly ReportFinding[]): Suite {
  const lines = findings.flatMap((f) => [
    `    <testcase classname="cdk-ssm-ready" name="${markup(f.id)}">`,
    `      <skipped message="${markup(f.message)}"/>`,
    '    </testcase>',
  ]);
  return wrap('cdk-ssm-ready', { tests: findings.length, failures: 0, errors: 0, skipped: findings.length }, lines);
}
