export { type Check, CHECKS, type Severity } from '../checks';
export * from './acknowledge';
export * from './assume';
export * from './exclude';
export * from './judge';
export * from './knock';
export * from './network';
export * from './picture';
export * from './types';
