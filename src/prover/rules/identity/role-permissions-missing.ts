import { fault } from '../fault';
import { systemsManagerGuide } from '../links';
import { SSM_MANAGED } from '../mixin';
import { defineRule } from '../rule';
import { a, and } from '../wording';

/** The agent registers with ssm:UpdateInstanceInformation and talks by four ssmmessages actions. */
export const rolePermissionsMissing = defineRule({
  id: 'RolePermissionsMissing',
  severity: 'error',
  title: 'The role does not allow actions that the agent requires',
  why: 'By default Systems Manager may do nothing on an instance. The agent registers with `ssm:UpdateInstanceInformation` and talks by four `ssmmessages` actions.',
  symptom: '"SSM Agent is not online", and the instance is missing in Fleet Manager; the agent\'s log says `AccessDeniedException`.',
  links: [systemsManagerGuide('setup-instance-permissions'), systemsManagerGuide('getting-started-create-iam-instance-profile')],
  fixesAll: SSM_MANAGED,
  faults: {
    actionMissing: fault<'role', 'actions' | 'action'>({
      code: 'ACTION_NOT_ALLOWED',
      hop: 'identity',
      repair: 'attachPolicy',
      words: (d) => ({
        message: `${a('role', d.role)} does not allow ${and(d.actions ?? d.action)}`,
        cdk: 'role.addManagedPolicy(iam.ManagedPolicy.fromAwsManagedPolicyName(\'AmazonSSMManagedInstanceCore\')), or SsmManagedInstanceRole.adopt(this, \'Ssm\', role)',
        cloudFormation: `add arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore to ManagedPolicyArns of ${d.role}, or allow these actions on Resource "*"`,
      }),
    }),
    roleSaidTooLittle: fault<'role' | 'said'>({
      code: 'ROLE_SAID_TO_LACK_TIER',
      hop: 'identity',
      words: (d) => ({
        message: `${a('role', d.role)} is assumed to grant ${d.said === 'none' ? 'none of the permissions that the agent requires' : `only the tier ${d.said}`}`,
        cdk: 'give the role the managed policy AmazonSSMManagedInstanceCore, or correct the assumption about it (assume.roles)',
        cloudFormation: 'give the role the managed policy AmazonSSMManagedInstanceCore, or correct the assumption about it (assume.roles)',
      }),
    }),
  },
});
