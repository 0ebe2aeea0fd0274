import { fault } from '../fault';
import { systemsManagerGuide } from '../links';
import { defineRule } from '../rule';

/** Whoever is deployed last wins, and whoever is deleted first takes it away. */
export const defaultHostManagementSeveralOwners = defineRule({
  id: 'DefaultHostManagementSeveralOwners',
  severity: 'warning',
  title: 'Two resources own the Default Host Management setting of one account and Region',
  why: 'The Default Host Management setting exists once in an account and Region. Of two resources that create it, the one deployed last overwrites it, and the one deleted first removes it for both.',
  symptom: 'Instances without a profile drop out, "Connection lost", after an unrelated stack was deleted.',
  links: [systemsManagerGuide('fleet-manager-default-host-management-configuration')],
  faults: {
    severalOwners: fault<'first' | 'second'>({
      code: 'DEFAULT_HOST_MANAGEMENT_SEVERAL_OWNERS',
      hop: 'identity',
      words: (d) => ({
        message: `${d.first} and ${d.second} both create the Default Host Management setting of one account and Region: the one deployed last overwrites it, the one deleted first removes it`,
        cdk: 'keep one of them in the app',
        cloudFormation: 'keep one of them',
      }),
    }),
  },
});
