import { defineCheck } from '../check';

/** Whoever is deployed last wins, and whoever is deleted first takes it away. */
export const defaultHostManagementSeveralOwners = defineCheck({
  id: 'DefaultHostManagementSeveralOwners',
  severity: 'warning',
  title: 'Two resources own the Default Host Management setting of one account and Region',
  reasons: ['severalOwners'],
});
