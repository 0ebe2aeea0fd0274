import { fault } from '../fault';
import { systemsManagerGuide } from '../links';
import { SSM_MANAGED } from '../mixin';
import { defineRule } from '../rule';
import { a, and } from '../wording';

/** The agent sees that the profile registers, never tries Default Host Management, and then cannot connect. */
export const roleHalfManaged = defineRule({
  id: 'RoleHalfManaged',
  severity: 'error',
  title: 'The role lets the agent register but not open a channel',
  why: 'The agent tests its instance profile with one call, `ssm:UpdateInstanceInformation`. If that succeeds it never asks for Default Host Management\'s role, and without the `ssmmessages` actions it then opens no channel.',
  symptom: 'The node is in Fleet Manager, and `start-session` answers `TargetNotConnected`; "The instance you selected isn\'t configured to use Session Manager."',
  links: [systemsManagerGuide('systems-manager-setting-up-messageAPIs'), systemsManagerGuide('ssm-agent-technical-details'), systemsManagerGuide('fleet-manager-default-host-management-configuration')],
  fixesAll: SSM_MANAGED,
  faults: {
    halfManaged: fault<'role', 'actions' | 'action'>({
      code: 'REGISTERS_BUT_CANNOT_CONNECT',
      hop: 'identity',
      repair: 'attachPolicy',
      words: (d) => ({
        message: `${a('role', d.role)} allows the agent to register but not to connect: it does not allow ${and(d.actions ?? d.action)}. Because it allows ssm:UpdateInstanceInformation, the agent does not fall back to Default Host Management`,
        cdk: 'role.addManagedPolicy(iam.ManagedPolicy.fromAwsManagedPolicyName(\'AmazonSSMManagedInstanceCore\'))',
        cloudFormation: `add arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore to ManagedPolicyArns of ${d.role}`,
      }),
    }),
  },
});
