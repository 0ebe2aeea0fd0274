import { both, fault } from '../fault';
import { systemsManagerGuide } from '../links';
import { defineRule } from '../rule';

/** Neither proved ready nor proved impossible: says exactly what stood in the way. */
export const hostNotProven = defineRule({
  id: 'HostNotProven',
  severity: 'warning',
  title: 'What the host needs cannot be told from the input',
  why: 'What the host needs depends on something that the input does not show. The report names it, and the option that tells it to the prover.',
  symptom: 'Nothing yet: the host may become a managed node or not. `--strict` makes this fail.',
  links: [systemsManagerGuide('fleet-manager-troubleshooting-managed-nodes')],
  faults: {
    notProven: fault<'host', 'open'>({
      code: 'NOT_PROVEN',
      hop: 'host',
      words: (d) => (d.open === undefined ? both(`${d.host} works in some of the places it may start in and not in others`, 'see the other findings of this host')
        : both(`${d.host} can neither be proved ready nor impossible: ${d.open}`, 'say what these values are, or put the missing templates into the input')),
    }),
  },
  // Whether worlds agree is known only after all of them were proved: the verdict adds this finding itself.
  fires: 'by-verdict',
});
