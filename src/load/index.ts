export * from './estate';
export * from './files';
export * from './functions';
export * from './inputs';
export * from './parse';
export * from './references';
export * from './resolver';
export * from './stack';
