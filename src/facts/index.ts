export * from './agent';
export * from './fleet';
export * from './net';
export * from './proof';
