export * from './fields';
export { isOpaque, runsPrograms, writesRoutes } from './meddlers';
export * from './model';
export * from './network-model';
export * from './types';
export { describe } from './outside';
export { AMAZON_NAME_SERVERS } from './readers/network';
export { stateUnknown } from './readers/states';
