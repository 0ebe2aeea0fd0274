import type { Agreement, ObservedState } from '../../doctor';
import { Assumption } from '../core';
import { Cure } from '../remediation';
import { hostNotProven, isFault } from '../rules';
import { failureWords, Finding, HostVerdict, InputFault, Judgement } from '../verdict';
import { ReportCure, reportCure } from './cure-words';
import { fingerprint } from './fingerprint';
import { assumptionWords, openWords } from './open-words';
import { ReportPath, reportPaths } from './report-paths';
import { LineOf, ReportPlace, reportPlaces } from './report-places';
import { named, nameOf } from './wording';

/** A judgement with all its words: what every format prints. */
export interface Report {
  readonly schemaVersion: 1;
  readonly hosts: readonly ReportHost[];
  readonly findings: readonly ReportFinding[];
  readonly errors: readonly InputFault[];
  /** What was read and evaluated, though its author may have meant something else. They fail nothing. */
  readonly warnings?: readonly InputFault[];
  readonly summary: ReportSummary;
}

export interface ReportSummary {
  readonly ready: number;
  readonly never: number;
  readonly unknown: number;
  /** Hosts that were left out on request. */
  readonly excluded?: number;
  /** Of those that are `never`: how many fail nothing, because every error is acknowledged, in the baseline or not asked for. */
  readonly spared?: number;
}

export interface ReportHost {
  readonly template: string;
  readonly logicalId: string;
  readonly constructPath?: string;
  readonly type: string;
  readonly verdict: 'ready' | 'never' | 'unknown';
  readonly findings: readonly ReportFinding[];
  readonly assumptions: readonly string[];
  readonly unknowns: readonly { readonly what: string; readonly why: string }[];
  readonly region?: string;
  readonly account?: string;
  /** The smallest set of changes found that makes it ready, proved by judging the changed input. */
  readonly cure?: ReportCure;
  /** Hop by hop, for each place it may start in. */
  readonly paths?: readonly ReportPath[];
  /** Of an instance that runs already. */
  readonly instanceId?: string;
  readonly observed?: ReportObserved;
}

/** What AWS shows of an instance, beside what is proved. */
export interface ReportObserved {
  readonly state: ObservedState;
  readonly session?: 'connected' | 'not-connected';
  readonly lastPing?: string;
  readonly agentVersion?: string;
  readonly agreement: Agreement;
}

export interface ReportFinding {
  readonly id: string;
  readonly code: string;
  readonly severity: 'error' | 'warning' | 'info';
  readonly message: string;
  readonly cure: string;
  readonly at: readonly ReportPlace[];
  /** Why somebody says that it is meant; then it fails nothing. */
  readonly acknowledged?: string;
  /** Stays the same while lines move and unrelated things change. */
  readonly fingerprint?: string;
  /** It is in the baseline; then it fails nothing. */
  readonly baseline?: true;
}

export interface ReportOptions {
  /**
   * Which hosts carry their paths hop by hop. `none`: for whoever wants the findings only; there are no fingerprints then either.
   */
  readonly paths?: 'none' | 'failing' | 'all';
  /** Finds cures for hosts that are `never`. Default: none are looked for. */
  readonly cures?: (host: HostVerdict) => Cure | undefined;
  /** Whether notes are wanted, and what is assumed of hosts that have nothing else to tell. Default: true. */
  readonly notes?: boolean;
  /** Fingerprints of findings that are known and accepted. */
  readonly baseline?: ReadonlySet<string>;
}

export function makeReport(judgement: Judgement, lineOf: LineOf, options: ReportOptions = {}): Report {
  const failed: InputFault[] = [];
  const attempt = <T>(host: HostVerdict, what: string, work: () => T): T | undefined => {
    try {
      return work();
    } catch (error) {
      // Whatever it is, it is this host's: the others are reported.
      failed.push({ template: host.place.template, message: failureWords(`${host.place.logicalId ?? host.name} ${what}`, error) });
      return undefined;
    }
  };
  const cures = options.cures && ((host: HostVerdict) => attempt(host, 'was judged, but no fix can be looked for', () => options.cures!(host)));
  const hosts = judgement.hosts.map((host) => attempt(host, 'cannot be reported', () => reportHost(host, lineOf, { ...options, cures }))).filter((host) => host !== undefined).sort(byPlace);
  const spared = hosts.filter((h) => h.verdict === 'never' && !hostFails(h, false)).length;
  const count = (verdict: string) => hosts.filter((h) => h.verdict === verdict).length;
  return {
    schemaVersion: 1,
    hosts,
    findings: judgement.findings.map((f) => reportFinding(f, undefined, lineOf, options)),
    errors: [...judgement.errors, ...failed].sort((a, b) => compare(a.template, b.template) || compare(a.message, b.message)),
    ...(judgement.warnings.length > 0 ? { warnings: [...judgement.warnings].sort((a, b) => compare(a.template, b.template) || compare(a.message, b.message)) } : {}),
    summary: {
      ready: count('ready'),
      never: count('never'),
      unknown: count('unknown'),
      ...(judgement.excluded > 0 ? { excluded: judgement.excluded } : {}),
      ...(spared > 0 ? { spared } : {}),
    },
  };
}

