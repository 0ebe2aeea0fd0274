/** A template's data, and a way back from a path in it to a line. */
export interface Parsed {
  readonly data: unknown;
  /** The value at `path`, or the deepest part of it that exists. */
  readonly locate: Locator;
  readonly repeated?: readonly RepeatedKey[];
}

/** A key that stands twice in one map: CloudFormation takes the last one. */
export interface RepeatedKey {
  readonly path: readonly string[];
  /** Of the last one. */
  readonly line: number;
}

/** More are not told. */
export const MAX_REPEATED = 20;

/** Line and column, both from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

export type Locator = (path: readonly string[]) => Position | undefined;

/** Deeper than any real template, shallow enough for every recursion here. */
export const MAX_DEPTH = 500;

/** For messages. */
export const oneLine = (text: string) => clip(text.replace(/\s+/g, ' ').trim(), 200);
export const spaced = (code: string) => code.replace(/([a-z])([A-Z])/g, (_, a: string, b: string) => `${a} ${b.toLowerCase()}`);
export const clip = (text: string, length = 80) => (text.length > length ? `${text.slice(0, length)}…` : text);
