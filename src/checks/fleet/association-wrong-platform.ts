import { defineCheck } from '../check';

/** State Manager passes such a host over and reports nothing about it. */
export const associationWrongPlatform = defineCheck({
  id: 'AssociationWrongPlatform',
  severity: 'warning',
  title: 'The association\'s document does not run on the host\'s operating system',
  reasons: ['associationWrongSystem'],
});
