export * from './fields';
export { isOpaque, runsPrograms, writesRoutes } from './meddlers';
export * from './model';
export * from './types';
export { describe } from './outside';
export type { HostManagementSetting } from './readers/settings';
export type { SessionPreferences } from './readers/sessions';
