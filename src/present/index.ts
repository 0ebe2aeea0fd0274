export * from './json';
export * from './open-words';
export * from './report';
export * from './text';
export * from './words';
