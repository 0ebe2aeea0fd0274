export * from './agent';
export * from './net';
export * from './proof';
