export * from './judge';
export * from './types';
