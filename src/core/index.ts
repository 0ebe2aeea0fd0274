export * from './answer';
export * from './errors';
export * from './lazily';
export * from './once';
export * from './place';
export * from './truth';
export * from './value';
export * from './world';
