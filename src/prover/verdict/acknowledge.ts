import { RULES } from '../rules';
import { acknowledgementUnused } from '../rules/host/acknowledgement-unused';
import { ACKNOWLEDGEMENT_PREFIX } from './acknowledgement-prefix';
import { withFindings } from './like';
import { Finding, HostVerdict, Judgement } from './types';

/** Somebody said of a check, at a construct and all below it, that its finding is meant. */
export interface Acknowledgement {
  /** The construct path; an empty one is the app. */
  readonly path: string;
  readonly check: string;
  readonly reason: string;
}

/** What one entry of CDK's metadata acknowledges of ours. CDK has changed the case of the prefix between versions. */
export function acknowledgementsIn(path: string, data: unknown): Acknowledgement[] {
  if (typeof data !== 'object' || data === null) return [];
  return Object.entries(data).flatMap(([id, reason]) => {
    const [prefix, check] = id.split('::');
    return prefix.toLowerCase() === ACKNOWLEDGEMENT_PREFIX && check ? [{ path, check, reason: typeof reason === 'string' ? reason : '' }] : [];
  });
}

/**
 * Marks the findings that are acknowledged at their host's construct or above it: the nearest reason counts. The verdict stays what it
 * is; what is acknowledged only fails nothing. An acknowledgement that struck nothing is a finding of its own, since it may be a
 * misspelt one.
 */
export function acknowledge(judgement: Judgement, list: readonly Acknowledgement[]): Judgement {
  if (list.length === 0) return judgement;
  const used = new Set<Acknowledgement>();
  const hosts = judgement.hosts.map((host) => markHost(host, list, used));
  const silent = list.filter((entry) => entry.check === acknowledgementUnused.id);
  const unused = list.filter((entry) => !used.has(entry) && !silent.includes(entry) && !silent.some((s) => isWithin(entry.path, s.path))).map(unusedFinding);
  return { ...judgement, hosts, findings: [...judgement.findings, ...unused] };
}

function markHost(host: HostVerdict, list: readonly Acknowledgement[], used: Set<Acknowledgement>): HostVerdict {
  const path = host.place.constructPath;
  const near = path === undefined ? [] : list.filter((entry) => isWithin(path, entry.path));
  // Reading the notes of a host that is like others makes its proof.
  if (near.length === 0 || (host.quiet && near.every((entry) => !NOTES.has(entry.check)))) return host;
  return withFindings(host, host.findings.map((finding) => mark(finding, host, list, used)));
}

const NOTES: ReadonlySet<string> = new Set(RULES.filter((rule) => rule.severity === 'info').map((rule) => rule.id));

function mark(finding: Finding, host: HostVerdict, list: readonly Acknowledgement[], used: Set<Acknowledgement>): Finding {
  const path = host.place.constructPath;
  const matching = path === undefined ? [] : list.filter((entry) => entry.check === finding.id && isWithin(path, entry.path));
  if (matching.length === 0) return finding;
  for (const entry of matching) used.add(entry);
  const nearest = matching.reduce((best, entry) => (entry.path.length >= best.path.length ? entry : best));
  return { ...finding, acknowledged: nearest.reason };
}

const isWithin = (path: string, above: string) => above === '' || path === above || path.startsWith(`${above}/`);

function unusedFinding({ path, check }: Acknowledgement): Finding {
  return {
    id: acknowledgementUnused.id,
    severity: acknowledgementUnused.severity,
    reason: acknowledgementUnused.faults.acknowledgementUnused,
    code: 'ACKNOWLEDGEMENT_UNUSED',
    at: [],
    data: { check, path },
    under: [],
  };
}
