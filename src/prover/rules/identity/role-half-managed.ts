import { defineCheck } from '../check';
import { systemsManagerGuide } from '../links';

/** The agent sees that the profile registers, never tries Default Host Management, and then cannot connect. */
export const roleHalfManaged = defineCheck({
  id: 'RoleHalfManaged',
  severity: 'error',
  title: 'The role lets the agent register but not open a channel',
  why: 'The agent tests its instance profile with one call, `ssm:UpdateInstanceInformation`. If that succeeds it never asks for Default Host Management\'s role, and without the `ssmmessages` actions it then opens no channel.',
  symptom: 'The node is in Fleet Manager, and `start-session` answers `TargetNotConnected`; "The instance you selected isn\'t configured to use Session Manager."',
  links: [systemsManagerGuide('systems-manager-setting-up-messageAPIs'), systemsManagerGuide('ssm-agent-technical-details'), systemsManagerGuide('fleet-manager-default-host-management-configuration')],
  reasons: ['halfManaged'],
});
