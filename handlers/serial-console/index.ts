import { DisableSerialConsoleAccessCommand, EC2Client, EnableSerialConsoleAccessCommand, GetSerialConsoleAccessStatusCommand } from '@aws-sdk/client-ec2';
import { AccountSetting, serve } from '../shared/account-setting';

const client = new EC2Client({});

/** Access to the EC2 serial console of all instances of the account in this Region; property `Access`: `enabled` or `disabled`. */
export const serialConsole: AccountSetting = {
  wanted({ Access: access }) {
    if (access !== 'enabled' && access !== 'disabled') throw new Error('the property Access must be enabled or disabled');
    return access;
  },
  async read() {
    const { SerialConsoleAccessEnabled: enabled } = await client.send(new GetSerialConsoleAccessStatusCommand({}));
    return enabled ? 'enabled' : 'disabled';
  },
  async write(_, value) {
    const { ManagedBy: managedBy } = await client.send(new GetSerialConsoleAccessStatusCommand({}));
    if (managedBy === 'declarative-policy') {
      throw new Error('a declarative policy of the organization decides on the serial console of this account, so the account cannot: change that policy');
    }
    if (value === 'enabled') await client.send(new EnableSerialConsoleAccessCommand({}));
    else await client.send(new DisableSerialConsoleAccessCommand({}));
  },
};

export const handler = serve(serialConsole);
