/** Where a run writes. */
export interface Streams {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  readonly color: boolean;
  /** Whether standard error is a terminal, on which the progress of a long run is shown. */
  readonly progress?: boolean;
}

/** The package's own version. */
export function version(): string {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  return (require('../../package.json') as { version: string }).version;
}
