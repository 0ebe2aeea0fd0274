export * from './fields';
export { isOpaque, runsPrograms, writesRoutes } from './meddlers';
export * from './model';
export * from './types';
export { describe } from './outside';
export { AMAZON_NAME_SERVERS } from './readers/network';
export type { HostManagementSetting } from './readers/settings';
export type { SessionPreferences } from './readers/sessions';
