import { fault } from '../fault';
import { runbookReference } from '../links';
import { defineRule } from '../rule';

/** Made for a rescue, `scripts-user, always` goes on running its commands long after. */
export const userDataRunsEveryBoot = defineRule({
  id: 'UserDataRunsEveryBoot',
  severity: 'info',
  title: 'User data runs at every boot',
  why: 'Made for a rescue, `scripts-user, always` and `<persist>true</persist>` go on running their commands at every boot, long after. What opened a firewall once opens it for good.',
  symptom: 'Settings that were changed by hand are back after a reboot.',
  links: [runbookReference('automation-awssupport-troubleshootssh')],
  faults: {
    scriptsEveryBoot: fault<'host'>({
      code: 'USER_DATA_RUNS_EVERY_BOOT',
      hop: 'host',
      words: (d) => ({
        message: `the user data of ${d.host} runs at every boot, not at the first one only`,
        cdk: 'remove [scripts-user, always] (on Windows <persist>true</persist>) once it is no longer required',
        cloudFormation: 'remove [scripts-user, always] (on Windows <persist>true</persist>) from UserData once it is no longer required',
      }),
    }),
  },
});
