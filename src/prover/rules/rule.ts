import { Fault, FaultDraft, NamedReasons, nameReasons } from './fault';

export type Severity = 'error' | 'warning' | 'info';

/** One question about a host, with a name people can look up and acknowledge, and every fault that it speaks for. */
export interface Rule {
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
  /** The CDK statement that fixes it for every host of an app at once. */
  readonly fixesAll?: string;
  /** By name: each with its code, words, fixes and repair. */
  readonly faults: Readonly<Record<string, Fault>>;
  /** The published codes its findings carry; none: that of whatever step fails. */
  readonly codes: readonly string[];
  /** Which steps of a proof make it fire, where that is not simply those with its faults. */
  readonly fires: Fires;
}

/**
 * `on-faults`: on its own faults; an error on those that decide the proof, a warning or a note on those beside it.
 * `where-placements-differ`: on any fault of a host that is ready in some of its subnets only.
 * `on-interfaces`: on any fault on the path to a network interface of an endpoint that is reached by another one.
 * `by-verdict`: never on a step; the verdict adds its finding itself.
 */
export type Fires = 'on-faults' | 'where-placements-differ' | 'on-interfaces' | 'by-verdict';

type Draft<F> = Omit<Rule, 'codes' | 'faults' | 'fires'> & Partial<Pick<Rule, 'codes' | 'fires'>> & { readonly faults: F };
/** Defines a rule and names its faults. */
export function defineRule<const F extends Readonly<Record<string, FaultDraft<never>>>>(draft: Draft<F>): Omit<Rule, 'faults'> & { readonly faults: NamedReasons<F> } {
  const codes = [...new Set(Object.values(draft.faults).map((fault) => fault.code))];
  return { codes, fires: 'on-faults', ...draft, faults: nameReasons(draft.faults) };
}
