export * from './fields';
export * from './model';
export * from './types';
export type { HostManagementSetting } from './readers/settings';
export type { SessionPreferences } from './readers/sessions';
