import { fault } from '../fault';
import { systemsManagerGuide } from '../links';
import { defineRule } from '../rule';
import { a, and } from '../wording';

/** One Deny outweighs every Allow. */
export const rolePermissionsDenied = defineRule({
  id: 'RolePermissionsDenied',
  severity: 'error',
  title: 'A policy explicitly denies actions that the agent requires',
  why: 'An explicit Deny in any policy overrides every Allow.',
  symptom: 'The right policy is attached, and still "SSM Agent is not online"; the agent\'s log says `AccessDeniedException`, with an explicit deny.',
  links: [systemsManagerGuide('setup-instance-permissions'), systemsManagerGuide('systems-manager-setting-up-messageAPIs')],
  faults: {
    actionDenied: fault<'role', 'actions' | 'action'>({
      code: 'ACTION_EXPLICITLY_DENIED',
      hop: 'identity',
      words: (d) => ({
        message: `a policy of ${a('role', d.role)} explicitly denies ${and(d.actions ?? d.action)}`,
        cdk: 'remove these actions from the statement that denies them',
        cloudFormation: 'remove these actions from the statement that denies them',
      }),
    }),
  },
});
