import { defineCheck } from '../check';

/** The setting holds a name with its path in front, as in service-role/AWSSystemsManagerDefaultEC2InstanceManagementRole. */
export const defaultHostManagementRolePathMissing = defineCheck({
  id: 'DefaultHostManagementRolePathMissing',
  severity: 'warning',
  title: 'The Default Host Management setting names its role without the path',
  reasons: ['hostManagementPathMissing'],
});
