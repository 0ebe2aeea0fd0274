import { defineCheck } from '../check';
import { systemsManagerGuide } from '../links';

/** State Manager passes such a host over and reports nothing about it. */
export const associationWrongPlatform = defineCheck({
  id: 'AssociationWrongPlatform',
  severity: 'warning',
  title: 'The association\'s document does not run on the host\'s operating system',
  why: 'Some documents run on one operating system only. State Manager passes the other hosts over and reports nothing about it.',
  symptom: 'The association succeeds, and nothing has happened on the host.',
  links: [systemsManagerGuide('fleet-manager-troubleshooting-managed-nodes')],
  reasons: ['associationWrongSystem'],
});
