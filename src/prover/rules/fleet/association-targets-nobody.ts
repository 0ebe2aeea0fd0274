import { defineCheck } from '../check';
import { systemsManagerGuide } from '../links';

/** It is deployed without a complaint, and never runs. */
export const associationTargetsNobody = defineCheck({
  id: 'AssociationTargetsNobody',
  severity: 'warning',
  title: 'The association targets a tag that no host really carries',
  why: 'An association by tag is deployed without a complaint and then runs on nothing, because the hosts carry another value or spelling, or the tag stays at the group and is not handed on to its instances.',
  symptom: 'The association\'s status stays "Pending" with no targets, and `describe-instance-associations-status` gives an empty list.',
  links: [systemsManagerGuide('fleet-manager-troubleshooting-managed-nodes')],
  reasons: ['associationTargetsNobody'],
});
