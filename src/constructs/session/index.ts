export * from './access';
export * from './preferences';
export * from './preferences-props';
