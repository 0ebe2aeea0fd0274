import { both, fault } from '../fault';
import { systemsManagerGuide } from '../links';
import { defineRule } from '../rule';

/** Whoever acknowledges a fault that is not there has misspelt it, or has mended it and may take the acknowledgement away. */
export const acknowledgementUnused = defineRule({
  id: 'AcknowledgementUnused',
  severity: 'warning',
  title: 'An acknowledgement matches no finding',
  why: 'An acknowledgement that matches nothing is misspelt, stands at another construct, or speaks of a fault that is mended. If it is misspelt, the fault it was meant for still fails; if it is left over, it would hide the next fault of that kind.',
  symptom: 'Nothing on AWS. The report lists the acknowledgement, and the finding it was meant for is still there, or gone.',
  links: [systemsManagerGuide('fleet-manager-troubleshooting-managed-nodes')],
  faults: {
    acknowledgementUnused: fault<'check' | 'path'>({
      code: 'ACKNOWLEDGEMENT_UNUSED',
      hop: 'host',
      words: (d) => both(`the acknowledgement of ${d.check} at ${d.path === '' ? 'the app' : d.path} matches no finding`, 'take it away, or correct its id or the construct it stands at'),
    }),
  },
  fires: 'by-verdict',
});
