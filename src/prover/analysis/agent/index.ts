export * from './boot';
export * from './credentials';
export * from './higher-tiers';
export * from './host-management-modes';
export * from './image';
export { closedToS3 } from './reach-s3';
export * from './session-logging';
export * from './sources';
export * from './tiers';
