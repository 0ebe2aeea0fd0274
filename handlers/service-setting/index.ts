import { GetServiceSettingCommand, ResetServiceSettingCommand, SSMClient, UpdateServiceSettingCommand } from '@aws-sdk/client-ssm';
import { AccountSetting, serve } from '../shared/account-setting';
import { Event } from '../shared/events';

const client = new SSMClient({});
/** How Systems Manager spells that no role is set. */
const NONE = '$None';

/** A service setting of Systems Manager; properties `SettingId` and `SettingValue`, as those of `AWS::SSM::ServiceSetting`. */
export const serviceSetting: AccountSetting = {
  wanted: (properties) => text(properties, 'SettingValue'),
  async read(properties) {
    const { ServiceSetting: setting } = await client.send(new GetServiceSettingCommand({ SettingId: text(properties, 'SettingId') }));
    return setting?.SettingValue ?? NONE;
  },
  async write(properties, value) {
    const SettingId = text(properties, 'SettingId');
    // The default is put back by resetting, so that the setting reads as default and not as customized.
    if (value === NONE) await client.send(new ResetServiceSettingCommand({ SettingId }));
    else await client.send(new UpdateServiceSettingCommand({ SettingId, SettingValue: value }));
  },
};

function text(properties: Event['ResourceProperties'], name: string): string {
  const value = properties[name];
  if (typeof value !== 'string' || value === '') throw new Error(`the property ${name} must be a text`);
  return value;
}

export const handler = serve(serviceSetting);
