export * from './credentials';
export * from './image';
export * from './reasons';
export * from './tiers';
