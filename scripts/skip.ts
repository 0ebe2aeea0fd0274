/**
 * Prints why, and returns the exit code. A contributor may lack root or Python. CI may not: what is skipped there tests
 * nothing, and a line in the log of a run that passed is not read.
 */
export function skip(why: string, environment: NodeJS.ProcessEnv = process.env): 0 | 1 {
  const isCi = !['', '0', 'false'].includes(environment.CI ?? '');
  console.log(`skipped: ${why}${isCi ? '\nThis is a failure because CI is set.' : ''}`);
  return isCi ? 1 : 0;
}
