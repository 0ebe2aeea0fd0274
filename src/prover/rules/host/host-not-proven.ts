import { both, fault } from '../fault';
import { systemsManagerGuide } from '../links';
import { defineRule } from '../rule';

/** Neither proved ready nor proved impossible: says exactly what stood in the way. */
export const hostNotProven = defineRule({
  id: 'HostNotProven',
  severity: 'warning',
  title: 'Whether the instance can be managed is undetermined',
  why: 'The verdict depends on a value that is not in the input. The report names the value and the option that sets it.',
  symptom: 'Nothing yet: the host may become a managed node or not. `--strict` makes this fail.',
  links: [systemsManagerGuide('fleet-manager-troubleshooting-managed-nodes')],
  faults: {
    notProven: fault<'host', 'open'>({
      code: 'NOT_PROVEN',
      hop: 'host',
      words: (d) => (d.open === undefined ? both(`${d.host} is ready in some of its subnets and never in others`, 'see the other findings of this instance')
        : both(`${d.host} is undetermined: ${d.open}`, 'give these values (assume, parameters), or add the templates that define them to the input')),
    }),
  },
  // Whether worlds agree is known only after all of them were proved: the verdict adds this finding itself.
  fires: 'by-verdict',
});
