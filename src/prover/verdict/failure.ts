import { OutOfTime } from '../core';
import { ChainTooLong } from '../sources/cloudformation';

/** What is asked of whoever meets an error that should not be: what was judged is named beside it, and everything else was judged. */
const REPORT_IT = 'please report it with the template';

/** Whether a value, and with it a host, cannot be evaluated because of what the input says. Everything else is an error of this program. */
export function isUnresolvable(error: unknown): error is Error {
  return error instanceof ChainTooLong || error instanceof OutOfTime || error instanceof RangeError;
}

/** Why something could not be done, in one line and without a stack trace. `what` is the first part of the sentence. */
export function failureWords(what: string, error: unknown): string {
  if (error instanceof ChainTooLong) return `${what}: it rests on a chain of references without end`;
  if (error instanceof OutOfTime) return `${what}: it ${error.message}`;
  if (error instanceof RangeError && /call stack/.test(error.message)) return `${what}: its values are nested too deeply`;
  const said = error instanceof Error ? `${error.name}: ${error.message.split('\n')[0].slice(0, 200)}` : typeof error;
  return `${what}: internal error (${said}), ${REPORT_IT}`;
}
