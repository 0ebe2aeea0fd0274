import { identity, Place, Unknown, Value } from '../../core';
import { declareReader } from '../fields';
import type { Model } from '../model';
import { Role } from '../types';
import { readRoleIdentity } from './identity';

const SETTING = declareReader({
  type: 'AWS::SSM::ServiceSetting',
  reads: ['SettingId', 'SettingValue'],
  assumes: ['whether the type accepts the Default Host Management setting is not documented'],
});

/** The account's and Region's Default Host Management setting, as the input sets it. */
export interface HostManagementSetting {
  readonly place: Place;
  /** `$None` turns it off. */
  readonly state: 'on' | 'off' | 'unknown';
  readonly role?: Role;
  readonly roleUnknown?: Unknown;
}

const SETTING_ID = '/ssm/managed-instance/default-ec2-instance-management-role';

/** The setting that applies to hosts of an account and Region; it may stand in any stack deployed there. */
export function readHostManagementSetting(model: Model, environment: { account?: string; region?: string }): HostManagementSetting | undefined {
  for (const resource of model.estate.ofType(SETTING.type)) {
    const { stack } = resource;
    const same = (a?: string, b?: string) => a === undefined || b === undefined || a === b;
    if (!model.estate.exists(resource) || !same(stack.account, environment.account) || !same(stack.region, environment.region)) continue;
    const fields = model.fields(resource, SETTING);
    if (!identity(fields.value('SettingId')).endsWith(SETTING_ID)) continue;
    const value = fields.value('SettingValue');
    const place = fields.place('SettingValue');
    if (value === '$None') return { place, state: 'off' };
    if (value instanceof Unknown) return { place, state: 'unknown', roleUnknown: value };
    return { place, state: 'on', ...roleOf(model, value, place) };
  }
  return undefined;
}

/** The value is a role's name, with its path in front: `service-role/AWSSystemsManagerDefaultEC2InstanceManagementRole`. */
function roleOf(model: Model, value: Value, place: Place): { role: Role } | { roleUnknown: Unknown } {
  const name = typeof value === 'string' ? value.slice(value.lastIndexOf('/') + 1) : value;
  const found = readRoleIdentity(model, name, place);
  if (found.kind === 'role') return { role: found.role };
  return { roleUnknown: found.kind === 'unknown' ? found.unknown : new Unknown('reference', identity(value), `the role ${identity(value)}`) };
}
