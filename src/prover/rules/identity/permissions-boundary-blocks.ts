import { fault } from '../fault';
import { systemsManagerGuide } from '../links';
import { defineRule } from '../rule';
import { a, and } from '../wording';

/** What a boundary does not allow, no policy of the role can give. */
export const permissionsBoundaryBlocks = defineRule({
  id: 'PermissionsBoundaryBlocks',
  severity: 'error',
  title: 'The permissions boundary does not allow actions that the agent requires',
  why: 'What a permissions boundary does not allow, no policy of the role can give.',
  symptom: 'The right policy is attached, and still "SSM Agent is not online"; the agent\'s log says `AccessDeniedException`.',
  links: [systemsManagerGuide('setup-instance-permissions'), systemsManagerGuide('systems-manager-setting-up-messageAPIs')],
  faults: {
    boundaryLacksAction: fault<'role', 'actions' | 'action'>({
      code: 'PERMISSIONS_BOUNDARY_LACKS_ACTION',
      hop: 'identity',
      words: (d) => ({
        message: `the permissions boundary of ${a('role', d.role)} does not allow ${and(d.actions ?? d.action)}`,
        cdk: 'allow these actions in the boundary policy as well',
        cloudFormation: `allow these actions in the policy that PermissionsBoundary of ${d.role} names`,
      }),
    }),
  },
});
