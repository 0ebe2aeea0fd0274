import { defineCheck } from '../check';
import { systemsManagerGuide } from '../links';

/** The setting holds a name with its path in front, as in service-role/AWSSystemsManagerDefaultEC2InstanceManagementRole. */
export const defaultHostManagementRolePathMissing = defineCheck({
  id: 'DefaultHostManagementRolePathMissing',
  severity: 'warning',
  title: 'The Default Host Management setting names its role without the path',
  why: 'The setting takes the name of a role with its path in front, as in `service-role/AWSSystemsManagerDefaultEC2InstanceManagementRole`. Without the path Systems Manager may look for a role that is not there.',
  symptom: 'The setting is "Customized", and instances without a profile still do not appear.',
  links: [systemsManagerGuide('fleet-manager-default-host-management-configuration')],
  reasons: ['hostManagementPathMissing'],
});
