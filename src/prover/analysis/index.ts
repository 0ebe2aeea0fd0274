export * from './agent';
export * from './fleet';
export * from './network';
export * from './placement-answers';
export * from './proof';