/** Without what is only worth knowing. */
export function withoutNotes(report: Report): Report {
  const loud = (findings: readonly ReportFinding[]) => findings.filter((f) => f.severity !== 'info');
  return { ...report, hosts: report.hosts.map((h) => ({ ...h, findings: loud(h.findings) })), findings: loud(report.findings) };
}

/** Whether a host makes the run fail: an error nobody has acknowledged; with `strict` also what cannot be told. */
export function hostFails(host: ReportHost, strict: boolean): boolean {
  const open = host.findings.filter((f) => f.acknowledged === undefined && f.baseline !== true);
  return open.some((f) => f.severity === 'error' || (strict && f.id === 'HostNotProven'));
}

function reportHost(host: HostVerdict, lineOf: LineOf, options: ReportOptions): ReportHost {
  const { place } = host;
  const detail = options.paths ?? 'none';
  const cure = host.verdict === 'never' ? options.cures?.(host) : undefined;
  // Of hosts that are alike one is proved, the others only if somebody wants to hear about them.
  const silent = host.quiet && options.notes === false && detail !== 'all';
  return {
    template: place.template,
    logicalId: place.logicalId ?? host.name,
    ...(place.constructPath === undefined ? {} : { constructPath: place.constructPath }),
    type: host.type,
    verdict: host.verdict,
    ...(detail === 'none' || host.region === undefined ? {} : { region: host.region }),
    ...(detail === 'none' || host.account === undefined ? {} : { account: host.account }),
    findings: silent ? [] : host.findings.map((f) => reportFinding(f, host, lineOf, options)),
    assumptions: silent ? [] : host.assumptions.filter((assumption) => bearsOn(host, assumption)).map(assumptionWords),
    unknowns: host.unknowns.map(openWords),
    ...(cure ? { cure: reportCure(cure, place.constructPath !== undefined) } : {}),
    ...(detail === 'all' || (detail === 'failing' && host.verdict !== 'ready') ? { paths: reportPaths(host, lineOf) } : {}),
  };
}

/** Assumptions in favor of a host: without them it could only be further from ready. */
const IN_FAVOR: ReadonlySet<Assumption['kind']> = new Set<Assumption['kind']>([
  'image-carries-agent', 'user-data-installs-agent', 'private-dns-accepted', 'external-policy-open', 'metadata-default', 'proxy-serves', 'directory-forwards', 'session-preferences',
  'nat-instance-forwards', 'dual-stack-names', 'peering-accepted', 'service-control-policies',
]);

/** Whether a verdict could be another one without an assumption. For a parameter's default that was tried, fault by fault. */
function bearsOn({ verdict, findings }: HostVerdict, { kind, subject }: Assumption): boolean {
  if (verdict !== 'never') return true;
  if (kind === 'parameter-default') return findings.some((f) => f.under.some((under) => under.kind === kind && under.subject === subject));
  return !IN_FAVOR.has(kind);
}

function reportFinding(finding: Finding, host: HostVerdict | undefined, lineOf: LineOf, options: ReportOptions): ReportFinding {
  const mark = (options.paths ?? 'none') === 'none' && options.baseline === undefined ? undefined : fingerprint(finding, host);
  const { message, cure } = findingWords(finding, host);
  const at = finding.at.length > 0 ? finding.at : host ? [host.place] : [];
  return {
    id: finding.id,
    code: finding.code,
    severity: finding.severity,
    message,
    cure,
    at: reportPlaces(at, lineOf),
    ...(finding.acknowledged === undefined ? {} : { acknowledged: finding.acknowledged }),
    ...(mark === undefined ? {} : { fingerprint: mark }),
    ...(mark !== undefined && options.baseline?.has(mark) ? { baseline: true as const } : {}),
  };
}

function findingWords(finding: Finding, host: HostVerdict | undefined): { message: string; cure: string } {
  const { reason, data } = finding;
  const evidence = named(reason === hostNotProven.faults.notProven && host && host.unknowns.length > 0 ? { ...data, open: openList(host) } : data);
  const words = isFault(reason) ? reason.words(evidence) : { message: reason.says(evidence), cdk: '', cloudFormation: '' };
  const under = finding.under.filter((a) => a.kind !== 'default-host-management-off' || data.hostManagement === undefined).map(underWords);
  const prefix = finding.id === 'EndpointInterfaceUnreachable' ? `the network interface in ${nameOf(data.endpointSubnet)} is unreachable: ` : '';
  return { message: `${prefix}${words.message}${under.length > 0 ? ` (${under.join('; ')})` : ''}`, cure: host?.place.constructPath === undefined ? words.cloudFormation : words.cdk };
}

/** What is not known of a host, the first of it. */
function openList(host: HostVerdict): string {
  const words = host.unknowns.map(openWords);
  return `${words.slice(0, 3).map((w) => `${w.what} (${w.why})`).join('; ')}${words.length > 3 ? `; and ${words.length - 3} more` : ''}`;
}

function underWords(assumption: Assumption): string {
  if (assumption.kind === 'default-host-management-off') return 'assumes that Default Host Management is disabled; if it is enabled, set defaultHostManagement';
  const value = assumption.value === '' ? 'empty' : assumption.value;
  return `assumes that parameter ${assumption.subject} has its default value ${value}: --parameters ${assumption.subject}=…`;
}

function byPlace(a: ReportHost, b: ReportHost): number {
  return compare(a.template, b.template) || compare(a.logicalId, b.logicalId) || compare(a.constructPath ?? '', b.constructPath ?? '');
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
