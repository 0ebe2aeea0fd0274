// The public API, listed by hand. Everything else is internal and may change.
export * from './constructs';
export * from './validation';
