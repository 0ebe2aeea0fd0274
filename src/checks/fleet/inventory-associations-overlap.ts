import { defineCheck } from '../check';

/** An instance takes one specific inventory association; the other one fails on it. */
export const inventoryAssociationsOverlap = defineCheck({
  id: 'InventoryAssociationsOverlap',
  severity: 'warning',
  title: 'Two inventory associations target the same instances',
  reasons: ['inventoryOverlaps'],
});
