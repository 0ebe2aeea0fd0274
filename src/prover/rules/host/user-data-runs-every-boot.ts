import { defineCheck } from '../check';
import { runbookReference } from '../links';

/** Made for a rescue, `scripts-user, always` goes on running its commands long after. */
export const userDataRunsEveryBoot = defineCheck({
  id: 'UserDataRunsEveryBoot',
  severity: 'info',
  title: 'User data runs at every boot',
  why: 'Made for a rescue, `scripts-user, always` and `<persist>true</persist>` go on running their commands at every boot, long after. What opened a firewall once opens it for good.',
  symptom: 'Settings that were changed by hand are back after a reboot.',
  links: [runbookReference('automation-awssupport-troubleshootssh')],
  reasons: ['scriptsEveryBoot'],
});
