export { CHECKS, type Severity } from '../checks';
export * from './acknowledge';
export * from './exclude';
export * from './judge';
export * from './network';
export * from './types';
