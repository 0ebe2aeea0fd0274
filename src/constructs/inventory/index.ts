export * from './sync';
export * from './sync-props';
