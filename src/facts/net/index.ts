export * from './hops';
export * from './paths';
export * from './ports';
export * from './reasons';
