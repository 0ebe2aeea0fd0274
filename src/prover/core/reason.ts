/** Where a step is on the path from a host to Systems Manager. */
export type Hop = 'host' | 'identity' | 'name' | 'way out' | 'route' | 'way in' | 'reply' | 'policy';

/** Evidence with its names put in. */
export type Named = Readonly<Record<string, string>>;

/**
 * What a step states: a fault of a rule, a fact that holds, or what is not known. Each is declared once, in `rules/`, with its words;
 * two reasons are the same if they are the same object.
 */
export interface Reason {
  /** Unique among all reasons. */
  readonly name: string;
  /** The published code: VPC Reachability Analyzer's explanation code where it has one for this, else a word of ours. */
  readonly code: string;
  readonly hop: Hop;
  /** Where packets stop for it, if not at the thing itself: before they leave the subnet, or at the border of the VPC. */
  readonly stops?: 'subnet' | 'vpc-border';
  /** One sentence, no full stop. */
  says(evidence: Named): string;
}
