import { HostProof, ProofOptions } from '../analysis';
import { Assumption, Data, Place, Reason, Unknown } from '../core';
import { Severity } from '../rules';
import { NetworkPicture } from './picture';

export interface JudgeOptions extends ProofOptions {
  /** `declared`: only hosts that show that they want Systems Manager have errors; for the others they are warnings. Default: `all`. */
  readonly hosts?: 'all' | 'declared';
  /** Hosts to leave out: construct paths or logical ids, `*` for any text. */
  readonly exclude?: readonly string[];
}

export type VerdictWord = 'ready' | 'never' | 'unknown';

/** Something wrong with a host, as data. */
export interface Finding {
  /** The check that speaks. */
  readonly id: string;
  readonly severity: Severity;
  /** The fault, for its words. */
  readonly reason: Reason;
  /** The published reason code. */
  readonly code: string;
  readonly at: readonly Place[];
  readonly data: Data;
  /** Parameter defaults this fault would not outlive, with the other choice. */
  readonly under: readonly Assumption[];
  /** Present: somebody said that this is meant, and why. */
  readonly acknowledged?: string;
}

/** What could not be known, and what it kept from being proved. */
export interface OpenPoint {
  readonly unknown: Unknown;
  /** What the open step states; `unresolved.world` for choices that decide differently. */
  readonly reason: Reason;
  readonly data: Data;
}

export interface HostVerdict {
  readonly key: string;
  readonly name: string;
  readonly place: Place;
  readonly type: string;
  readonly verdict: VerdictWord;
  readonly unreferenced: boolean;
  readonly findings: readonly Finding[];
  /** It is `ready`, and its findings are notes, if there are any. Hosts that are alike share the proof of this, and nothing else. */
  readonly quiet: boolean;
  readonly assumptions: readonly Assumption[];
  readonly unknowns: readonly OpenPoint[];
  /** One proof a world, for explanations. */
  readonly proofs: readonly HostProof[];
  /** What is chosen in each world, as the proofs are ordered; empty words where there is but one. */
  readonly worlds: readonly string[];
  readonly account?: string;
  readonly region?: string;
  /** Whether the host shows that it wants Systems Manager. Present only where errors are limited to such hosts. */
  readonly declared?: boolean;
}

export interface InputFault {
  readonly template: string;
  readonly message: string;
  readonly line?: number;
}

export interface Judgement {
  readonly hosts: readonly HostVerdict[];
  /** Findings about no host in particular. */
  readonly findings: readonly Finding[];
  readonly errors: readonly InputFault[];
  /** What was read and evaluated, though its author may have meant something else. */
  readonly warnings: readonly InputFault[];
  /** How it was judged. */
  readonly options: JudgeOptions;
  /** Hosts that were left out on request. */
  readonly excluded: number;
  /** Patterns of hosts to leave out that match none. */
  readonly unmatchedExclusions: readonly string[];
  /** The networks the hosts start in, as a picture needs them. */
  readonly networks: () => readonly NetworkPicture[];
}

/** What one world says of a host. */
export interface WorldVerdict {
  readonly proof: HostProof;
  readonly declared?: boolean;
  readonly verdict: VerdictWord;
  readonly findings: readonly Finding[];
}
