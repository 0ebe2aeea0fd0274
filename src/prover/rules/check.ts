import { AGENT_REASONS, AgentReason, HostProof, NET_REASONS, NetReason } from '../analysis';
import { Step } from '../core';

export type Severity = 'error' | 'warning' | 'info';
export type Reason = NetReason | AgentReason;

/** One question about a host, with a name people can look up and acknowledge. The words of a single finding are in `present/`. */
export interface Check {
  /** PascalCase; once published never renamed. Acknowledged as `cdk-ssm-ready::<id>`. */
  readonly id: string;
  readonly severity: Severity;
  /** One line: what is wrong when it fires. */
  readonly title: string;
  /** One or two sentences: why that matters to a managed node. */
  readonly why: string;
  /** What people see of it on AWS, in the words of the console, the AWS CLI or the agent's log, or what they miss there. */
  readonly symptom: string;
  /** Pages of the AWS documentation that say so. */
  readonly links: readonly string[];
  /** The reasons of the proof this check speaks for. */
  readonly reasons: readonly Reason[];
  /** The published codes its findings carry; none: that of whatever step fails. */
  readonly codes: readonly string[];
  /** The steps of a proof that make it fire. */
  readonly question: (proof: HostProof) => readonly Step[];
}

const CODES: Readonly<Record<Reason, string>> = { ...NET_REASONS, ...AGENT_REASONS };

/**
 * Defines a check; unless it says otherwise it fires on the failing steps that carry one of its reasons: an error on those that decide
 * the proof, a warning or a note on those beside it.
 */
export function defineCheck(check: Omit<Check, 'question' | 'codes'> & Partial<Pick<Check, 'question' | 'codes'>>): Check {
  const reasons = new Set<string>(check.reasons);
  const codes = [...new Set(check.reasons.map((reason) => CODES[reason]))];
  const steps = check.severity === 'error' ? failingSteps : besideSteps;
  return { codes, question: (proof) => steps(proof).filter((s) => reasons.has(s.reason)), ...check };
}

/** All checks ask for the same steps of a proof. */
function oncePerProof(steps: (proof: HostProof) => readonly Step[]): (proof: HostProof) => readonly Step[] {
  const known = new WeakMap<HostProof, readonly Step[]>();
  return (proof) => {
    let found = known.get(proof);
    if (!found) known.set(proof, found = steps(proof));
    return found;
  };
}

/**
 * Every step that fails on the way to a `no`. Where a service is reached by another path, the failing one is no fault of the host
 * (see EndpointInterfaceUnreachable).
 */
export const failingSteps = oncePerProof((proof) => proof.placements.filter((p) => p.answer === 'no').flatMap((placement) => [
  ...placement.metadata.because, ...placement.image.because, ...placement.credentials.because,
  ...placement.services.filter((s) => s.answer === 'no').flatMap((s) => s.paths.flatMap((p) => p.because)),
]).filter((s) => s.answer === 'no'));

/** Every step that blocks a proof either way. */
export function openSteps(proof: HostProof): Step[] {
  return proof.placements.flatMap((placement) => [
    ...placement.metadata.because, ...placement.image.because, ...placement.credentials.because,
    ...placement.services.filter((s) => s.answer === 'unknown').flatMap((s) => s.paths.flatMap((p) => p.because)),
  ]).filter((s) => s.answer === 'unknown');
}

/** Every step that fails beside the way to an answer. */
export const besideSteps = oncePerProof((proof) => proof.placements.flatMap((placement) => placement.beside));
