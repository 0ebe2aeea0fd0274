import { both, fault } from '../fault';
import { systemsManagerGuide } from '../links';
import { defineRule } from '../rule';

/** Whoever acknowledges a fault that is not there has misspelt it, or has mended it and may take the acknowledgement away. */
export const acknowledgementUnused = defineRule({
  id: 'AcknowledgementUnused',
  severity: 'warning',
  title: 'An acknowledgement matches no finding',
  why: 'An acknowledgement without a matching finding has a wrong id or construct, or its fault has been fixed. With a wrong id the fault still fails; an acknowledgement that is left over hides the next fault of that kind.',
  symptom: 'Nothing on AWS. The report lists the acknowledgement, and the finding it was meant for is still there, or gone.',
  links: [systemsManagerGuide('fleet-manager-troubleshooting-managed-nodes')],
  faults: {
    acknowledgementUnused: fault<'check' | 'path'>({
      code: 'ACKNOWLEDGEMENT_UNUSED',
      hop: 'host',
      words: (d) => both(`the acknowledgement of ${d.check} at ${d.path === '' ? 'the app' : d.path} matches no finding`, 'remove it, or correct its id or its construct'),
    }),
  },
  fires: 'by-verdict',
});
