import { fault } from '../fault';
import { systemsManagerGuide } from '../links';
import { defineRule } from '../rule';
import { a } from '../wording';

/** The setting holds a name with its path in front, as in service-role/AWSSystemsManagerDefaultEC2InstanceManagementRole. */
export const defaultHostManagementRolePathMissing = defineRule({
  id: 'DefaultHostManagementRolePathMissing',
  severity: 'warning',
  title: 'The Default Host Management setting names its role without the path',
  why: 'The setting takes the name of a role with its path in front, as in `service-role/AWSSystemsManagerDefaultEC2InstanceManagementRole`. Without the path Systems Manager may look for a role that is not there.',
  symptom: 'The setting is "Customized", and instances without a profile still do not appear.',
  links: [systemsManagerGuide('fleet-manager-default-host-management-configuration')],
  faults: {
    hostManagementPathMissing: fault<'role' | 'path'>({
      code: 'DEFAULT_HOST_MANAGEMENT_ROLE_PATH_MISSING',
      hop: 'identity',
      words: (d) => ({
        message: `the Default Host Management setting names ${a('role', d.role)} without its path ${d.path}`,
        cdk: 'give the setting `${path}${roleName}` without the leading slash, or make the role without a path',
        cloudFormation: `set SettingValue to ${d.path}ROLE-NAME, or remove Path from ${d.role}`,
      }),
    }),
  },
});
