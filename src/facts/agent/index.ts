export * from './boot';
export * from './credentials';
export * from './higher-tiers';
export * from './image';
export { closedToS3 } from './reach-s3';
export * from './reasons';
export * from './session-logging';
export * from './tiers';
export * from './user-data';
