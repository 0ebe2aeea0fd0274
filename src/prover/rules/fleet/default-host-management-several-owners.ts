import { fault } from '../fault';
import { systemsManagerGuide } from '../links';
import { defineRule } from '../rule';

/** Whoever is deployed last wins, and whoever is deleted first takes it away. */
export const defaultHostManagementSeveralOwners = defineRule({
  id: 'DefaultHostManagementSeveralOwners',
  severity: 'warning',
  title: 'Two resources own the Default Host Management setting of one account and Region',
  why: 'The Default Host Management setting exists once in an account and Region. Of two resources that own it, whoever is deployed last wins, and whoever is deleted first takes it away from all.',
  symptom: 'Instances without a profile drop out, "Connection lost", after an unrelated stack was deleted.',
  links: [systemsManagerGuide('fleet-manager-default-host-management-configuration')],
  faults: {
    severalOwners: fault<'first' | 'second'>({
      code: 'DEFAULT_HOST_MANAGEMENT_SEVERAL_OWNERS',
      hop: 'identity',
      words: (d) => ({
        message: `${d.first} and ${d.second} both make the Default Host Management setting of one account and Region: the last one deployed wins, the first one deleted takes it away`,
        cdk: 'keep one of them in the app',
        cloudFormation: 'keep one of them',
      }),
    }),
  },
});
