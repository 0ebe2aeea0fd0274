import { isAccount, isRegion } from '../../core';

/** What is known of an account's Default Host Management setting beyond the input. */
export type HostManagementMode = 'assumed-off' | 'off' | 'on' | 'unknown';

/** The setting of each account and Region: by `ACCOUNT/REGION`, `ACCOUNT`, `REGION` or `*`; the closest one counts. */
export type HostManagementModes = Readonly<Record<string, HostManagementMode>>;

export const EVERYWHERE = '*';

/** The mode where a host starts. What is not said is assumed to be off, as it is in an account that nobody has changed. */
export function modeFor(modes: HostManagementMode | HostManagementModes, { account, region }: { readonly account?: string; readonly region?: string }): HostManagementMode {
  if (typeof modes === 'string') return modes;
  const keys = [...account === undefined || region === undefined ? [] : [`${account}/${region}`], account, region, EVERYWHERE];
  const key = keys.find((k) => k !== undefined && Object.hasOwn(modes, k));
  return key === undefined ? 'assumed-off' : modes[key];
}

/** Undefined: the key names an account, a Region, both or everything; otherwise what is wrong with it. */
export function faultOfEnvironment(key: string): string | undefined {
  if (key === EVERYWHERE || isAccount(key) || isRegion(key)) return undefined;
  const [account, region, ...more] = key.split('/');
  if (more.length === 0 && region !== undefined && isAccount(account) && isRegion(region)) return undefined;
  return `${JSON.stringify(key)} is not ACCOUNT/REGION, ACCOUNT, REGION or *`;
}
