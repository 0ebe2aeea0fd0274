export * from './effects';
export type { Form } from './forms';
export type { Dropped } from './firewall';
export type { NameServerSetting } from './name-servers';
export type { ProxySetting } from './proxy';
export type { Fetched } from './shell-fetches';
export type { AgentEnd, UserDataEffects } from './types';
