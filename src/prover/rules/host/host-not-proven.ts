import { defineCheck } from '../check';
import { systemsManagerGuide } from '../links';

/** Neither proved ready nor proved impossible: says exactly what stood in the way. */
export const hostNotProven = defineCheck({
  id: 'HostNotProven',
  severity: 'warning',
  title: 'What the host needs cannot be told from the input',
  why: 'What the host needs depends on something that the input does not show. The report names it, and the option that tells it to the prover.',
  symptom: 'Nothing yet: the host may become a managed node or not. `--strict` makes this fail.',
  links: [systemsManagerGuide('fleet-manager-troubleshooting-managed-nodes')],
  reasons: [],
  codes: ['NOT_PROVEN'],
  // Whether worlds agree is known only after all of them were proved: the verdict adds this finding itself.
  question: () => [],
});
