export * from './agent';
export * from './fleet';
export * from './known-regions';
export * from './network';
export * from './placement-answers';
export * from './proof';
