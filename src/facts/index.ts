export * from './agent';
export * from './fleet';
export * from './net';
export * from './placement-answers';
export * from './proof';
