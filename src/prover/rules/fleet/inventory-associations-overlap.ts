import { fault } from '../fault';
import { systemsManagerGuide } from '../links';
import { defineRule } from '../rule';
import { and } from '../wording';

/** An instance takes one specific inventory association; the other one fails on it. */
export const inventoryAssociationsOverlap = defineRule({
  id: 'InventoryAssociationsOverlap',
  severity: 'warning',
  title: 'Two inventory associations target the same instances',
  why: 'An instance takes one specific inventory association; a second one fails on it.',
  symptom: 'One of two inventory associations is "Failed", on hosts where both apply.',
  links: [systemsManagerGuide('quick-setup-host-management')],
  faults: {
    inventoryOverlaps: fault<'first' | 'second' | 'hosts'>({
      code: 'INVENTORY_ASSOCIATIONS_OVERLAP',
      hop: 'identity',
      words: (d) => ({
        message: `${d.first} and ${d.second} both collect inventory from ${d.hosts === '' ? 'the same targets' : and(d.hosts)}: an instance accepts one specific inventory association, so the other one fails`,
        cdk: 'keep one of them, or let one target all instances (InstanceIds *) and the other none of them',
        cloudFormation: 'keep one of the two AWS::SSM::Association, or give them targets that do not overlap',
      }),
    }),
  },
});
