import { defineCheck } from '../check';

/** It is deployed without a complaint, and never runs. */
export const associationTargetsNobody = defineCheck({
  id: 'AssociationTargetsNobody',
  severity: 'warning',
  title: 'The association targets a tag that no host really carries',
  reasons: ['associationTargetsNobody'],
});
