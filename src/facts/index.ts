export * from './agent';
export * from './fleet';
export * from './known-regions';
export * from './net';
export * from './placement-answers';
export * from './proof';
