/** Whether a host could become a Systems Manager managed node. */
export enum SsmVerdict {
  /** Proved, under the assumptions listed with it. */
  READY = 'READY',
  /** It fails under every value of what is not known. */
  NEVER = 'NEVER',
  /** Neither; `unknowns` says what is missing. */
  UNKNOWN = 'UNKNOWN',
}

/** Something wrong with a host. */
export interface SsmReadinessFinding {
  /** The check, e.g. `EndpointIngressBlocked`. */
  readonly id: string;
  /** The reason inside it, e.g. `ENI_SG_RULES_MISMATCH`. */
  readonly code: string;
  /** `error`, `warning` or `info`. */
  readonly severity: string;
  /** What is wrong, as a sentence. */
  readonly message: string;
  /** The smallest change that mends it. */
  readonly cure: string;
  /** Logical ids of the resources that decide it; the first is where to look. */
  readonly resources: string[];
  /**
   * Why somebody says that it is meant.
   *
   * @default - it is not acknowledged
   */
  readonly acknowledged?: string;
}

/** One host of the input. */
export interface SsmReadinessHost {
  /** Its construct path, or its logical id where the template does not tell the path. */
  readonly name: string;
  /** Its logical id. */
  readonly logicalId: string;
  /** Its resource type. */
  readonly resourceType: string;
  /** Whether it could become a managed node. */
  readonly verdict: SsmVerdict;
  /** What is wrong with it. */
  readonly findings: SsmReadinessFinding[];
  /** What is taken as true although the input does not prove it. */
  readonly assumptions: string[];
  /** What could not be known. */
  readonly unknowns: string[];
}
