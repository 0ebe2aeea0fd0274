import { fault } from '../fault';
import { systemsManagerGuide } from '../links';
import { defineRule } from '../rule';

type Tagged = Readonly<Record<'host' | 'tag', string> & Partial<Record<'value', string>>>;

/** What keeps a tag from being the one that an association names. */
const MISS: Readonly<Record<string, (d: Tagged) => string>> = {
  kept: (d) => `the tag ${d.tag} of ${d.host} is not propagated to its instances`,
  value: (d) => `the tag ${d.tag} of ${d.host} is ${d.value}`,
  case: (d) => `${d.host} has a tag ${d.tag}; tag keys are case-sensitive`,
};

/** It is deployed without a complaint, and never runs. */
export const associationTargetsNobody = defineRule({
  id: 'AssociationTargetsNobody',
  severity: 'warning',
  title: 'The association targets a tag that no host really carries',
  why: 'An association by tag is deployed without a complaint and then runs on nothing, because the hosts carry another value or spelling, or the tag stays at the group and is not propagated to its instances.',
  symptom: 'The association\'s status stays "Pending" with no targets, and `describe-instance-associations-status` gives an empty list.',
  links: [systemsManagerGuide('fleet-manager-troubleshooting-managed-nodes')],
  faults: {
    associationTargetsNobody: fault<'association' | 'host' | 'miss' | 'tag', 'value'>({
      code: 'ASSOCIATION_TARGETS_NO_HOST',
      hop: 'identity',
      words: (d) => ({
        message: `${d.association} matches no instance of this input: ${MISS[d.miss](d)}`,
        cdk: 'add the tag that the association targets to the instances: Tags.of(instance).add(…), for Auto Scaling groups with applyToLaunchedInstances: true',
        cloudFormation: 'use the tag key and value of the instances in Targets (PropagateAtLaunch: true on groups; ResourceType: instance in launch templates)',
      }),
    }),
  },
});
