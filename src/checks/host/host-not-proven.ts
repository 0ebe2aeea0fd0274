import { defineCheck, openSteps } from '../check';

/** Neither proved ready nor proved impossible: says exactly what stood in the way. */
export const hostNotProven = defineCheck({
  id: 'HostNotProven',
  severity: 'warning',
  title: 'What the host needs cannot be told from the input',
  reasons: [],
  question: (proof) => (proof.answer === 'unknown' && !proof.mixed ? openSteps(proof).slice(0, 1) : []),
});
