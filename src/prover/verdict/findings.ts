import { HostProof } from '../analysis';
import { Assumption, Data, evidenceKey, joinEvidence, Place, placeKey, Step } from '../core';
import { EvidenceName, LISTED, Rule, RULES, Severity } from '../rules';
import { isOf, stepsFor } from './steps';
import { Finding } from './types';

/** The findings of one proof: one a fault, however many services and subnets it strikes. */
export function findingsOf(proof: HostProof): Finding[] {
  const merged = new Map<string, Finding>();
  for (const rule of RULES) {
    // A host that is not `never` has no errors: its faults hold in some placements or paths only.
    if (rule.severity === 'error' && proof.answer !== 'no') continue;
    for (const step of stepsFor(rule, proof)) {
      const key = `${rule.id}\u0000${step.reason.name}\u0000${step.at.map(placeKey).join('\u0000')}\u0000${rest(step)}`;
      const known = merged.get(key);
      merged.set(key, known ? { ...known, data: gather(known.data, step.data) } : findingOf(rule, about(proof, step)));
    }
  }
  return [...merged.values()];
}

/** Steps that hold for all hosts of a subnet do not name any. */
function about(proof: HostProof, step: Step): Step {
  return { ...step, data: { host: proof.host, hostType: proof.host.type, ...step.data } };
}

/** The findings of steps that are about no host in particular. */
export function findingsOfSteps(steps: readonly Step[]): Finding[] {
  return RULES.flatMap((rule) => steps.filter((s) => isOf(rule, s)).map((s) => findingOf(rule, s)));
}

function findingOf({ id, severity }: Pick<Rule, 'id' | 'severity'>, step: Step): Finding {
  return { id, severity, reason: step.reason, code: step.reason.code, at: step.at, data: step.data, under: [] };
}

/** Data that tells two faults at the same place apart. */
function rest(step: Step): string {
  return Object.entries(step.data).filter(([key]) => !LISTED.includes(key as EvidenceName) && key !== 'groups').map(([k, v]) => `${k}=${evidenceKey(v)}`).sort().join('\u0000');
}

function gather(into: Data, from: Data): Data {
  const both = LISTED.filter((key) => into[key] !== undefined || from[key] !== undefined).map((key) => [key, joinEvidence(into[key], from[key])] as const);
  return { ...into, ...Object.fromEntries(both) };
}

/** Findings of several worlds as one list; equal ones once. */
export function uniteFindings(lists: readonly (readonly Finding[])[]): Finding[] {
  const united = new Map<string, Finding>();
  for (const finding of lists.flat()) {
    const key = faultKey(finding);
    const known = united.get(key);
    united.set(key, known ? { ...known, data: gather(known.data, finding.data) } : finding);
  }
  return [...united.values()].sort(byImportance);
}

/** What makes a fault the same one in another world. */
export function faultKey(finding: Finding): string {
  return `${finding.id}\u0000${finding.reason.name}\u0000${finding.at.map((p: Place) => placeKey(p)).join('\u0000')}`;
}

const RANK: Record<Severity, number> = { error: 0, warning: 1, info: 2 };
const ORDER = new Map(RULES.map((rule, i) => [rule.id, i]));

function byImportance(a: Finding, b: Finding): number {
  return RANK[a.severity] - RANK[b.severity] || (ORDER.get(a.id) ?? 0) - (ORDER.get(b.id) ?? 0) || (faultKey(a) < faultKey(b) ? -1 : 1);
}

export function assumptionKey(assumption: Assumption): string {
  return `${assumption.kind}\u0000${assumption.subject}\u0000${assumption.value ?? ''}`;
}
