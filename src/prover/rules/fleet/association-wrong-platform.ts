import { fault } from '../fault';
import { systemsManagerGuide } from '../links';
import { defineRule } from '../rule';

const SYSTEM: Readonly<Record<string, string>> = { linux: 'Linux', windows: 'Windows' };

/** State Manager passes such a host over and reports nothing about it. */
export const associationWrongPlatform = defineRule({
  id: 'AssociationWrongPlatform',
  severity: 'warning',
  title: 'The association\'s document does not run on the host\'s operating system',
  why: 'Some documents run on one operating system only. State Manager passes the other hosts over and reports nothing about it.',
  symptom: 'The association succeeds, and nothing has happened on the host.',
  links: [systemsManagerGuide('fleet-manager-troubleshooting-managed-nodes')],
  faults: {
    associationWrongSystem: fault<'document' | 'system' | 'host' | 'own'>({
      code: 'DOCUMENT_OF_OTHER_PLATFORM',
      hop: 'identity',
      words: (d) => ({
        message: `${d.document} runs on ${SYSTEM[d.system]} only, and ${d.host} is ${SYSTEM[d.own]}`,
        cdk: `target ${SYSTEM[d.system]} hosts by a tag of their own, or use a document for ${SYSTEM[d.own]}`,
        cloudFormation: `narrow Targets of the association to ${SYSTEM[d.system]} hosts, or name a document for ${SYSTEM[d.own]}`,
      }),
    }),
  },
});
