import { defineCheck } from '../check';

/** Neither proved ready nor proved impossible: says exactly what stood in the way. */
export const hostNotProven = defineCheck({
  id: 'HostNotProven',
  severity: 'warning',
  title: 'What the host needs cannot be told from the input',
  reasons: [],
  // Whether worlds agree is known only after all of them were proved: the verdict adds this finding itself.
  question: () => [],
});
