import { type Rule, RULES } from '../verdict';
import { inertJson, plain } from './inert';
import { Report, ReportFinding, ReportHost } from './report';
import { ReportPlace } from './report-places';
import { pageOf } from './rules';

const PAGE = 'https://github.com/cdk-ssm-ready/cdk-ssm-ready';
const LEVEL = { error: 'error', warning: 'warning', info: 'note' } as const;

/** SARIF 2.1.0, as code scanning takes it: a rule for each check that found something, a result a finding, suppressed where it is acknowledged or in the baseline. */
export function toSarif(report: Report, version: string): string {
  const found = new Set([...report.hosts.flatMap((h) => h.findings), ...report.findings].map((f) => f.id));
  const checks = RULES.filter((check) => found.has(check.id));
  const results = [
    ...report.hosts.flatMap((host) => host.findings.map((finding) => result(finding, host, checks))),
    ...report.findings.map((finding) => result(finding, undefined, checks)),
  ];
  return `${inertJson({
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [{
      tool: { driver: { name: 'cdk-ssm-ready', version, informationUri: PAGE, rules: checks.map(rule) } },
      columnKind: 'utf16CodeUnits',
      invocations: [{ executionSuccessful: report.errors.length === 0, toolExecutionNotifications: [...report.errors.map((e) => notification(e, 'error')), ...(report.warnings ?? []).map((w) => notification(w, 'warning'))] }],
      results,
    }],
  }, 2)}\n`;
}

function rule(check: Rule) {
  const { id, title, why, symptom, links, severity } = check;
  const page = pageOf(check);
  const acknowledgement = (reason: string) => `Validations.of(construct).acknowledge({ id: 'cdk-ssm-ready::${id}', reason: '${reason}' })`;
  return {
    id,
    name: id,
    shortDescription: { text: title },
    fullDescription: { text: why },
    help: {
      text: `${title}. ${why} Symptom: ${symptom} Fix: ${page}. To suppress it in a CDK app: ${acknowledgement('…')}.`,
      markdown: [
        `${title}.`, why, `**Symptom:** ${symptom}`, `**Fix:** [${id}](${page})`,
        `**AWS documentation:**\n${links.map((link) => `- <${link}>`).join('\n')}`,
        `Meant? In a CDK app: \`${acknowledgement('…')}\`.`,
      ].join('\n\n'),
    },
    helpUri: page,
    defaultConfiguration: { level: LEVEL[severity] },
  };
}

function result(finding: ReportFinding, host: ReportHost | undefined, checks: readonly Rule[]) {
  const [first, ...others] = finding.at;
  const subject = host ? `${host.constructPath ?? host.logicalId}: ` : '';
  const suppression = finding.acknowledged ?? (finding.baseline ? 'in the baseline' : undefined);
  return {
    ruleId: finding.id,
    ruleIndex: checks.findIndex((check) => check.id === finding.id),
    level: LEVEL[finding.severity],
    message: { text: message(`${subject}${finding.message}.${finding.cure ? ` Cure: ${finding.cure}.` : ''}`) },
    locations: first ? [{ ...physical(first), logicalLocations: logical(first, host) }] : [],
    ...(others.length > 0 ? { relatedLocations: others.map((place, id) => ({ id, ...physical(place), message: { text: message(place.logicalId) } })) } : {}),
    ...(finding.fingerprint === undefined ? {} : { partialFingerprints: { 'ssmReady/v1': finding.fingerprint } }),
    ...(suppression === undefined ? {} : { suppressions: [{ kind: 'external', justification: message(suppression) }] }),
    properties: { code: finding.code },
  };
}

function physical({ template, line, column }: ReportPlace) {
  return {
    physicalLocation: {
      artifactLocation: { uri: uriOf(template) },
      ...(line === undefined ? {} : { region: { startLine: line, ...(column === undefined ? {} : { startColumn: column }) } }),
    },
  };
}

function logical(place: ReportPlace, host: ReportHost | undefined) {
  const name = plain(place.logicalId);
  const fault = { name, fullyQualifiedName: plain(place.property === undefined ? place.logicalId : `${place.logicalId}.${place.property}`), kind: 'resource' };
  if (!host || host.logicalId === place.logicalId) return [fault];
  return [fault, { name: plain(host.logicalId), fullyQualifiedName: plain(host.constructPath ?? host.logicalId), kind: 'resource' }];
}

/** Text in a SARIF message, where `[text](target)` would be a link. */
const message = (text: string) => plain(text).replace(/\]\(/g, '] (');

/** A path as a URI reference. */
export function uriOf(path: string): string {
  const parts = path.replace(/\\/g, '/').split('/').map((part) => encodeURIComponent(part.replace(/[\ud800-\udfff]/g, '')));
  const first = parts[0] ?? '';
  if (/^[A-Za-z]%3A$/.test(first)) return `file:///${parts.join('/').replace('%3A', ':')}`;
  return path.startsWith('/') ? `file://${parts.join('/')}` : parts.join('/');
}

function notification(error: Report['errors'][number], level: 'error' | 'warning') {
  return {
    level,
    message: { text: message(error.message) },
    locations: [physical({ template: error.template, logicalId: '', ...(error.line === undefined ? {} : { line: error.line }) })],
  };
}
