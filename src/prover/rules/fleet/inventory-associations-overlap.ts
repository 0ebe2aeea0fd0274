import { defineCheck } from '../check';
import { systemsManagerGuide } from '../links';

/** An instance takes one specific inventory association; the other one fails on it. */
export const inventoryAssociationsOverlap = defineCheck({
  id: 'InventoryAssociationsOverlap',
  severity: 'warning',
  title: 'Two inventory associations target the same instances',
  why: 'An instance takes one specific inventory association; a second one fails on it.',
  symptom: 'One of two inventory associations is "Failed", on hosts where both apply.',
  links: [systemsManagerGuide('quick-setup-host-management')],
  reasons: ['inventoryOverlaps'],
});
