/**
 * One character an action of the snapshot's `actions` list, in its order.
 * The same few actions come again in thousands of statements: with codes the snapshot is a third smaller, and a changed
 * policy still changes only its own line, which numbered tables of shared statements would not give.
 */
export const ACTION_CODES = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~!@#%&+=:;^()';

/**
 * A statement of the snapshot: `a` action codes, `d` present for Deny, `r` Resource, `n` NotResource, `c` Condition.
 * A bare string is the commonest form: these actions allowed on Resource `*` without condition.
 */
export type EncodedStatement = string | {
  readonly d?: 1;
  readonly a: string;
  readonly r?: string | string[];
  readonly n?: string | string[];
  readonly c?: Record<string, Record<string, unknown>>;
};

/** The parsed snapshot. A policy is its path without the leading slash, then its statements. */
export interface Snapshot {
  readonly source: string;
  readonly version: string;
  readonly date: string;
  readonly actions: readonly string[];
  readonly policies: Readonly<Record<string, readonly [path: string, ...statements: EncodedStatement[]]>>;
}
