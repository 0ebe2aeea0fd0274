import { defineCheck } from '../check';
import { systemsManagerGuide } from '../links';

/** The agent registers with ssm:UpdateInstanceInformation and talks by four ssmmessages actions. */
export const rolePermissionsMissing = defineCheck({
  id: 'RolePermissionsMissing',
  severity: 'error',
  title: 'The role lacks actions the agent needs',
  why: 'By default Systems Manager may do nothing on an instance. The agent registers with `ssm:UpdateInstanceInformation` and talks by four `ssmmessages` actions.',
  symptom: '"SSM Agent is not online", and the instance is missing in Fleet Manager; the agent\'s log says `AccessDeniedException`.',
  links: [systemsManagerGuide('setup-instance-permissions'), systemsManagerGuide('getting-started-create-iam-instance-profile')],
  reasons: ['actionMissing', 'roleSaidTooLittle'],
});
