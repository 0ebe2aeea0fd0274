import { isMap, own } from '../prover/core';
import type { Report, ReportFinding } from '../prover/report/report';
import { readJsonFile, UsageError } from './usage';

/** One finding that is known and accepted. Only the fingerprint counts; the rest is for people who read the file. */
export interface BaselineEntry {
  readonly fingerprint: string;
  readonly id: string;
  readonly host: string;
}

/** @throws UsageError, FileError */
export function readBaseline(file: string): BaselineEntry[] {
  const data = readJsonFile(file, 'the baseline');
  const findings = isMap(data) ? own(data, 'findings') : undefined;
  if (!isMap(data) || own(data, 'schemaVersion') !== 1 || !Array.isArray(findings)) throw new UsageError(`${file} is no baseline: write one with --write-baseline`);
  return (findings as unknown[]).map((entry) => {
    const read = (key: string) => (isMap(entry) ? own(entry, key) : undefined);
    const [fingerprint, id, host] = [read('fingerprint'), read('id'), read('host')];
    if (typeof fingerprint !== 'string' || typeof id !== 'string' || typeof host !== 'string') throw new UsageError(`${file} is no baseline: an entry lacks fingerprint, id or host`);
    return { fingerprint, id, host };
  });
}

/** What would fail now, as a baseline. Sorted, so that a version control system shows what came and went. */
export function makeBaseline(report: Report): string {
  const entries = report.hosts.flatMap((host) => host.findings.filter(counts).map((finding) => (
    { fingerprint: finding.fingerprint!, id: finding.id, host: host.constructPath ?? host.logicalId }
  )));
  const unique = [...new Map(entries.map((entry) => [entry.fingerprint, entry])).values()];
  unique.sort((a, b) => (a.host < b.host ? -1 : a.host > b.host ? 1 : a.id < b.id ? -1 : a.id > b.id ? 1 : a.fingerprint < b.fingerprint ? -1 : 1));
  return `${JSON.stringify({ schemaVersion: 1, findings: unique }, undefined, 2)}\n`;
}

/** Whether a finding can make a run fail: an error, or with `--strict` what is not proved. */
const counts = (finding: ReportFinding) => finding.acknowledged === undefined && (finding.severity === 'error' || finding.id === 'HostNotProven');

/** Entries that no longer occur. */
export function goneFrom(baseline: readonly BaselineEntry[], report: Report): BaselineEntry[] {
  const present = new Set(report.hosts.flatMap((host) => host.findings.map((f) => f.fingerprint)));
  return baseline.filter((entry) => !present.has(entry.fingerprint));
}
