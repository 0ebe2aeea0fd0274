import { Assumption, Place } from '../core';
import { Finding, HostVerdict, Judgement } from '../verdict';
import { assumptionWords, openWords } from './open-words';
import { wordsFor } from './words';

/** A judgement with all its words: what every format prints. */
export interface Report {
  readonly schemaVersion: 1;
  readonly hosts: readonly ReportHost[];
  readonly findings: readonly ReportFinding[];
  readonly errors: readonly { readonly template: string; readonly message: string; readonly line?: number }[];
  readonly summary: { readonly ready: number; readonly never: number; readonly unknown: number };
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
}

export interface ReportPlace {
  readonly template: string;
  readonly logicalId: string;
  readonly property?: string;
  readonly line?: number;
  readonly column?: number;
  /** Where the app's code made it, where CDK recorded that. */
  readonly source?: string;
}

export interface ReportFinding {
  readonly id: string;
  readonly code: string;
  readonly severity: 'error' | 'warning' | 'info';
  readonly message: string;
  readonly cure: string;
  readonly at: readonly ReportPlace[];
}

/** Finds the line of a place. */
export type LineOf = (place: Place) => { line: number; column: number } | undefined;

export function makeReport(judgement: Judgement, lineOf: LineOf): Report {
  const hosts = judgement.hosts.map((host) => reportHost(host, lineOf)).sort(byPlace);
  const count = (verdict: string) => hosts.filter((h) => h.verdict === verdict).length;
  return {
    schemaVersion: 1,
    hosts,
    findings: judgement.findings.map((f) => reportFinding(f, undefined, lineOf)),
    errors: [...judgement.errors].sort((a, b) => compare(a.template, b.template) || compare(a.message, b.message)),
    summary: { ready: count('ready'), never: count('never'), unknown: count('unknown') },
  };
}

function reportHost(host: HostVerdict, lineOf: LineOf): ReportHost {
  const { place } = host;
  return {
    template: place.template,
    logicalId: place.logicalId ?? host.name,
    ...(place.constructPath === undefined ? {} : { constructPath: place.constructPath }),
    type: host.type,
    verdict: host.verdict,
    findings: host.findings.map((f) => reportFinding(f, host, lineOf)),
    assumptions: host.assumptions.map(assumptionWords),
    unknowns: host.unknowns.map(openWords),
  };
}

function reportFinding(finding: Finding, host: HostVerdict | undefined, lineOf: LineOf): ReportFinding {
  const { message, cure } = finding.id === 'HostNotProven' && host ? notProven(host) : findingWords(finding, host?.place.constructPath !== undefined);
  const at = finding.at.length > 0 ? finding.at : host ? [host.place] : [];
  return {
    id: finding.id,
    code: finding.code,
    severity: finding.severity,
    message,
    cure,
    at: at.filter((p) => p.logicalId !== undefined).map((place) => ({
      template: place.template,
      logicalId: place.logicalId!,
      ...(place.property === undefined ? {} : { property: place.property }),
      ...lineOf(place),
      ...(place.source === undefined ? {} : { source: place.source }),
    })),
  };
}

function findingWords(finding: Finding, cdk: boolean): { message: string; cure: string } {
  const words = wordsFor(finding.reason, finding.data);
  const under = finding.under.filter((a) => a.kind !== 'default-host-management-off' || !SAYS_HOST_MANAGEMENT.has(finding.reason)).map(underWords);
  const prefix = finding.id === 'EndpointInterfaceUnreachable' ? `the network interface in ${finding.data.endpointSubnet} is out of reach: ` : '';
  return { message: `${prefix}${words.message}${under.length > 0 ? ` (${under.join('; ')})` : ''}`, cure: cdk ? words.cdk : words.cloudFormation };
}

/** Reasons whose own words speak of Default Host Management. */
const SAYS_HOST_MANAGEMENT = new Set(['noInstanceProfile', 'profileWithoutRole']);

function underWords(assumption: Assumption): string {
  if (assumption.kind === 'default-host-management-off') return 'Default Host Management assumed off: --default-host-management on';
  const value = assumption.value === '' ? 'empty' : assumption.value;
  return `parameter ${assumption.subject} assumed to have its default ${value}: --parameters ${assumption.subject}=…`;
}

function notProven(host: HostVerdict): { message: string; cure: string } {
  const words = host.unknowns.map(openWords);
  const message = words.slice(0, 3).map((w) => `${w.what} (${w.why})`).join('; ');
  if (words.length === 0) return { message: `${host.name} works in some of the places it may start in and not in others`, cure: 'see the other findings of this host' };
  return { message: `${host.name} can neither be proved ready nor impossible: ${message}${words.length > 3 ? `; and ${words.length - 3} more` : ''}`, cure: 'say what these values are, or put the missing templates into the input' };
}

function byPlace(a: ReportHost, b: ReportHost): number {
  return compare(a.template, b.template) || compare(a.logicalId, b.logicalId) || compare(a.constructPath ?? '', b.constructPath ?? '');
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
