export * from './associations';
export * from './exposure';
export * from './fleet';
