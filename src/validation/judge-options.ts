import { Tier } from '../constructs/tier';
import { JudgeOptions } from '../verdict';
import { DefaultHostManagementMode, SsmReadyOptions } from './options';

/** The engine's options for the public ones. */
export function judgeOptions(options: SsmReadyOptions): JudgeOptions {
  const modes = {
    [DefaultHostManagementMode.ON]: 'on',
    [DefaultHostManagementMode.OFF]: 'off',
    [DefaultHostManagementMode.UNKNOWN]: 'unknown',
  } as const;
  const tiers = { [Tier.REGISTER]: 'register', [Tier.CONNECT]: 'connect', [Tier.COMMAND]: 'command', [Tier.LOGGING]: 'logging' } as const;
  const mode = options.defaultHostManagement;
  return { tier: tiers[options.requireTier ?? Tier.CONNECT], hostManagement: mode === undefined ? 'assumed-off' : modes[mode] };
}
