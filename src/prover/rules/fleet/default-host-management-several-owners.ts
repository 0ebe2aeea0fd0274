import { defineCheck } from '../check';
import { systemsManagerGuide } from '../links';

/** Whoever is deployed last wins, and whoever is deleted first takes it away. */
export const defaultHostManagementSeveralOwners = defineCheck({
  id: 'DefaultHostManagementSeveralOwners',
  severity: 'warning',
  title: 'Two resources own the Default Host Management setting of one account and Region',
  why: 'The Default Host Management setting exists once in an account and Region. Of two resources that own it, whoever is deployed last wins, and whoever is deleted first takes it away from all.',
  symptom: 'Instances without a profile drop out, "Connection lost", after an unrelated stack was deleted.',
  links: [systemsManagerGuide('fleet-manager-default-host-management-configuration')],
  reasons: ['severalOwners'],
});
