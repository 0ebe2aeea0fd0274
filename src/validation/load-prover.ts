/** The prover, loaded when something is to be proved. */
export function prover(): typeof import('./prover') {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  return require('./prover') as typeof import('./prover');
}
