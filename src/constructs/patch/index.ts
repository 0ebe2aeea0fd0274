export * from './baseline';
export * from './baseline-props';
